/*
 * Large orders: Debye's expansion, uniform in z > 0, with w = √(1 + z²)
 *
 *     K_ν(νz) ≈ √(π/2νw) e^(−νη) Σ (−1)ᵏ uₖ(1/w) ν⁻ᵏ,   η = w − asinh(1/z)
 *     u₀ = 1,   uₖ₊₁(p) = ½ p²(1 − p²) uₖ′(p) + ⅛ ∫₀ᵖ (1 − 5t²) uₖ(t) dt
 *
 * Ten terms are within 1e-17 from order 50 on (measured against mpmath). Source: DLMF 10.41.4, 10.41.9.
 */

/** From this order on the expansions are as accurate as numbers are. */
export const LARGE_ORDER = 50;

const TERMS = 10;

/** K_ν(x) for ν ≥ 50, x > 0. Its relative error grows with what magnifies that of x, √(ν² + x²). */
export function largeOrderK(nu: number): (x: number) => number {
  const sum = debyeSum(nu);
  return (x) => {
    const z = x / nu;
    const w = Math.hypot(1, z);
    return Math.exp(-nu * (w - Math.asinh(1 / z))) * Math.sqrt(Math.PI / (2 * nu * w)) * sum(1 / w);
  };
}

/**
 * x^ν K_ν(x)/(2^(ν−1) Γ(ν)) for ν ≥ 50. With y = w − 1 = z²/(1 + w) and Stirling's series S the powers of ν cancel on
 * paper:
 *
 *     e^(ν (log1p(y/2) − y) − S(ν)) w^(−½) Σ (−1)ᵏ uₖ(1/w) ν⁻ᵏ
 */
export function largeOrderPowerK(nu: number): (x: number) => number {
  const sum = debyeSum(nu);
  const total = sum(1); // e^S, since the value at 0 is 1
  return (x) => {
    const z = x / nu;
    const w = Math.hypot(1, z);
    const y = z * (z / (1 + w));
    const value = (Math.exp(nu * (Math.log1p(y / 2) - y)) / Math.sqrt(w)) * (sum(1 / w) / total);
    return w === Number.POSITIVE_INFINITY ? 0 : value;
  };
}

/** p ↦ Σ (−1)ᵏ uₖ(p) ν⁻ᵏ, as one polynomial. */
function debyeSum(nu: number): (p: number) => number {
  const coefficients = new Array<number>(3 * TERMS).fill(0);
  let u = [1];
  for (let k = 0, power = 1; k < TERMS; k++, power /= -nu) {
    for (let j = 0; j < u.length; j++) coefficients[j] += u[j] * power;
    u = following(u);
  }
  return (p) => coefficients.reduceRight((sum, a) => sum * p + a, 0);
}

/** The coefficients of uₖ₊₁ from those of uₖ. */
function following(u: readonly number[]): number[] {
  const next = new Array<number>(u.length + 3).fill(0);
  for (let j = 0; j < u.length; j++) {
    next[j + 1] += u[j] * (j / 2 + 1 / (8 * (j + 1)));
    next[j + 3] -= u[j] * (j / 2 + 5 / (8 * (j + 3)));
  }
  return next;
}
