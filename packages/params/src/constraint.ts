import { expectOptions, type Tensor } from "@wengert/array";
import { add, exp, expm1, log, logSigmoid, neg, softplus, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * A smooth bijection from an unconstrained space, where optimizers move freely, to the values that a parameter may
 * take. Written in ops.
 */
export interface Constraint {
  /** The value, from a point of the unconstrained space. */
  forward(x: Value): Tensor;
  /** The point of the unconstrained space, from a value. */
  inverse(y: Value): Tensor;
  /** log |det ∂forward/∂x|, a scalar. */
  logDet(x: Value): Tensor;
  /** How it is called in tables. */
  readonly name?: string;
  /** What values are allowed, in words; and whether a plain Tensor is one. Others are refused. */
  readonly domain?: string;
  accepts?(y: Tensor): boolean;
}

/** How `positive` maps the real line to the positive half-line. */
export interface PositiveOptions {
  /** `"exp"`, the default: steps are relative. `"softplus"`: log(1 + eˣ), steps are absolute where y is large. */
  readonly transform?: "exp" | "softplus";
}

/**
 * Values greater than 0: y = eˣ, or y = log(1 + eˣ).
 *
 * @example
 * import { param, positive } from "@wengert/params";
 *
 * const variance = param(2.5, { constraint: positive() });
 * variance.value; // => 2.5
 */
export function positive(options: PositiveOptions = {}): Constraint {
  expectOptions("positive", options);
  const { transform = "exp" } = options;
  const domain = { domain: "greater than 0", accepts: allPositive };
  if (transform === "exp") return { name: "positive", forward: exp, inverse: log, logDet: (x) => sum(x), ...domain };
  return {
    name: "positive (softplus)",
    forward: softplus,
    // log(eʸ − 1) without overflow for large y, and without cancellation for small y.
    inverse: (y) => add(y, log(neg(expm1(neg(y))))),
    logDet: (x) => sum(logSigmoid(x)),
    ...domain,
  };
}

function allPositive(y: Tensor): boolean {
  return y.data.every((value) => value > 0 && value < Number.POSITIVE_INFINITY);
}
