import type { Tensor } from "@wengert/array";
import { add, div, elementwise2, greater, log, mul, sub, where } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { digamma } from "./digamma.ts";

type Binary = (a: Value, z: Value) => Tensor;

/**
 * How a draw z of a gamma distribution moves with its parameter, at a fixed quantile. With the density p(z) = z^(a−1) e^(−z)/Γ(a),
 *
 *     dz/da = −(∂F/∂a)/p(z) = z (K₁ + (log z − ψ(a)) K₀),   ∂/∂a and ∂/∂z by those of Kₖ
 *
 * 0 where z is, as draws for tiny a are that are below the least number.
 */
export function gammaSlope(a: Value, z: Value): Tensor {
  const positive = greater(z, 0);
  const safe = where(positive, z, 1);
  const slope = add(moment(1)(a, safe), mul(sub(log(safe), digamma(a)), moment(0)(a, safe)));
  return where(positive, mul(safe, slope), 0);
}

/**
 * Moments of log s in one tail of the density, in units of the density at z: the lower tail, negated, or the upper one, as
 * `isLower` says. Either gives the same slope; the error is that of rounding, relative, and 1e-15/a for a < 1.
 *
 *     Kₖ(a, z) = −∫₀¹ (log s)ᵏ s^(a−1) e^(z(1−s)) ds   or   ∫₁^∞ of the same
 *
 *     ∂Kₖ/∂a = Kₖ₊₁,   ∂Kₖ/∂z = (1 − a/z) Kₖ − k/z Kₖ₋₁ − [k = 0]/z, by parts
 */
function moment(k: number): Binary {
  return elementwise2(`gammaMoment${k}`, (a, z) => momentOf(k, a, z), [
    (a, z) => moment(k + 1)(a, z),
    (a, z, y) => {
      const own = mul(sub(1, div(a, z)), y);
      return sub(own, k === 0 ? div(1, z) : div(mul(k, moment(k - 1)(a, z)), z));
    },
  ]);
}

/** t = e^(x − e⁻ˣ) and dt/dx of a node x. */
interface Node {
  readonly t: number;
  readonly weight: number;
}

const STEP = 1 / 20;

/** Beyond them nothing is left of an integrand that decays as e⁻ᵗ. */
const NODES: readonly Node[] = /* @__PURE__ */ Array.from({ length: 155 }, (_, i) => {
  const x = -3.7 + STEP * i;
  const t = Math.exp(x - Math.exp(-x));
  return { t, weight: STEP * t * (1 + Math.exp(-x)) };
});

/**
 * With s = eᵗ the integrand is tᵏ e^φ, φ(t) = (a − z) t − z (eᵗ − 1 − t). In units of the width w of e^φ, by the trapezoidal
 * rule in x, whose error falls exponentially with the number of nodes.
 *
 * Source: Takahasi & Mori, "Double exponential formulas for numerical integration" (1974).
 */
export function momentOf(k: number, a: number, z: number): number {
  const side = isLower(a, z) ? -1 : 1;
  const narrow = Math.min(1 / Math.abs(a - z), Math.sqrt(2 / z));
  const width = side < 0 ? Math.max(narrow, 1 / a) : Math.min(narrow, 1);
  let sum = 0;
  for (const node of NODES) {
    const t = side * width * node.t;
    const value = node.weight * Math.exp((a - z) * t - z * beyondLinear(t));
    sum += k === 0 ? value : k === 1 ? value * t : value * t ** k;
  }
  return side * width * sum;
}

/** Of two tails the lower one up to the mode, and where z is so small that the upper one would be long. */
function isLower(a: number, z: number): boolean {
  return z <= Math.max(a, 0.1);
}

/** eᵗ − 1 − t, by its series where the terms would cancel. */
function beyondLinear(t: number): number {
  if (Math.abs(t) > 0.5) return Math.expm1(t) - t;
  let sum = 0;
  for (let n = 16; n >= 3; n--) sum = (sum + 1) * (t / n);
  return (sum + 1) * 0.5 * t * t;
}
