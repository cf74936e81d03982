import type { Tensor } from "@wengert/array";
import { div, elementwise, exp, mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * The periodic covariance of unit variance, as a function of the squared distance d² = r² (not scaled)
 *
 *     y = e^(−2 sin²(πr/p)/ℓ²),   period p, length ℓ in units of sine
 *
 * sin²(√t) is an entire function of t = (πr/p)², so derivatives of every order are exact at d² = 0 too, where those
 * through r divide by 0. Where r is many periods, the error is that of the angle, 2e-16·πr/p. Differentiable in all three
 * arguments, which broadcast. For d² < 0 it is the same function: sin²(√t) = −sinh²(√−t).
 *
 * Source: MacKay, "Introduction to Gaussian processes" (1998), 5.2; Rasmussen and Williams, "Gaussian Processes for Machine
 * Learning", 4.2.3.
 *
 * @param d2 - squared distances, of any shape: pairwiseSquaredDistance(x), of points of one coordinate as a rule
 * @param period - the distance after which it repeats
 * @param length - the smaller, the more a period contains; by default 1
 * @example
 * periodic(tensor([0, 0.25, 1]), 1).toArray(); // => [1, 0.135335283236612…, 1]
 */
export function periodic(d2: Value, period: Value, length: Value = 1): Tensor {
  const t = mul(Math.PI ** 2, div(div(d2, period), period));
  return exp(mul(-2, div(div(sineSquared(0)(t), length), length)));
}

/** The n-th derivative of sin²√t, whose derivative is the next. */
function sineSquared(n: number): (t: Value) => Tensor {
  return elementwise("periodic", n === 0 ? sineSquaredOf : (t) => sineSquaredDerivative(n - 1, t), (t) =>
    sineSquared(n + 1)(t),
  );
}

function sineSquaredOf(t: number): number {
  return t < 0 ? -(Math.sinh(Math.sqrt(-t)) ** 2) : Math.sin(Math.sqrt(t)) ** 2;
}

/**
 * The derivative of order n + 1, with u = 2√t and the spherical Bessel functions jₙ (DLMF 10.51.3)
 *
 *     d/dt sin²√t = sin u/u = j₀(u),   then (−2)ⁿ u⁻ⁿ jₙ(u)
 *
 * jₙ by upward recurrence (DLMF 10.51.1) where that is stable, from the turning point n on, else by its power series
 * (DLMF 10.53.1), with rising products (a)ₖ = a(a + 1)⋯(a + k − 1)
 *
 *     (−2)ⁿ u⁻ⁿ jₙ(u) = (−1)ⁿ/(3/2)ₙ Σ (−t)ᵏ/(k! (n + 3/2)ₖ)
 */
function sineSquaredDerivative(n: number, t: number): number {
  const u = 2 * Math.sqrt(t);
  if (!(u > n + 2)) return series(n, t);
  let [before, last] = [Math.cos(u) / u, Math.sin(u) / u];
  for (let k = 0; k < n; k++) [before, last] = [last, ((2 * k + 1) / u) * last - before];
  return last * (-2 / u) ** n;
}

function series(n: number, t: number): number {
  let term = 1;
  for (let k = 0; k < n; k++) term /= -(1.5 + k);
  let total = term;
  for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(total); k++) {
    term *= -t / (k * (0.5 + n + k));
    total += term;
  }
  return total;
}
