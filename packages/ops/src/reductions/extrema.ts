import { ShapeError, type Tensor } from "@wengert/array";
import { expectOptions, fromData, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constant, constantWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
import { type Axes, axisOf, type ReduceOptions, reducedAxes } from "../axes.ts";
import { zeroSafeMul } from "../elementwise/zerosafe.ts";
import { map2 } from "../kernels/broadcast.ts";
import { maxAxes, minAxes, sumAxes } from "../kernels/reduce.ts";
import { reshape } from "../shape/reshape.ts";
import { dropAxes, reducedLast } from "./reducedaxes.ts";
import { sum } from "./statistics.ts";

type Reduction = (x: Value, options?: ReduceOptions) => Tensor;

/**
 * With w = 1/(number of winners) for a winner and 0 for the others, a constant:
 *
 *     jvp   dy = Σ w ⊙ dx
 *     vjp   x̄ = w ⊙ ȳ
 */
function extremum(op: string, reduce: (x: Tensor, axes: readonly number[]) => Tensor): Reduction {
  const reduction: (x: Value, o: Axes) => Tensor = ruleWithAttributes({
    name: op,
    impl: (x: Tensor, { axes }: Axes): Tensor => reduce(x, axes),
    jvp: ([dx], [x], y, { axes }) =>
      dx === undefined ? undefined : sum(zeroSafeMul(weights(x, y, { axes }), dx), { axis: axes, keepDims: true }),
    vjp: (ybar, [x], y, { axes }) => [zeroSafeMul(weights(x, y, { axes }), ybar)],
  });
  return (x, options = {}) => {
    const given = resolve(x, op);
    const axes = reducedAxes(op, given, options);
    refuseEmpty(op, given, axes);
    return dropAxes(reduction(given, { axes }), axes, options);
  };
}

const weights: (x: Value, y: Value, o: Axes) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "weights",
  impl: (x: Tensor, y: Tensor, { axes }: Axes): Tensor => {
    // Where y is NaN, the NaNs are the winners.
    const winners = map2("weights", (a, b) => (a === b || (Number.isNaN(a) && Number.isNaN(b)) ? 1 : 0), x, y);
    return map2("weights", (wins, count) => wins / count, winners, sumAxes(winners, axes));
  },
});

function refuseEmpty(op: string, x: Tensor, axes: readonly number[]): void {
  const empty = axes.find((axis) => x.shape[axis] === 0);
  if (empty === undefined) return;
  throw new ShapeError(`${op}: axis ${empty} of a tensor of shape ${showShape(x.shape)} has no elements.`, op);
}

/**
 * The greatest element over axes, NaN if there is one. Equal ones share the derivative equally.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * max(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [5, 4]
 */
export const max: Reduction = /* @__PURE__ */ extremum("max", maxAxes);

/**
 * The least element over axes, NaN if there is one. Equal ones share the derivative equally.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * min(tensor([[1, 5], [4, 2]]), { axis: 0 }).toArray(); // => [1, 2]
 */
export const min: Reduction = /* @__PURE__ */ extremum("min", minAxes);

/** Along which axis to look, and whether it stays with length 1. */
export interface IndexOptions {
  /** The axis to search; by default all elements in row-major order. */
  readonly axis?: number;
  /** Keep the searched axes with length 1. Default false. */
  readonly keepDims?: boolean;
}

/** A search along the last axis. */
function search(op: string, beats: (value: number, best: number) => boolean): Search {
  const found = constant({
    name: op,
    impl: (x: Tensor): Tensor => {
      const kept = x.shape.slice(0, -1);
      const length = x.shape[kept.length];
      const { data } = x;
      const out = Float64Array.from({ length: sizeOf(kept) }, (_, lane) =>
        firstBest(data.subarray(lane * length, (lane + 1) * length), beats),
      );
      return fromData(out, kept);
    },
  });
  return (x, options = {}) => {
    expectOptions(op, options);
    const { axis, keepDims = false } = options;
    const given = resolve(x, op);
    const axes = axis === undefined ? [...given.shape.keys()] : [axisOf(op, given, axis)];
    refuseEmpty(op, given, axes);
    const y = found(reducedLast(given, axes));
    return keepDims
      ? reshape(
          y,
          given.shape.map((n, k) => (axes.includes(k) ? 1 : n)),
        )
      : y;
  };
}

type Search = (x: Value, options?: IndexOptions) => Tensor;

/**
 * The position of the greatest element along an axis: of the first of equal ones, or of the first NaN. A constant to
 * derivatives.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * argmax(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [1, 0]
 * argmax(tensor([[1, 5], [4, 2]])).item(); // => 1
 */
export const argmax: Search = /* @__PURE__ */ search("argmax", (value, best) => value > best);

/**
 * The position of the least element along an axis: of the first of equal ones, or of the first NaN. A constant to
 * derivatives.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * argmin(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const argmin: Search = /* @__PURE__ */ search("argmin", (value, best) => value < best);

function firstBest(lane: Float64Array, beats: (value: number, best: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < lane.length && !Number.isNaN(lane[best]); i++) {
    if (beats(lane[i], lane[best]) || Number.isNaN(lane[i])) best = i;
  }
  return best;
}
