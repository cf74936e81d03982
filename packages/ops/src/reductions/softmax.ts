import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, expectOptions, fromData } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { type Axes, ascendingAxes, axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { times } from "../elementwise/times.ts";
import { map1, map2 } from "../kernels/broadcast.ts";
import { expLoop } from "../kernels/functions.ts";
import { divLoop, subLoop } from "../kernels/loops.ts";
import { maxAxes, sumAxes } from "../kernels/reduce.ts";
import { dropAxes } from "./reducedaxes.ts";
import { sum } from "./sum.ts";

type Rule1 = (x: Value, o: Axes) => Tensor;

/** Σ x ⊙ y over axes, which stay. */
function weighted(x: Tensor, y: Tensor, { axes }: Axes): Tensor {
  return sum(times(x, y), { axis: axes, keepDims: true });
}

/** x − m; 0 for the greatest elements, also where they are infinite: those share the sum equally, as in the limit. */
function above(x: Tensor, m: Tensor): Tensor {
  const finite = m.data.every(Number.isFinite);
  return finite
    ? map2("softmax", (a, m) => a - m, x, m, subLoop)
    : map2("softmax", (a, m) => (a === m ? 0 : a - m), x, m);
}

/** Of d = x − m and e = eᵈ, 1 and 0 for the greatest elements, 0 and e for the others: none of those is so near m that d is 0. */
function parted(d: Tensor, e: Tensor): readonly [Tensor, Tensor] {
  const [from, values] = [elementsOf(d), elementsOf(e)];
  const [greatest, others] = [allocate(from.length), allocate(from.length)];
  for (let i = 0; i < from.length; i++) {
    const equal = Number(from[i] === 0);
    greatest[i] = equal;
    others[i] = values[i] * (1 - equal);
  }
  return [fromData(greatest, d.shape), fromData(others, d.shape)];
}

/** log Σ eˣ − m, and m = max x: of c elements that are m and a rest r = Σ e^(x−m) of the others it is log c + log(1 + r/c). */
function logSumAndMax(x: Tensor, axes: readonly number[]): [Tensor, Tensor] {
  const m = maxAxes(x, axes);
  const d = above(x, m);
  const [greatest, others] = parted(d, map1(Math.exp, d, expLoop));
  const [count, rest] = [sumAxes(greatest, axes), sumAxes(others, axes)];
  return [map2("logsumexp", (c, r) => (c === 0 ? Math.log(r) : Math.log(c) + Math.log1p(r / c)), count, rest), m];
}

/**
 *     jvp   dy = Σ softmax(x) ⊙ dx
 *     vjp   x̄ = softmax(x) ⊙ ȳ
 */
const logsumexpRule: Rule1 = /* @__PURE__ */ ruleWithAttributes({
  name: "logsumexp",
  impl: (x: Tensor, { axes }: Axes): Tensor => map2("logsumexp", (a, m) => a + m, ...logSumAndMax(x, axes)),
  jvp: ([dx], [x], _y, o) => (dx === undefined ? undefined : weighted(dx, softmaxRule(x, o), o)),
  vjp: (ybar, [x], _y, o) => [times(ybar, softmaxRule(x, o))],
});

/** The Jacobian diag(y) − y yᵀ is symmetric: dy = y ⊙ (dx − Σ y ⊙ dx), and the same with ȳ for dx. */
const softmaxRule: Rule1 = /* @__PURE__ */ ruleWithAttributes({
  name: "softmax",
  impl: (x: Tensor, { axes }: Axes): Tensor => {
    const m = maxAxes(x, axes);
    const e = map1(Math.exp, above(x, m), expLoop);
    return map2("softmax", (a, total) => a / total, e, sumAxes(e, axes), divLoop);
  },
  jvp: ([dx], _xs, y, o) => (dx === undefined ? undefined : times(sub(dx, weighted(dx, y, o)), y)),
  vjp: (ybar, _xs, y, o) => [times(sub(ybar, weighted(ybar, y, o)), y)],
});

/**
 *     jvp   dy = dx − Σ softmax(x) ⊙ dx
 *     vjp   x̄ = ȳ − softmax(x)·Σ ȳ
 */
const logSoftmaxRule: Rule1 = /* @__PURE__ */ ruleWithAttributes({
  name: "logSoftmax",
  impl: (x: Tensor, { axes }: Axes): Tensor => {
    const [logSum, m] = logSumAndMax(x, axes);
    return map2("logSoftmax", (a, s) => a - s, above(x, m), logSum);
  },
  jvp: ([dx], [x], _y, o) => (dx === undefined ? undefined : sub(dx, weighted(dx, softmaxRule(x, o), o))),
  vjp: (ybar, [x], _y, o) => [sub(ybar, times(sum(ybar, { axis: o.axes, keepDims: true }), softmaxRule(x, o)))],
});

/**
 * log Σ eˣ over axes, without overflow; −∞ for no elements. The derivative is the softmax.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * logsumexp(tensor([1000, 1000])).item(); // => 1000.693147…
 */
export function logsumexp(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("logsumexp", options, none);
  const given = resolve(x, "logsumexp");
  const axes = reducedAxes("logsumexp", given, o);
  return dropAxes(logsumexpRule(given, { axes }), axes, o);
}

/** Along which axis the values sum to 1. */
export interface SoftmaxOptions {
  /** The axis or axes over which the result adds up to 1. Default the last. */
  readonly axis?: number | readonly number[];
}

/**
 * eˣ/Σ eˣ over an axis, without overflow; of the shape of x. Where elements are ∞, or all are −∞, the greatest share equally.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * softmax(tensor([0, Math.log(3)])).toArray(); // => [0.25, 0.75]
 */
export function softmax(
  x: Value,
  options: number | readonly number[] | SoftmaxOptions = {},
  ...none: readonly never[]
): Tensor {
  return normalised("softmax", softmaxRule, x, axisOptions<SoftmaxOptions>("softmax", options, none));
}

/**
 * log softmax(x) = x − log Σ eˣ over an axis, accurate where the softmax is near 0 or 1.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * logSoftmax(tensor([0, -1000])).toArray(); // => [0, -1000]
 */
export function logSoftmax(
  x: Value,
  options: number | readonly number[] | SoftmaxOptions = {},
  ...none: readonly never[]
): Tensor {
  return normalised("logSoftmax", logSoftmaxRule, x, axisOptions<SoftmaxOptions>("logSoftmax", options, none));
}

function normalised(op: string, rule: Rule1, x: Value, options: SoftmaxOptions): Tensor {
  expectOptions(op, options, ["axis"]);
  const { axis = -1 } = options;
  const given = resolve(x, op);
  return rule(given, { axes: ascendingAxes(op, given, given.ndim === 0 && axis === -1 ? [] : axis) });
}
