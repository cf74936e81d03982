import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import { add, exp, expm1, log, logSigmoid, neg, softplus, sum } from "@wengert/ops";
import type { Constraint } from "./constraint.ts";

/** How `positive` maps the real line to the positive half-line. */
export interface PositiveOptions {
  /** `"exp"`, the default: steps are relative. `"softplus"`: log(1 + eˣ), steps are absolute where y is large. */
  readonly transform?: "exp" | "softplus";
}

/**
 * Values greater than 0, element by element.
 *
 *     exp        y = eˣ,            x = log y,              log |det| = Σ x
 *     softplus   y = log(1 + eˣ),   x = log(eʸ − 1),        log |det| = −Σ log(1 + e⁻ˣ)
 *
 * @throws {ArgumentError} for a transform of another name
 * @example
 * import { param, positive } from "@wengert/params";
 *
 * const variance = param(2.5, { constraint: positive() });
 * variance.value; // => 2.5
 */
export function positive(options: PositiveOptions = {}): Constraint {
  expectOptions("positive", options, ["transform"]);
  const { transform = "exp" } = options;
  const domain = { domain: "greater than 0", elementwise: true, accepts: allPositive };
  if (transform === "exp") return { name: "positive", forward: exp, inverse: log, logDet: (x) => sum(x), ...domain };
  if (transform === "softplus") {
    return {
      name: "positive (softplus)",
      forward: softplus,
      // log(eʸ − 1) without overflow for large y, and without cancellation for small y.
      inverse: (y) => add(y, log(neg(expm1(neg(y))))),
      logDet: (x) => sum(logSigmoid(x)),
      ...domain,
    };
  }
  throw new ArgumentError(`positive: transform is "exp" or "softplus", not ${kindOf(transform)}.`, "positive");
}

function allPositive(y: Tensor): boolean {
  return y.data.every((value) => value > 0 && value < Number.POSITIVE_INFINITY);
}
