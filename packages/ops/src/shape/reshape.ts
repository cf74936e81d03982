import { ShapeError, type Tensor } from "@wengert/array";
import { allocate, broadcastShapes, fromData, sameShape, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { integersOf } from "../arguments.ts";
import { resolveAxes } from "../axes.ts";
import { expand } from "../kernels/broadcast.ts";
import { sumAxes } from "../kernels/reduce.ts";
import { copyStrided, stridesOf } from "../kernels/strided.ts";

interface Shape {
  readonly shape: readonly number[];
}

const reshapeRule: (x: Value, o: Shape) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "reshape",
  impl: (x: Tensor, { shape }: Shape): Tensor => fromData(x.data, shape),
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : reshapeRule(dx, o)),
  vjp: (ybar, [x]) => [reshapeRule(ybar, { shape: x.shape })],
});

/**
 * The same elements, in row-major order, in another shape.
 *
 * @param shape - one length may be −1: it is worked out from the others
 * @throws {ShapeError} when the number of elements differs
 * @example
 * reshape(arange(6), [2, -1]).toArray(); // => [[0, 1, 2], [3, 4, 5]]
 */
export function reshape(x: Value, shape: readonly number[]): Tensor {
  const given = resolve(x, "reshape");
  const lengths = integersOf("reshape", "the lengths of a shape", shape);
  const free = lengths.indexOf(-1);
  const wanted = free < 0 ? lengths : lengths.with(free, given.size / sizeOf(lengths.with(free, 1)));
  if (sizeOf(wanted) !== given.size || !wanted.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new ShapeError(
      `reshape: ${given.size} elements of shape ${showShape(given.shape)} do not fill the shape ${showShape(lengths)}.`,
      "reshape",
    );
  }
  return sameShape(wanted, given.shape) ? given : reshapeRule(given, { shape: wanted });
}

const broadcastRule: (x: Value, o: Shape) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "broadcastTo",
  impl: (x: Tensor, { shape }: Shape): Tensor => expand(x, shape),
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : broadcastRule(dx, o)),
  vjp: (ybar, [x]) => [sumTo(ybar, x.shape)],
});

/**
 * A tensor repeated to a larger shape, by NumPy's rule.
 *
 * @throws {ShapeError} when the tensor does not broadcast to that shape
 * @example
 * broadcastTo(7, [2, 2]).toArray(); // => [[7, 7], [7, 7]]
 */
export function broadcastTo(x: Value, shape: readonly number[]): Tensor {
  const given = resolve(x, "broadcastTo");
  if (Array.isArray(shape) && sameShape(given.shape, shape)) return given;
  const wanted = integersOf("broadcastTo", "the lengths of a shape", shape, 0);
  if (!sameShape(broadcastShapes("broadcastTo", given.shape, wanted), wanted)) {
    throw new ShapeError(
      `broadcastTo: a tensor of shape ${showShape(given.shape)} does not fit into the shape ${showShape(wanted)}.`,
      "broadcastTo",
    );
  }
  return broadcastRule(given, { shape: wanted });
}

const sumToRule: (x: Value, o: Shape) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "sumTo",
  impl: (x: Tensor, { shape }: Shape): Tensor => {
    const lead = x.ndim - shape.length;
    const axes = x.shape.flatMap((n, axis) => (axis < lead || (shape[axis - lead] === 1 && n !== 1) ? [axis] : []));
    return fromData(sumAxes(x, axes).data, shape);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : sumToRule(dx, o)),
  vjp: (ybar, [x]) => [broadcastTo(ybar, x.shape)],
});

/** The transpose of `broadcastTo`: what was repeated is added up, so that a cotangent gets its argument's shape. */
export function sumTo(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : sumToRule(x, { shape });
}

interface Permutation {
  readonly axes: readonly number[];
}

const transposeRule: (x: Value, o: Permutation) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "transpose",
  impl: (x: Tensor, { axes }: Permutation): Tensor => permute(x, axes),
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : transposeRule(dx, o)),
  vjp: (ybar, _xs, _y, { axes }) => [transposeRule(ybar, { axes: axes.map((_, axis) => axes.indexOf(axis)) })],
});

/** Tiles keep both the rows that are read and those that are written in the cache. */
const TILE = 32;

function permute(x: Tensor, axes: readonly number[]): Tensor {
  const shape = axes.map((axis) => x.shape[axis]);
  const out = allocate(x.size);
  const { data } = x;
  if (x.ndim === 2) {
    const [rows, columns] = x.shape;
    for (let i0 = 0; i0 < rows; i0 += TILE) {
      for (let j0 = 0; j0 < columns; j0 += TILE) {
        const [i1, j1] = [Math.min(rows, i0 + TILE), Math.min(columns, j0 + TILE)];
        for (let i = i0; i < i1; i++) for (let j = j0; j < j1; j++) out[j * rows + i] = data[i * columns + j];
      }
    }
    return fromData(out, shape);
  }
  const strides = stridesOf(x.shape);
  copyStrided(
    shape,
    { data, start: 0, strides: axes.map((axis) => strides[axis]) },
    { data: out, start: 0, strides: stridesOf(shape) },
  );
  return fromData(out, shape);
}

/**
 * Axes in another order; by default reversed. For the transpose of the last two axes alone, `mT` of linalg.
 *
 * @param axes - a permutation of the axes: axis k of the result is axis `axes[k]` of x
 * @throws {ShapeError} when `axes` is no permutation
 * @example
 * transpose(tensor([[1, 2], [3, 4]])).toArray(); // => [[1, 3], [2, 4]]
 */
export function transpose(x: Value, axes?: readonly number[]): Tensor {
  const given = resolve(x, "transpose");
  const order = axes === undefined ? [...given.shape.keys()].reverse() : resolveAxes("transpose", given, axes);
  if (order.length !== given.ndim) {
    throw new ShapeError(
      `transpose: [${axes}] is no permutation of the ${given.ndim} axes of a tensor of shape ${showShape(given.shape)}.`,
      "transpose",
    );
  }
  return order.every((axis, k) => axis === k) ? given : transposeRule(given, { axes: order });
}
