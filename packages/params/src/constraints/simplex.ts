import { arange, type Tensor, zeros } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { concat, log, logSoftmax, softmax, sub, sum, take } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import type { Constraint } from "./constraint.ts";
import { lastOf, rowsOf } from "./lastaxes.ts";

/** Sums that are off by more are no rounding. */
const TOLERANCE = 1e-12;

/**
 * Positive numbers that add up to 1 along the last axis, by their logarithms relative to the last of them.
 *
 *     y = softmax([x₁, …, xₙ₋₁, 0]),   xᵢ = log yᵢ − log yₙ
 *     log |det| = Σ log yᵢ over all n, in the coordinates y₁, …, yₙ₋₁
 *
 * Unlike other maps to the simplex, it keeps every digit of elements that are tiny beside the others.
 * Source: Aitchison, "The statistical analysis of compositional data", J. R. Statist. Soc. B 44, 1982: the additive
 * log-ratio.
 *
 * A value of shape [..., n] has an unconstrained side of shape [..., n − 1].
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { param, paramsOf, simplex } from "@wengert/params";
 *
 * const weights = param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() });
 * paramsOf(weights).size; // => 2
 */
export function simplex(): Constraint {
  expectNoMore("simplex", arguments[0]);
  return {
    name: "simplex",
    domain: "positive with sum 1 along the last axis",
    accepts: (y) => y.ndim > 0 && lastOf(y) > 0 && rowsOf(y).every(isDistribution),
    forward: (x) => softmax(withReference(x)),
    inverse: (y) => {
      const l = log(y);
      const n = lastOf(l);
      return sub(take(l, arange(n - 1), -1), take(l, [n - 1], -1));
    },
    logDet: (x) => sum(logSoftmax(withReference(x))),
  };
}

/** The logarithm of the last number relative to itself is 0. */
function withReference(x: Value): Tensor {
  const given = resolve(x, "simplex");
  return concat([given, zeros([...given.shape.slice(0, -1), 1])], -1);
}

function isDistribution(row: Float64Array): boolean {
  return row.every((p) => p > 0) && Math.abs(row.reduce((total, p) => total + p, 0) - 1) <= TOLERANCE;
}
