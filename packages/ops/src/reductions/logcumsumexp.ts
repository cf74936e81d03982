import type { Tensor } from "@wengert/array";
import { elementsOf, fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
import { axisOptions } from "../axes.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { finiteMask } from "../elementwise/comparisons.ts";
import { exp } from "../elementwise/exponential.ts";
import { times } from "../elementwise/times.ts";
import { where } from "../elementwise/where.ts";
import {
  type Along,
  type CumulativeOptions,
  cumulative,
  delayed,
  recurrence,
  scan,
  transposedRecurrence,
} from "./cumulative.ts";

/**
 * With the shares of the earlier sum and of the new element in the sum, a_k = e^(y_{k−1} − y_k) and b_k = e^(x_k − y_k):
 *
 *     jvp   dy is the recurrence of a and b ⊙ dx
 *     vjp   x̄ = b ⊙ λ, λ the transposed recurrence of a and ȳ
 */
const logcumsumexpRule: (x: Value, o: Along) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "logcumsumexp",
  impl: (x: Tensor, { axis }: Along): Tensor => {
    const data = elementsOf(x);
    // The greatest element so far, and the sum of the others in its units.
    const most = scan(x.shape, axis, data, (m, k) => Math.max(m, data[k])).data;
    const after = x.shape.slice(x.ndim + axis + 1).reduce((size, length) => size * length, 1);
    const rest = scan(x.shape, axis, new Float64Array(x.size), (rest, k) => {
      const before = most[k - after];
      return data[k] <= before ? rest + ratio(data[k], before) : (rest + 1) * ratio(before, data[k]);
    }).data;
    return fromData(
      most.map((m, k) => m + Math.log1p(rest[k])),
      x.shape,
    );
  },
  jvp: ([dx], [x], y, o) => {
    if (dx === undefined) return undefined;
    const [a, b] = shares(x, y, o);
    return recurrence(a, times(dx, b), o);
  },
  vjp: (ybar, [x], y, o) => {
    const [a, b] = shares(x, y, o);
    return [times(transposedRecurrence(a, ybar, o), b)];
  },
});

/** e^(x − m) for x ≤ m, equal infinities included. */
function ratio(x: number, m: number): number {
  return x === m ? 1 : Math.exp(x - m);
}

function shares(x: Tensor, y: Tensor, o: Along): readonly [earlier: Tensor, own: Tensor] {
  const earlier = delayed(y, o.axis, Number.NEGATIVE_INFINITY);
  const finite = finiteMask(y);
  const part = (z: Tensor): Tensor => exp(where(finite, sub(z, y), 0));
  const own = shareOfEqual(x, y, o);
  return [where(finite, part(earlier), sub(1, own)), where(finite, part(x), own)];
}

/** Where the sum is infinite, the elements that are it share it equally, as in `logsumexp`. */
const shareOfEqual: (x: Value, y: Value, o: Along) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "shareOfEqual",
  impl: (x: Tensor, y: Tensor, { axis }: Along): Tensor => {
    const equal = y.data.map((sum, k) => (sum === x.data[k] ? 1 : Number.isNaN(sum) ? Number.NaN : 0));
    const after = x.shape.slice(x.ndim + axis + 1).reduce((size, length) => size * length, 1);
    const counts = scan(x.shape, axis, equal, (count, k) => {
      // The elements that were it before the sum became greater do not count.
      const sofar = y.data[k - after] === y.data[k] ? count : 0;
      return sofar + equal[k];
    }).data;
    return fromData(
      equal.map((one, k) => (one === 0 ? 0 : one / counts[k])),
      x.shape,
    );
  },
});

/**
 * Running sums of exponentials in logarithms, y_k = log(e^x₀ + … + e^xₖ), along an axis, without overflow.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * logcumsumexp(tensor([1000, 1000])).toArray(); // => [1000, 1000.693147…]
 */
export function logcumsumexp(x: Value, options: number | CumulativeOptions = {}, ...none: readonly never[]): Tensor {
  return cumulative("logcumsumexp", logcumsumexpRule, x, axisOptions<CumulativeOptions>("logcumsumexp", options, none));
}
