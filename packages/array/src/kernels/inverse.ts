import type { Panels } from "@wengert/wasm";
import { allocateBriefly } from "../allocate.ts";
import { invertDiagonal, packTriangle } from "./pack.ts";
import { type Product, update } from "./product.ts";
import { type Solve, solveUpper } from "./solve.ts";
import { copyOf, from, half, transpose, type View, view } from "./view.ts";

/** Lower triangle of l ← lower triangle of (L·Lᵀ)⁻¹. */
export type Invert = (n: number, l: View) => void;

/**
 * Inverse of a positive definite matrix from its Cholesky factor, in place. By halves, with Y = L₂₁ L₁₁⁻¹:
 *
 *     P₂₂ = (L₂₂ L₂₂ᵀ)⁻¹,   P₂₁ = −P₂₂ Y,   P₁₁ = (L₁₁ L₁₁ᵀ)⁻¹ − Yᵀ P₂₁
 *
 * in 2/3 n³ flops (Bientinesi, Gunter and van de Geijn, "Families of algorithms related to the inversion of a symmetric
 * positive definite matrix", ACM TOMS 35, 2008).
 */
export function invertOver(panels: Panels, product: Product, solve: Solve): Invert {
  const invert: Invert = (n, l) => {
    if (n <= panels.order) {
      invertInPanels(panels, n, l);
      return;
    }
    const h = half(n);
    const below = n - h;
    const [l21, l22] = [from(l, h, 0), from(l, h, h)];
    solveUpper(solve, h, below, false, transpose(l), transpose(l21));
    invert(h, l);
    invert(below, l22);
    const y = copyOf(below, h, l21);
    product(below, h, below, -1, mirrored(below, l22), y, 0, l21);
    product(h, h, below, -1, transpose(y), l21, 1, l, true);
  };
  return invert;
}

/** The whole of a symmetric matrix, from its lower triangle. */
function mirrored(n: number, { data, offset, rs, cs }: View): View {
  const full = allocateBriefly(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const s = data[offset + i * rs + j * cs];
      full[i * n + j] = s;
      full[j * n + i] = s;
    }
  return view(full, 0, n);
}

/**
 * As WᵀW with W = L⁻¹. Strips of columns of W are solutions of triangular systems that begin at their diagonal, in the right
 * panel; strips of rows of the result are products of such strips, from the diagonal on: n³/3 flops each.
 */
function invertInPanels(panels: Panels, n: number, l: View): void {
  const { memory, left, right, out, multiply, solve } = panels;
  const order = (n + 3) & ~3;
  packTriangle(panels, left, n, l, order);
  invertDiagonal(memory, left, n, false, order);
  for (let j = 0; j < n; j += 4) {
    const columns = right + j * (order + 4);
    memory.fill(0, columns, columns + 4 * (order - j));
    for (let c = 0; c < 4; c++) memory[columns + 5 * c] = 1;
    solve(order - j, 4, left + j * (order + 4), columns, order);
  }
  for (let i = 0; i < n; i += 4) {
    multiply(4, i + 4, n - i, right + i * (order + 4), right + 4 * i, order);
    update(memory, out, Math.min(4, n - i), i + 4, 1, false, from(l, i, 0), i);
  }
}
