import type { Panels } from "@wengert/wasm";
import { invertDiagonal, packTriangle, unpack } from "./pack.ts";
import { type Product, update } from "./product.ts";
import type { Solve } from "./solve.ts";
import { from, half, transpose, type View } from "./view.ts";

// Up to this order, plain loops are as quick as panels (measured).
const base = 12;

/** Lower triangle of a ← L with a = L·Lᵀ. Returns 0, or the 1-based index of the first pivot that is not positive. */
export type Factor = (n: number, a: View) => number;

/**
 * Cholesky factor in place, by halves (Gustavson, "Recursion leads to automatic variable blocking for dense
 * linear-algebra algorithms", IBM J. Res. Dev. 41, 1997):
 *
 *     L₁₁ = chol(A₁₁),   L₂₁ = A₂₁ L₁₁⁻ᵀ,   L₂₂ = chol(A₂₂ − L₂₁ L₂₁ᵀ)
 */
export function factorOver(panels: Panels, product: Product, solve: Solve): Factor {
  const factor: Factor = (n, a) => {
    if (fitsPanels(panels, n)) return factorInPanels(panels, n, a, a);
    if (n <= base) return factorDirectly(n, a);
    const h = half(n);
    const failed = factor(h, a);
    if (failed > 0) return failed;
    const a21 = from(a, h, 0);
    const a22 = from(a, h, h);
    solve(h, n - h, false, a, transpose(a21));
    product(n - h, n - h, h, -1, a21, transpose(a21), 1, a22, true);
    const failedBelow = factor(n - h, a22);
    return failedBelow > 0 ? h + failedBelow : 0;
  };
  return factor;
}

/** Whether a matrix goes into panels as a whole. */
export function fitsPanels({ order }: Panels, n: number): boolean {
  return n > base && n <= order;
}

/**
 * Strip by strip: its rows are unknowns of a system with the strips above; then its tile on the diagonal is factored. The lower
 * triangle of l, which may be a, becomes L. Returns what `Factor` does.
 */
export function factorInPanels(panels: Panels, n: number, a: View, l: View): number {
  const { memory, left, out, multiply, solve } = panels;
  const order = (n + 3) & ~3;
  packTriangle(panels, left, n, a, order);
  for (let i = 0; i < n; i += 4) {
    const strip = left + i * order;
    const rows = Math.min(4, n - i);
    const tile: View = { data: memory, offset: strip + 4 * i, rs: 1, cs: 4 };
    if (i > 0) {
      solve(i, 4, left, strip, order);
      multiply(4, 4, i, strip, strip, order);
      update(memory, out, rows, 4, -1, true, tile, 0);
    }
    const failed = factorDirectly(rows, tile);
    if (failed > 0) return i + failed;
    unpack(memory, strip, rows, i, from(l, i, 0), order);
    for (let r = 0; r < rows; r++) unpack(memory, tile.offset + r, 1, r + 1, from(l, i + r, i), order);
    invertDiagonal(memory, tile.offset, rows, false, 4);
  }
  return 0;
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
