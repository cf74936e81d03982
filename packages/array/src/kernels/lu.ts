import type { Panels } from "@wengert/wasm";
import type { Product } from "./product.ts";
import type { Solve } from "./solve.ts";
import { from, half, type View } from "./view.ts";

// Up to this many columns, plain loops are as quick as products of parts, and the panel's kernel for more rows (measured).
const base = 8;
const panelBase = 16;
// So few numbers are not worth being copied.
const few = 64;

/** P·L·U in place, and in pivots from `at` on with which row each step exchanged its own. Returns as `Kernels.getrf`. */
export type FactorLu = (m: number, n: number, a: View, pivots: Int32Array, at: number) => number;

/**
 * LU factorization with partial pivoting in place, by halves of the columns (Toledo, "Locality of reference in LU
 * decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18, 1997):
 *
 *     [A₁₁; A₂₁] = P₁ [L₁₁; L₂₁] U₁₁,   U₁₂ = L₁₁⁻¹ A₁₂,   A₂₂ − L₂₁ U₁₂ = P₂ L₂₂ U₂₂
 *
 * with the rows exchanged in the other half too.
 */
export function luOver(panels: Panels, product: Product, solve: Solve): FactorLu {
  const room = panels.out - panels.right;
  const factor: FactorLu = (m, n, a, pivots, at) => {
    const steps = Math.min(m, n);
    const inPanel = panels.eliminate !== undefined && m * n > few && m * (n + 1) <= room;
    if (inPanel && n <= panelBase) return factorInPanel(panels, m, n, a, pivots, at);
    if (n <= base || steps === 1) return factorDirectly(m, n, a, pivots, at);
    const h = Math.min(half(n), steps);
    const right = from(a, 0, h);
    const failed = factor(m, h, a, pivots, at);
    exchange(n - h, right, pivots, at, 0, h);
    solve(h, n - h, true, a, right);
    if (m === h) return failed;
    const [a21, a22] = [from(a, h, 0), from(a, h, h)];
    product(m - h, n - h, h, -1, a21, right, 1, a22);
    if (n === h) return failed;
    const failedBelow = factor(m - h, n - h, a22, pivots, at + h);
    exchange(h, a21, pivots, at + h, 0, steps - h);
    for (let i = h; i < steps; i++) pivots[at + i] += h;
    return failed > 0 || failedBelow === 0 ? failed : h + failedBelow;
  };
  return factor;
}

/** In the memory of the right panel, row by row. */
function factorInPanel(panels: Panels, m: number, n: number, a: View, pivots: Int32Array, at: number): number {
  const { memory, right, out } = panels;
  const { data, offset, rs, cs } = a;
  const ld = (n + 1) & ~1;
  for (let i = 0, to = right; i < m; i++, to += ld) {
    for (let j = 0, p = offset + i * rs; j < n; j++, p += cs) memory[to + j] = data[p];
  }
  const failed = (panels.eliminate as NonNullable<Panels["eliminate"]>)(m, n, right, ld, out);
  for (let i = 0, to = right; i < m; i++, to += ld) {
    for (let j = 0, p = offset + i * rs; j < n; j++, p += cs) data[p] = memory[to + j];
  }
  for (let k = 0; k < Math.min(m, n); k++) pivots[at + k] = memory[out + k];
  return failed;
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
