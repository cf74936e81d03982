import { ShapeError, type Tensor } from "@wengert/array";
import {
  elementsOf,
  expectArray,
  fromData,
  presenceOf,
  sameShape,
  showShape,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import { resolve, type Value, zerosLike } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { type AxisOption, axisGiven, axisOf, lengthOf } from "../axes.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { onesLike } from "../kernels/presence.ts";
import { expandDims } from "./moveaxes.ts";

interface Axis {
  /** Counted from the end. */
  readonly axis: number;
}

/**
 *     jvp   dy = concat(dx₁, dx₂, …), zeros where there is no tangent
 *     vjp   x̄ᵢ = the part of ȳ where xᵢ went
 */
const concatRule: (...args: readonly (Value | Axis)[]) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "concat",
  spelling: "moves",
  impl: (...args: readonly [...Tensor[], Axis]): Tensor => {
    const { axis } = args[args.length - 1] as Axis;
    const xs = args.slice(0, -1) as Tensor[];
    const y = joined(xs, axis);
    if (xs.every((x) => presenceOf(x) === undefined)) return y;
    return withPresence(
      y,
      joined(
        xs.map((x) => presenceOf(x) ?? onesLike(x)),
        axis,
      ),
    );
  },
  jvp: (dxs, xs, _y, o) => concatRule(...dxs.map((dx, i) => dx ?? zerosLike(xs[i])), o),
  vjp: (ybar, xs, _y, { axis }) => {
    let start = 0;
    return xs.map((x) => {
      const from = start;
      start += lengthOf(x, axis);
      return () => sliceAxis(ybar, axis, from, lengthOf(x, axis));
    });
  },
}) as never;

function joined(xs: readonly Tensor[], axis: number): Tensor {
  const shape = xs[0].shape.with(
    axis,
    xs.reduce((total, x) => total + lengthOf(x, axis), 0),
  );
  const behind = sizeOf(shape.slice(shape.length + axis)); // elements from the axis on
  const out = new Float64Array(sizeOf(shape));
  let start = 0;
  for (const x of xs) {
    const run = sizeOf(x.shape.slice(x.ndim + axis));
    for (let from = 0, to = start; from < x.size; from += run, to += behind) {
      out.set(elementsOf(x).subarray(from, from + run), to);
    }
    start += run;
  }
  return fromData(out, shape);
}

/** A call of a rule takes no more arguments than this: JavaScript's stack holds some hundred thousand, and no more. */
const WIDEST = 256;

/** Joins any number of tensors, as a tree of calls. */
function concatAll(xs: readonly Tensor[], axis: number): Tensor {
  let level = xs;
  while (level.length > WIDEST) {
    level = Array.from({ length: Math.ceil(level.length / WIDEST) }, (_, k) =>
      concatRule(...level.slice(k * WIDEST, (k + 1) * WIDEST), { axis }),
    );
  }
  return concatRule(...level, { axis });
}

/** What is to be joined: an array that is not empty. */
function someOf(op: string, xs: readonly Value[]): readonly Tensor[] {
  expectArray(op, "xs", xs);
  if (xs.length > 0) return xs.map((x, i) => resolve(x, op, i));
  throw new ShapeError(`${op}: there is nothing to join.`, op);
}

/**
 * Tensors joined along an axis that they have.
 *
 * @throws {ShapeError} when there are none, or they differ in another axis
 * @example
 * concat([tensor([1, 2]), tensor([3])], 0).toArray(); // => [1, 2, 3]
 */
export function concat(xs: readonly Value[], axis: number | AxisOption = 0): Tensor {
  const asked = axisGiven("concat", axis) ?? 0;
  const given = someOf("concat", xs);
  const place = axisOf("concat", given[0], asked);
  const wanted = given[0].shape.with(place, 0);
  const other = given.find((x) => x.ndim !== wanted.length || !sameShape(x.shape.with(place, 0), wanted));
  if (other !== undefined) {
    const shapes = `${showShape(given[0].shape)} and ${showShape(other.shape)}`;
    throw new ShapeError(`concat: shapes ${shapes} differ in another axis than ${describe(asked)}.`, "concat");
  }
  return concatAll(given, place);
}

/**
 * Tensors of one shape joined along a new axis.
 *
 * @param axis - of the result
 * @throws {ShapeError} when there are none, or their shapes differ
 * @example
 * stack([1, 2, 3]).toArray(); // => [1, 2, 3]
 */
export function stack(xs: readonly Value[], axis: number | AxisOption = 0): Tensor {
  const given = someOf("stack", xs);
  const other = given.find((x) => !sameShape(x.shape, given[0].shape));
  if (other !== undefined) {
    const shapes = `${showShape(given[0].shape)} and ${showShape(other.shape)}`;
    throw new ShapeError(`stack: shapes ${shapes} differ. To join along an axis that is there, use concat.`, "stack");
  }
  const along = axisOf("stack", given[0], axisGiven("stack", axis) ?? 0, given[0].ndim + 1);
  return concatAll(
    given.map((x) => expandDims(x, along)),
    along,
  );
}
