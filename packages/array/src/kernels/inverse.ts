import type { Product } from "./product.ts";
import { type Solve, solveUpper } from "./solve.ts";
import { from, half, scale, transpose, type View, view } from "./view.ts";

// Up to this order, plain loops are as quick as products of parts (measured).
const base = 24;

/**
 * Lower triangle of W = L⁻¹ in place, by halves:
 *
 *     W₁₁ = L₁₁⁻¹,   W₂₂ = L₂₂⁻¹,   W₂₁ = −L₂₂⁻¹ L₂₁ L₁₁⁻¹
 */
export function invertTriangle(n: number, l: View, solve: Solve): void {
  if (n <= base) {
    invertDirectly(n, l);
    return;
  }
  const h = half(n);
  const l21 = from(l, h, 0);
  const l22 = from(l, h, h);
  scale(n - h, h, -1, l21);
  solve(n - h, h, false, l22, l21);
  solveUpper(solve, h, n - h, false, transpose(l), transpose(l21));
  invertTriangle(h, l, solve);
  invertTriangle(n - h, l22, solve);
}

/** Row by row: w_ij = −(Σ_{j≤p<i} l_ip w_pj) / l_ii, the row of L read from a copy. */
function invertDirectly(n: number, { data, offset, rs, cs }: View): void {
  const l = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const row = offset + i * rs;
    for (let p = 0; p <= i; p++) {
      l[p] = data[row + p * cs];
      data[row + p * cs] = 0;
    }
    for (let p = 0; p < i; p++) {
      const above = offset + p * rs;
      for (let j = 0; j <= p; j++) data[row + j * cs] -= l[p] * data[above + j * cs];
    }
    for (let j = 0; j < i; j++) data[row + j * cs] /= l[i];
    data[row + i * cs] = 1 / l[i];
  }
}

/**
 * Lower triangle of P = WᵀW in place, W lower triangular, by halves:
 *
 *     P₁₁ = W₁₁ᵀ W₁₁ + W₂₁ᵀ W₂₁,   P₂₁ = W₂₂ᵀ W₂₁,   P₂₂ = W₂₂ᵀ W₂₂
 */
export function squareTriangle(n: number, w: View, product: Product): void {
  if (n <= base) {
    squareDirectly(n, w);
    return;
  }
  const h = half(n);
  const w21 = from(w, h, 0);
  const w22 = from(w, h, h);
  squareTriangle(h, w, product);
  product(h, h, n - h, 1, transpose(w21), w21, 1, w, true);
  multiplyTriangle(n - h, h, w22, w21, product);
  squareTriangle(n - h, w22, product);
}

/** Row by row: p_ij = Σ_{q≥i} w_qi w_qj needs no row above i, and of row i only what is not yet overwritten. */
function squareDirectly(n: number, { data, offset, rs, cs }: View): void {
  for (let i = 0; i < n; i++) {
    const row = offset + i * rs;
    for (let j = 0; j <= i; j++) {
      let s = 0;
      for (let q = i, below = row; q < n; q++, below += rs) s += data[below + i * cs] * data[below + j * cs];
      data[row + j * cs] = s;
    }
  }
}

/** x ← tᵀ·x with t lower triangular n×n and x n×r: x₁ ← t₁₁ᵀ x₁ + t₂₁ᵀ x₂, x₂ ← t₂₂ᵀ x₂. */
function multiplyTriangle(n: number, r: number, t: View, x: View, product: Product): void {
  if (n <= base) {
    multiplyDirectly(n, r, t, x, product);
    return;
  }
  const h = half(n);
  const x2 = from(x, h, 0);
  multiplyTriangle(h, r, t, x, product);
  product(h, r, n - h, 1, transpose(from(t, h, 0)), x2, 1, x);
  multiplyTriangle(n - h, r, from(t, h, h), x2, product);
}

/** As one product of full matrices: copies of t, with zeros above the diagonal, and of x. */
function multiplyDirectly(n: number, r: number, t: View, x: View, product: Product): void {
  const full = new Float64Array(n * n);
  const copy = new Float64Array(n * r);
  for (let i = 0; i < n; i++) {
    for (let p = 0; p <= i; p++) full[i * n + p] = t.data[t.offset + i * t.rs + p * t.cs];
    for (let j = 0; j < r; j++) copy[i * r + j] = x.data[x.offset + i * x.rs + j * x.cs];
  }
  product(n, r, n, 1, view(full, 0, n, true), view(copy, 0, r), 0, x);
}
