import type { Product } from "./product.ts";
import type { Solve } from "./solve.ts";
import { from, half, transpose, type View } from "./view.ts";

// Up to this order, plain loops are as quick as products of parts (measured).
const base = 24;

/**
 * Cholesky factor in place, by halves (Gustavson, "Recursion leads to automatic variable blocking for dense
 * linear-algebra algorithms", IBM J. Res. Dev. 41, 1997):
 *
 *     L₁₁ = chol(A₁₁),   L₂₁ = A₂₁ L₁₁⁻ᵀ,   L₂₂ = chol(A₂₂ − L₂₁ L₂₁ᵀ)
 *
 * @returns 0, or the 1-based index of the first pivot that is not positive
 */
export function factor(n: number, a: View, product: Product, solve: Solve): number {
  if (n <= base) return factorDirectly(n, a);
  const h = half(n);
  const failed = factor(h, a, product, solve);
  if (failed > 0) return failed;
  const a21 = from(a, h, 0);
  const a22 = from(a, h, h);
  solve(h, n - h, false, a, transpose(a21));
  product(n - h, n - h, h, -1, a21, transpose(a21), 1, a22, true);
  const failedBelow = factor(n - h, a22, product, solve);
  return failedBelow > 0 ? h + failedBelow : 0;
}

/** Row by row: l_ij = (a_ij − Σ_p l_ip l_jp) / l_jj. */
function factorDirectly(n: number, { data, offset, rs, cs }: View): number {
  for (let i = 0; i < n; i++) {
    const row = offset + i * rs;
    let pivot = data[row + i * cs];
    for (let j = 0; j < i; j++) {
      const other = offset + j * rs;
      let s = data[row + j * cs];
      for (let p = 0; p < j; p++) s -= data[row + p * cs] * data[other + p * cs];
      s /= data[other + j * cs];
      data[row + j * cs] = s;
      pivot -= s * s;
    }
    // Not `pivot <= 0`: NaN is no pivot either.
    if (!(pivot > 0)) return i + 1;
    data[row + i * cs] = Math.sqrt(pivot);
  }
  return 0;
}
