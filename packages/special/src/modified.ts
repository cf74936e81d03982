/** Iₙ(x) = (x/2)ⁿ Σ (x²/4)ᵏ/(k!(n + k)!) for x ≥ 0: terms of one sign, any x (DLMF 10.25.2). */
export function ascendingI(n: number, x: number): number {
  let term = 1;
  for (let k = 1; k <= n; k++) term *= x / (2 * k);
  let total = term;
  for (let k = 1; term > 1e-17 * total; k++) {
    term *= (x * x) / (4 * k * (n + k));
    total += term;
  }
  return total;
}

/**
 * e⁻ˣ Iₙ(x) for x ≥ 0: by the series above, or, for large x, by the asymptotic one (DLMF 10.40.1)
 *
 *     (2πx)^(−½) Σ (−1)ᵏ aₖ x⁻ᵏ,   aₖ = aₖ₋₁ (4n² − (2k − 1)²)/(8k)
 */
export function scaledI(n: number, x: number): number {
  if (x < 20 + n * n) return Math.exp(-x) * ascendingI(n, x);
  let total = 1;
  let term = 1;
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= ((2 * k - 1) ** 2 - 4 * n * n) / (8 * k * x);
    total += term;
  }
  return total / (Math.sqrt(2 * Math.PI) * Math.sqrt(x));
}
