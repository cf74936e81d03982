import type { Product } from "./product.ts";
import type { Solve } from "./solve.ts";
import { from, half, type View } from "./view.ts";

// Up to this many columns, plain loops are as quick as products of parts (measured).
const base = 8;

/**
 * LU factorization with partial pivoting in place, by halves of the columns (Toledo, "Locality of reference in LU
 * decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18, 1997):
 *
 *     [A₁₁; A₂₁] = P₁ [L₁₁; L₂₁] U₁₁,   U₁₂ = L₁₁⁻¹ A₁₂,   A₂₂ − L₂₁ U₁₂ = P₂ L₂₂ U₂₂
 *
 * with the rows exchanged in the other half too.
 *
 * @returns 0, or the 1-based index of the first pivot that is exactly 0
 */
export function factorLu(
  m: number,
  n: number,
  a: View,
  pivots: Int32Array,
  at: number,
  product: Product,
  solve: Solve,
): number {
  const steps = Math.min(m, n);
  if (n <= base || steps === 1) return factorDirectly(m, n, a, pivots, at);
  const h = Math.min(half(n), steps);
  const right = from(a, 0, h);
  const failed = factorLu(m, h, a, pivots, at, product, solve);
  exchange(n - h, right, pivots, at, 0, h);
  solve(h, n - h, true, a, right);
  if (m === h) return failed;
  const [a21, a22] = [from(a, h, 0), from(a, h, h)];
  product(m - h, n - h, h, -1, a21, right, 1, a22);
  if (n === h) return failed;
  const failedBelow = factorLu(m - h, n - h, a22, pivots, at + h, product, solve);
  exchange(h, a21, pivots, at + h, 0, steps - h);
  for (let i = h; i < steps; i++) pivots[at + i] += h;
  return failed > 0 || failedBelow === 0 ? failed : h + failedBelow;
}

/** Column by column: the largest entry below becomes the pivot, and its row is subtracted from those below. */
function factorDirectly(m: number, n: number, a: View, pivots: Int32Array, at: number): number {
  const { data, offset, rs, cs } = a;
  let failed = 0;
  for (let k = 0; k < Math.min(m, n); k++) {
    const diagonal = offset + k * (rs + cs);
    let best = k;
    let largest = Math.abs(data[diagonal]);
    for (let i = k + 1; i < m; i++) {
      const size = Math.abs(data[diagonal + (i - k) * rs]);
      if (size > largest) [best, largest] = [i, size];
    }
    pivots[at + k] = best;
    exchange(n, a, pivots, at, k, k + 1);
    const pivot = data[diagonal];
    if (pivot === 0) {
      if (failed === 0) failed = k + 1;
      continue;
    }
    for (let i = k + 1; i < m; i++) {
      const row = diagonal + (i - k) * rs;
      data[row] /= pivot;
      const factor = data[row];
      for (let j = 1; j < n - k; j++) data[row + j * cs] -= factor * data[diagonal + j * cs];
    }
  }
  return failed;
}

/** Exchanges the rows of steps begin to end, in n columns. */
function exchange(n: number, a: View, pivots: Int32Array, at: number, begin: number, end: number): void {
  const { data, offset, rs, cs } = a;
  for (let k = begin; k < end; k++) {
    const other = pivots[at + k];
    if (other === k) continue;
    for (let j = 0, p = offset + k * rs, q = offset + other * rs; j < n; j++, p += cs, q += cs) {
      const held = data[p];
      data[p] = data[q];
      data[q] = held;
    }
  }
}
