import { ShapeError, type Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { allAxes, axesOf, lastLengths, replaceLast } from "../axes.ts";
import { copyStrided, stridesOf } from "../kernels/strided.ts";

interface Permutation {
  /** Of the last axes, as many as there are entries: which of them, counted from the end, stands at each place. */
  readonly axes: readonly number[];
}

const transposeRule: (x: Value, o: Permutation) => Tensor = /* @__PURE__ */ linear({
  name: "transpose",
  spelling: "moves",
  impl: (x: Tensor, { axes }: Permutation): Tensor => permute(x, axes),
  transpose: (ybar, _x, { axes }) => transposeRule(ybar, axes === swapped.axes ? swapped : { axes: inverseOf(axes) }),
});

/** The transpose of matrices, which is its own inverse. Most transposes are this one. */
const swapped: Permutation = { axes: [-1, -2] };

function inverseOf(axes: readonly number[]): readonly number[] {
  return axes.map((_, k) => axes.indexOf(k - axes.length) - axes.length);
}

/** Tiles keep both the rows that are read and those that are written in the cache. */
const TILE = 32;

function permute(x: Tensor, axes: readonly number[]): Tensor {
  const lengths = lastLengths(x, axes.length);
  const shape = replaceLast(
    x,
    axes.length,
    axes.map((axis) => lengths[lengths.length + axis]),
  );
  const data = elementsOf(x);
  if (staysInPlace(axes, lengths)) return fromData(data, shape);
  const out = allocate(x.size);
  if (axes.length === 2) {
    const [rows, columns] = lengths;
    const size = sizeOf(lengths);
    for (let start = 0; start < out.length; start += size) transposeMatrix(data, rows, columns, out, start);
    return fromData(out, shape);
  }
  const strides = stridesOf(x.shape);
  const lead = x.ndim - axes.length;
  const order = [...strides.keys()].map((k) => (k < lead ? k : axes[k - lead] + x.ndim));
  copyStrided(
    shape,
    { data, start: 0, strides: order.map((k) => strides[k]) },
    { data: out, start: 0, strides: stridesOf(shape) },
  );
  return fromData(out, shape);
}

/** Whether all axes longer than 1 keep their order, so that the elements do. */
function staysInPlace(axes: readonly number[], lengths: readonly number[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const axis of axes) {
    if (lengths[lengths.length + axis] === 1) continue;
    if (axis < last) return false;
    last = axis;
  }
  return true;
}

/** Transposes the matrix that begins at `start`. */
function transposeMatrix(data: Float64Array, rows: number, columns: number, out: Float64Array, start: number): void {
  for (let i0 = 0; i0 < rows; i0 += TILE) {
    for (let j0 = 0; j0 < columns; j0 += TILE) {
      const [i1, j1] = [Math.min(rows, i0 + TILE), Math.min(columns, j0 + TILE)];
      for (let i = i0; i < i1; i++) {
        for (let j = j0; j < j1; j++) out[start + j * rows + i] = data[start + i * columns + j];
      }
    }
  }
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
  if (axes === undefined && given.ndim === 2) return transposeRule(given, swapped);
  const order = axes === undefined ? allAxes(given).toReversed() : axesOf("transpose", given, axes);
  if (order.length !== given.ndim) {
    throw new ShapeError(
      `transpose: ${describe(axes)} is no permutation of the ${given.ndim} axes of a tensor of shape ` +
        `${showShape(given.shape)}.`,
      "transpose",
    );
  }
  // Leading axes that stay in place are left out, so that a batch of matrices is transposed as matrices.
  const first = order.findIndex((axis, k) => axis !== k - order.length);
  if (first < 0) return given;
  // Two axes that do not both stay in place change places.
  return transposeRule(given, first === order.length - 2 ? swapped : { axes: order.slice(first) });
}
