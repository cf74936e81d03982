import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * The digamma function ψ of positive numbers and its derivatives ψ⁽ⁿ⁾, within 1e-15 of the larger of 1 and the value. Package
 * `special` has them for all numbers, with more digits near the zero of ψ, and ten times as long.
 */
export function digamma(x: Value, n = 0): Tensor {
  const op = elementwise(
    `digamma${n}`,
    (x) => digammaOf(n, x),
    (x) => digamma(x, n + 1),
  );
  return op(x);
}

/**
 * With z = x + m ≥ 10 + n, by recurrence and the asymptotic series (DLMF 5.15.5, 5.15.8, 5.5.2, 5.11.2):
 *
 *     (−1)ⁿ⁺¹ ψ⁽ⁿ⁾(x) = n! Σ (x + k)⁻ⁿ⁻¹ over k < m  +  (n − 1)! z⁻ⁿ, or −log z  +  ½ n! z⁻ⁿ⁻¹  +  Σ bₖ (2k + n − 1)! z⁻²ᵏ⁻ⁿ
 */
export function digammaOf(n: number, x: number): number {
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  let sum = 0;
  let z = x;
  for (; z < 10 + n; z++) sum += factorial / z ** (n + 1);
  let power = factorial / z ** (n + 1); // (2k + n − 1)! z⁻²ᵏ⁻ⁿ, here for k = ½
  sum += (n === 0 ? -Math.log(z) : (power * z) / n) + power / 2;
  power *= (n + 1) / z;
  for (const [i, b] of SERIES.entries()) {
    sum += b * power;
    const k = i + 1;
    power *= ((2 * k + n) / z) * ((2 * k + n + 1) / z);
  }
  return n % 2 === 0 ? -sum : sum;
}

/** B₂ₖ/(2k)! for k ≥ 1. */
const SERIES: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
];
