import type { Panels } from "@wengert/wasm";
import { directProduct } from "./direct.ts";
import { pack } from "./pack.ts";
import { from, scale, transpose, type View } from "./view.ts";

/** c ← alpha·a·b + beta·c for views: a m×k, b k×n, c m×n; if `lower`, only the lower triangle of c. */
export type Product = (
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: View,
  b: View,
  beta: number,
  c: View,
  lower?: boolean,
) => void;

// Up to this many terms, packing costs more than it saves (measured: a 4×4 product).
const fewTerms = 64;
// Rows of a triangle are taken few at a time: what a block computes above the diagonal is wasted.
const triangleRows = 16;

/**
 * Matrix products over panels, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS
 * 34 (2008): a right panel of b is packed once and meets every left panel of a; each stays in its cache meanwhile.
 */
export function productOver(panels: Panels): Product {
  const product: Product = (m, n, k, alpha, a, b, beta, c, lower = false) => {
    // Columns of c run along its memory, so that unpacking does too: otherwise the transposed product is computed.
    if (!lower && Math.abs(c.rs) < Math.abs(c.cs))
      return product(n, m, k, alpha, transpose(b), transpose(a), beta, transpose(c));
    if (k === 0 || alpha === 0) return scale(m, n, beta, c, lower);
    if (m === 1 || n === 1 || m * n * k <= fewTerms) {
      scale(m, n, beta, c, lower);
      if (!lower && n < m) return directProduct(n, m, k, alpha, transpose(b), transpose(a), transpose(c), false);
      return directProduct(m, n, k, alpha, a, b, c, lower);
    }
    const depth = share(k, panels.depth, 1);
    const rows = share(m, lower ? Math.min(triangleRows, panels.rows) : panels.rows, 4);
    const columns = share(n, panels.columns, 4);
    for (let j = 0; j < n; j += columns) {
      const nb = Math.min(columns, n - j);
      for (let p = 0; p < k; p += depth) {
        const kb = Math.min(depth, k - p);
        pack(panels.right, nb, kb, transpose(from(b, p, j)));
        for (let i = 0; i < m; i += rows) {
          const mb = Math.min(rows, m - i);
          const width = lower ? Math.min(nb, i + mb - j) : nb;
          if (width <= 0) continue;
          pack(panels.left, mb, kb, from(a, i, p));
          panels.multiply((mb + 3) & ~3, (width + 3) & ~3, kb);
          update(panels.out, mb, width, alpha, p === 0 ? beta : 1, from(c, i, j), lower ? i - j : nb);
        }
      }
    }
  };
  return product;
}

/** The length of equal shares of n, each at most `most` and a multiple of `unit`: no thin rest is left over. */
function share(n: number, most: number, unit: number): number {
  const length = Math.ceil(n / Math.ceil(n / most));
  return Math.ceil(length / unit) * unit;
}

/** c ← alpha·out + beta·c; in row i only up to column i + diagonal. */
function update(out: Float64Array, m: number, n: number, alpha: number, beta: number, c: View, diagonal: number): void {
  const { data, cs } = c;
  const ld = (n + 3) & ~3;
  for (let i = 0; i < m; i++) {
    const end = i * ld + Math.min(n, i + diagonal + 1);
    let to = c.offset + i * c.rs;
    if (beta === 0) for (let at = i * ld; at < end; at++, to += cs) data[to] = alpha * out[at];
    else if (beta === 1) for (let at = i * ld; at < end; at++, to += cs) data[to] += alpha * out[at];
    else for (let at = i * ld; at < end; at++, to += cs) data[to] = beta * data[to] + alpha * out[at];
  }
}
