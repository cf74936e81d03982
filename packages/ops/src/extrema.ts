import { expectOptions, fromData, ShapeError, showShape, sizeOf, type Tensor } from "@wengert/array";
import { concrete, resolve, ruleWithAttributes, type Value } from "@wengert/rule";
import { type Axes, axisOf, type ReduceOptions, reducedAxes } from "./axes.ts";
import { map2 } from "./broadcast.ts";
import { equal, nanMask } from "./comparisons.ts";
import { dropAxes, reducedLast } from "./lanes.ts";
import { maxAxes, minAxes, sumAxes } from "./reduce.ts";
import { sum } from "./reductions.ts";
import { zeroSafeMul } from "./zerosafe.ts";

type Reduction = (x: Value, options?: ReduceOptions) => Tensor;

/**
 * With w = 1/(number of winners) for a winner and 0 for the others, a constant:
 *
 *     jvp   dy = Σ w ⊙ dx
 *     vjp   x̄ = w ⊙ ȳ
 */
function extremum(op: string, reduce: (x: Tensor, axes: readonly number[]) => Tensor): Reduction {
  const rule: (x: Value, o: Axes) => Tensor = /* @__PURE__ */ ruleWithAttributes({
    name: op,
    impl: (x: Tensor, { axes }: Axes): Tensor => reduce(x, axes),
    jvp: ([dx], [x], y, { axes }) =>
      dx === undefined ? undefined : sum(zeroSafeMul(weights(x, y, axes), dx), { axis: axes, keepDims: true }),
    vjp: (ybar, [x], y, { axes }) => [zeroSafeMul(weights(x, y, axes), ybar)],
  });
  return (x, options = {}) => {
    const given = resolve(x, op);
    const axes = reducedAxes(op, given, options);
    refuseEmpty(op, given, axes);
    return dropAxes(rule(given, { axes }), axes, options);
  };
}

function weights(x: Tensor, y: Tensor, axes: readonly number[]): Tensor {
  const missing = map2("weights", Math.min, nanMask(x), nanMask(y)); // where y is NaN, the NaNs are the winners
  const winners = map2("weights", Math.max, equal(x, y), missing);
  return map2("weights", (wins, count) => wins / count, winners, sumAxes(winners, axes));
}

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

/**
 * The position of the greatest element along an axis: of the first of equal ones, or of the first NaN. A plain Tensor
 * through all transformations.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * argmax(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [1, 0]
 * argmax(tensor([[1, 5], [4, 2]])).item(); // => 1
 */
export function argmax(x: Value, options: IndexOptions = {}): Tensor {
  return positions("argmax", (value, best) => value > best, x, options);
}

/**
 * The position of the least element along an axis: of the first of equal ones, or of the first NaN. A plain Tensor
 * through all transformations.
 *
 * @throws {ShapeError} for an axis that x has not, or one without elements
 * @example
 * argmin(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export function argmin(x: Value, options: IndexOptions = {}): Tensor {
  return positions("argmin", (value, best) => value < best, x, options);
}

function positions(
  op: string,
  beats: (value: number, best: number) => boolean,
  x: Value,
  options: IndexOptions,
): Tensor {
  expectOptions(op, options);
  const { axis, keepDims = false } = options;
  const given = concrete(resolve(x, op));
  const axes = axis === undefined ? [...given.shape.keys()] : [axisOf(op, given, axis)];
  refuseEmpty(op, given, axes);
  const lanes = reducedLast(given, axes);
  const kept = lanes.shape.slice(0, -1);
  const length = lanes.shape[kept.length];
  const out = Float64Array.from({ length: sizeOf(kept) }, (_, lane) =>
    firstBest(lanes.data.subarray(lane * length, (lane + 1) * length), beats),
  );
  return fromData(out, keepDims ? given.shape.map((n, k) => (axes.includes(k) ? 1 : n)) : kept);
}

function firstBest(lane: Float64Array, beats: (value: number, best: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < lane.length && !Number.isNaN(lane[best]); i++) {
    if (beats(lane[i], lane[best]) || Number.isNaN(lane[i])) best = i;
  }
  return best;
}
