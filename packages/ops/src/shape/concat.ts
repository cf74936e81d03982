import { ShapeError, type Tensor } from "@wengert/array";
import { expectArray, fromData, sameShape, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value, zerosLike } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { axisOf } from "../axes.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { expandDims } from "./moveaxes.ts";

interface Axis {
  readonly axis: number;
}

/**
 *     jvp   dy = concat(dx₁, dx₂, …), zeros where there is no tangent
 *     vjp   x̄ᵢ = the part of ȳ where xᵢ went
 */
const concatRule: (...args: readonly (Value | Axis)[]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "concat",
  impl: (...args: readonly [...Tensor[], Axis]): Tensor => {
    const { axis } = args[args.length - 1] as Axis;
    return joined(args.slice(0, -1) as Tensor[], axis);
  },
  jvp: (dxs, xs, _y, o) => concatRule(...dxs.map((dx, i) => dx ?? zerosLike(xs[i])), o),
  vjp: (ybar, xs, _y, { axis }) => {
    let start = 0;
    return xs.map((x) => {
      const from = start;
      start += x.shape[axis];
      return () => sliceAxis(ybar, axis, from, x.shape[axis]);
    });
  },
}) as never;

function joined(xs: readonly Tensor[], axis: number): Tensor {
  const shape = xs[0].shape.with(
    axis,
    xs.reduce((total, x) => total + x.shape[axis], 0),
  );
  const after = sizeOf(shape.slice(axis + 1));
  const before = sizeOf(shape.slice(0, axis));
  const out = new Float64Array(sizeOf(shape));
  let start = 0;
  for (const x of xs) {
    const run = x.shape[axis] * after;
    for (let b = 0; b < before; b++) out.set(x.data.subarray(b * run, (b + 1) * run), b * shape[axis] * after + start);
    start += run;
  }
  return fromData(out, shape);
}

/** What is to be joined: an array that is not empty. */
function someOf(op: string, xs: readonly Value[]): readonly Value[] {
  expectArray(op, "xs", xs);
  if (xs.length > 0) return xs;
  throw new ShapeError(`${op}: there is nothing to join.`, op);
}

/**
 * Tensors joined along an axis that they have.
 *
 * @throws {ShapeError} when there are none, or they differ in another axis
 * @example
 * concat([tensor([1, 2]), tensor([3])], 0).toArray(); // => [1, 2, 3]
 */
export function concat(xs: readonly Value[], axis: number = 0): Tensor {
  const given = someOf("concat", xs).map((x, i) => resolve(x, "concat", i));
  const shapes = given.map((x) => showShape(x.shape)).join(" and ");
  const along = axisOf("concat", given[0], axis);
  if (
    given.some((x) => x.ndim !== given[0].ndim || !sameShape(x.shape.with(along, 0), given[0].shape.with(along, 0)))
  ) {
    throw new ShapeError(`concat: shapes ${shapes} differ in another axis than ${axis}.`, "concat");
  }
  return concatRule(...given, { axis: along });
}

/**
 * Tensors of one shape joined along a new axis.
 *
 * @param axis - of the result
 * @throws {ShapeError} when there are none, or their shapes differ
 * @example
 * stack([1, 2, 3]).toArray(); // => [1, 2, 3]
 */
export function stack(xs: readonly Value[], axis: number = 0): Tensor {
  const given = someOf("stack", xs).map((x, i) => resolve(x, "stack", i));
  const other = given.find((x) => !sameShape(x.shape, given[0].shape));
  if (other !== undefined) {
    const shapes = `${showShape(given[0].shape)} and ${showShape(other.shape)}`;
    throw new ShapeError(`stack: shapes ${shapes} differ. To join along an axis that is there, use concat.`, "stack");
  }
  return concat(
    given.map((x) => expandDims(x, axis)),
    axis,
  );
}
