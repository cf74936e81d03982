import type { Tensor } from "@wengert/array";
import { add, elementwise, elementwise2 } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/** ψ⁽ⁿ⁾ of a number, for n ≥ 1. */
export function polygammaOf(n: number, x: number): number {
  return x > 0 ? sumOfPowers(n, x, power) : reflected(n, x);
}

/** ψ⁽ⁿ⁾ for n ≥ 1, whose derivative is the next. */
export function polygamma(n: number): (x: Value) => Tensor {
  return elementwise(
    n === 1 ? "trigamma" : `polygamma${n}`,
    (x) => polygammaOf(n, x),
    (x) => polygamma(n + 1)(x),
  );
}

/**
 * ψ⁽ⁿ⁾(x + d) − ψ⁽ⁿ⁾(x) for n ≥ 0 and positive x, d, also where d is small against x and the two would cancel.
 *
 *     ∂/∂x is the same of order n + 1,   ∂/∂d = ψ⁽ⁿ⁺¹⁾(x + d)
 */
export function polygammaDifference(n: number): (x: Value, d: Value) => Tensor {
  return elementwise2(
    `polygammaDifference${n}`,
    (x, d) =>
      d === 0 && x >= 0
        ? 0
        : x === 0 && d > 0
          ? n % 2 === 0
            ? Infinity
            : -Infinity
          : sumOfPowers(n, x, (z, m) => (m === 0 ? Math.log1p(d / z) : z ** -m * Math.expm1(-m * Math.log1p(d / z)))),
    [(x, d) => polygammaDifference(n + 1)(x, d), (x, d) => polygamma(n + 1)(add(x, d))],
  );
}

/**
 * With p(z, m) = z⁻ᵐ, and p(z, 0) = log z, for x > 0:
 *
 *     (−1)ⁿ⁻¹ ψ⁽ⁿ⁾(x) = n! Σ p(x + k, n + 1) over x + k < z, then the asymptotic series at the first z ≥ 10 + n:
 *         (n − 1)! p(z, n), −p(z, 0) for n = 0, + ½ n! p(z, n + 1) + Σ B₂ₖ/(2k)! (2k + n − 1)! p(z, 2k + n)
 *
 * Linear in p, so that a difference of powers in its place gives the difference of two ψ⁽ⁿ⁾. Source: DLMF 5.15.1,
 * 5.15.9.
 */
function sumOfPowers(n: number, x: number, p: (z: number, m: number) => number): number {
  if (!(x > 0)) return Number.NaN;
  const factorial = factorialOf(n);
  let total = 0;
  let z = x;
  for (; z < 10 + n; z++) total += factorial * p(z, n + 1);
  total += 0.5 * factorial * p(z, n + 1);
  total += n === 0 ? -p(z, 0) : factorialOf(n - 1) * p(z, n);
  for (let k = 1, rising = factorialOf(n + 1); k <= SERIES.length; k++) {
    total += SERIES[k - 1] * rising * p(z, 2 * k + n);
    rising *= (2 * k + n) * (2 * k + n + 1);
  }
  return n % 2 === 0 ? -total : total;
}

function power(z: number, m: number): number {
  return m === 0 ? Math.log(z) : z ** -m;
}

/**
 * ψ⁽ⁿ⁾(x) = (−1)ⁿ ψ⁽ⁿ⁾(1 − x) − π dⁿ/dxⁿ cot πx, for x ≤ 0 (DLMF 5.15.6). The derivatives of the cotangent are πⁿ times
 * polynomials in it, P₀(c) = c and Pₖ₊₁(c) = −(1 + c²) Pₖ′(c), whose terms have one sign.
 */
export function reflected(n: number, x: number): number {
  const r = x - Math.round(x);
  if (r === 0) return poleOf(n, x);
  const c = Math.abs(r) < 0.25 ? 1 / Math.tan(Math.PI * r) : Math.sign(r) * Math.tan(Math.PI * (0.5 - Math.abs(r)));
  let coefficients = [0, 1];
  for (let k = 0; k < n; k++) {
    const next = new Array<number>(coefficients.length + 1).fill(0);
    for (let j = 1; j < coefficients.length; j++) {
      next[j - 1] -= j * coefficients[j];
      next[j + 1] -= j * coefficients[j];
    }
    coefficients = next;
  }
  const p = coefficients.reduceRight((sum, a) => sum * c + a);
  const mirrored = sumOfPowers(n, 1 - x, power);
  return (n % 2 === 0 ? mirrored : -mirrored) - Math.PI ** (n + 1) * p;
}

/** At a pole: its limit from both sides, from the side of the sign of ±0, else NaN. */
function poleOf(n: number, x: number): number {
  if (n % 2 === 1) return Number.POSITIVE_INFINITY;
  return x === 0 ? -1 / x : Number.NaN;
}

function factorialOf(n: number): number {
  let product = 1;
  for (let k = 2; k <= n; k++) product *= k;
  return product;
}

/** B₂ₖ/(2k)!, from k = 1. */
const SERIES: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
];
