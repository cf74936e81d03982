import { ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { type Axes, axisOptions, lengthOf, type ReduceOptions, reducedAxes } from "../axes.ts";
import { shared, unknown } from "../elementwise/stepwise.ts";
import { map2 } from "../kernels/broadcast.ts";
import { maxAxes, minAxes, sumAxes } from "../kernels/reduce.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { dropAxes } from "./reducedaxes.ts";
import { sum } from "./sum.ts";

type Reduction = (x: Value, options?: number | readonly number[] | ReduceOptions, ...none: readonly never[]) => Tensor;

/**
 * With w = 1/(number of extreme elements) for an extreme element and 0 for the others:
 *
 *     jvp   dy = Σ w ⊙ dx
 *     vjp   x̄ = w ⊙ ȳ
 */
function extremum(op: string, reduce: (x: Tensor, axes: readonly number[]) => Tensor): Reduction {
  const reduction: (x: Value, o: Axes) => Tensor = ruleWithAttributes({
    name: op,
    impl: (x: Tensor, { axes }: Axes): Tensor => reduce(x, axes),
    jvp: ([dx], [x], y, { axes }) =>
      dx === undefined ? undefined : sum(shared(dx, weights(x, y, { axes })), { axis: axes, keepDims: true }),
    vjp: (ybar, [x], y, { axes }) => [shared(ybar, weights(x, y, { axes }))],
  });
  return (x, given = {}, ...none) => {
    const options = axisOptions<ReduceOptions>(op, given, none);
    const value = resolve(x, op);
    const axes = reducedAxes(op, value, options);
    refuseEmpty(op, value, axes);
    return dropAxes(reduction(value, { axes }), axes, options);
  };
}

/**
 * w of x, of which y is the extreme. It does not move, and the value depends on the winners alone; but where y is NaN nobody knows
 * which they are, so that w and its derivative are NaN for all that y was chosen from:
 *
 *     dw = w ⊙ Σ dx,   x̄ = Σ w̄ ⊙ w   where w is NaN
 */
const weights: (x: Value, y: Value, o: Axes) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "weights",
  impl: (x: Tensor, y: Tensor, { axes }: Axes): Tensor => {
    const extremes = map2("weights", (a, b) => (a === b ? 1 : Number.isNaN(b) ? b : 0), x, y);
    return map2("weights", (isExtreme, count) => isExtreme / count, extremes, sumAxes(extremes, axes));
  },
  jvp: ([dx], _xy, w, { axes }) => (dx === undefined ? undefined : unknown(sum(dx, { axis: axes, keepDims: true }), w)),
  vjp: (wbar, _xy, w, { axes }) => [expandTo(sum(unknown(wbar, w), { axis: axes, keepDims: true }), w.shape), null],
});

/** @throws {ShapeError} where one of the axes has no elements to choose from */
export function refuseEmpty(op: string, x: Tensor, axes: readonly number[]): void {
  const empty = axes.find((axis) => lengthOf(x, axis) === 0);
  if (empty === undefined) return;
  throw new ShapeError(`${op}: axis ${x.ndim + empty} of a tensor of shape ${showShape(x.shape)} has no elements.`, op);
}

/**
 * The greatest element over axes. Equal ones share the derivative equally. NaN if there is one, and so is then the derivative.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * max(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [5, 4]
 */
export const max: Reduction = /* @__PURE__ */ extremum("max", maxAxes);

/**
 * The least element over axes. Equal ones share the derivative equally. NaN if there is one, and so is then the derivative.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * min(tensor([[1, 5], [4, 2]]), { axis: 0 }).toArray(); // => [1, 2]
 */
export const min: Reduction = /* @__PURE__ */ extremum("min", minAxes);
