import gamma from "@stdlib/math-base-special-gamma";
import { LARGE_ORDER, largeOrderPowerK } from "./largeorder.ts";
import { splitOrder, startingValues } from "./startingvalues.ts";

/**
 * x^m K_m(x)/g(m) with g(m) = 2^(m−1) Γ(m), for m > 0 and x ≥ 0: 1 at 0, 0 at ∞, between 0 and 1.
 *
 *     N_{m+1} = N_m + x²/(4m(m − 1)) N_{m−1},   from T_μ = x^μ K_μ:   N_{μ+2} = N_{μ+1} + x² T_μ/g(μ + 2)
 *
 * which is the recurrence of K, normalized: all terms are positive, and none overflows where K_m does. Source: DLMF 10.29.1, 10.30.2.
 */
export function normalizedPowerK(m: number): (x: number) => number {
  const inside =
    m >= LARGE_ORDER ? largeOrderPowerK(m) : m % 1 === 0.5 ? halfInteger(m) : m < 0.5 ? smallest(m) : ascending(m);
  // Below order 50, nothing is left beyond 2000.
  return (x) => (x === 0 ? 1 : x > 2000 && m < LARGE_ORDER ? 0 : inside(x));
}

/** For m = n + ½: e⁻ˣ Σ aⱼ xʲ over j ≤ n, a₀ = 1, aⱼ₊₁ = aⱼ 2(n − j)/((2n − j)(j + 1)) (DLMF 10.49.12). */
function halfInteger(m: number): (x: number) => number {
  const n = m - 0.5;
  const a = [1];
  for (let j = 0; j < n; j++) a.push((a[j] * 2 * (n - j)) / ((2 * n - j) * (j + 1)));
  return (x) => {
    let polynomial = a[n];
    for (let j = n - 1; j >= 0; j--) polynomial = polynomial * x + a[j];
    // In two halves, because e⁻ˣ alone may underflow where the product does not.
    const half = Math.exp(-x / 2);
    return half * polynomial * half;
  };
}

function smallest(m: number): (x: number) => number {
  const start = startingValues(m);
  const g = powerKAtZero(m);
  return (x) => {
    const { low, decay } = start(x);
    return ((x ** m * low) / g) * Math.exp(-decay);
  };
}

function ascending(m: number): (x: number) => number {
  const [whole, mu] = splitOrder(m);
  const start = startingValues(mu);
  const [first, second] = [powerKAtZero(mu + 1), powerKAtZero(mu + 2)];
  return (x) => {
    const { low, high, decay } = start(x);
    const square = x * x;
    const half = Math.exp(-decay / 2);
    let [before, last] = [0, (x ** (mu + 1) * high * half) / first];
    for (let k = 1; k < whole; k++) {
      const order = mu + k;
      const added = k === 1 ? (square * x ** mu * low * half) / second : (square * before) / (4 * order * (order - 1));
      [before, last] = [last, last + added];
    }
    return last * half;
  };
}

/** g(m) = 2^(m−1) Γ(m), the value of x^m K_m(x) at 0, for m > 0; ∞ from 152 on. */
export function powerKAtZero(m: number): number {
  return 2 ** (m - 1) * gamma(m);
}
