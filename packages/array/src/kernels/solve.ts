import type { Panels } from "@wengert/wasm";
import { directSolve } from "./direct.ts";
import { invertDiagonal, pack, packTriangle, unpack } from "./pack.ts";
import type { Product } from "./product.ts";
import { from, half, reverse, reverseRows, transpose, type View } from "./view.ts";

/** x ← t⁻¹·x with t lower triangular n×n and x n×r; if `unit`, the diagonal of t is taken as one. */
export type Solve = (n: number, r: number, unit: boolean, t: View, x: View) => void;

// As in product.ts: up to this many terms, packing costs more than it saves.
const fewTerms = 64;
// A single right-hand side is never packed, but above this order substitution is slower than the product between halves.
const singleOrder = 48;

/**
 * Forward substitution with many right-hand sides. The triangle is halved until it fits a panel; the square between the
 * halves is a product:
 *
 *     x₁ ← t₁₁⁻¹ x₁,   x₂ ← t₂₂⁻¹ (x₂ − t₂₁ x₁)
 */
export function solveOver(panels: Panels, product: Product): Solve {
  const solve: Solve = (n, r, unit, t, x) => {
    if (n * n * r <= fewTerms || (r === 1 && n <= singleOrder)) return directSolve(n, r, unit, t, x);
    if (n <= panels.order && r > 1) return solveInPanels(panels, n, r, unit, t, x);
    const h = half(n);
    const x2 = from(x, h, 0);
    solve(h, r, unit, t, x);
    product(n - h, r, h, -1, from(t, h, 0), x, 1, x2);
    solve(n - h, r, unit, from(t, h, h), x2);
  };
  return solve;
}

/** x ← u⁻¹·x with u upper triangular: forward substitution once the unknowns are counted from the last to the first. */
export function solveUpper(solve: Solve, n: number, r: number, unit: boolean, u: View, x: View): void {
  solve(n, r, unit, reverse(u, n), reverseRows(x, n));
}

function solveInPanels(panels: Panels, n: number, r: number, unit: boolean, t: View, x: View): void {
  const { memory, left, right } = panels;
  const order = (n + 3) & ~3;
  packTriangle(panels, left, n, t, order);
  invertDiagonal(memory, left, n, unit, order);
  for (let j = 0; j < r; j += panels.columns) {
    const width = Math.min(panels.columns, r - j);
    const xt = transpose(from(x, 0, j));
    pack(panels, right, width, n, xt, order);
    panels.solve(order, (width + 3) & ~3, left, right, order);
    unpack(memory, right, width, n, xt, order);
  }
}
