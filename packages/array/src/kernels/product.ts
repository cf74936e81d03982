import type { Panels } from "@wengert/wasm";
import { directProduct } from "./direct.ts";
import { pack } from "./pack.ts";
import { thinOver } from "./thin.ts";
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
export const fewTerms = 64;
// Rows of a triangle are taken few at a time: what a block computes above the diagonal is wasted.
const triangleRows = 16;
// Rows longer than this are copied as a whole: a call costs as much as so many steps of a loop (measured).
export const longRow = 32;

/**
 * Matrix products over panels, after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS
 * 34 (2008): a right panel of b is packed once and meets every left panel of a; each stays in its cache meanwhile.
 */
export function productOver(panels: Panels): Product {
  const { memory, left, right, out } = panels;
  const thin = thinOver(panels);
  const product: Product = (m, n, k, alpha, a, b, beta, c, lower = false) => {
    // Columns of c run along its memory, so that unpacking does too: otherwise the transposed product is computed.
    if (!lower && Math.abs(c.rs) < Math.abs(c.cs))
      return product(n, m, k, alpha, transpose(b), transpose(a), beta, transpose(c));
    if (k === 0 || alpha === 0) return scale(m, n, beta, c, lower);
    const direct = m === 1 || n === 1 || m * n * k <= fewTerms;
    // Direct products add to c; blocks overwrite it, if that is all there is to do.
    if (direct || beta !== 0) scale(m, n, beta, c, lower);
    if (direct) {
      if (!lower && n < m) return directProduct(n, m, k, alpha, transpose(b), transpose(a), transpose(c), false, thin);
      return directProduct(m, n, k, alpha, a, b, c, lower, thin);
    }
    // Of a·aᵀ, strips of rows on the left are the strips of columns on the right: they are packed once.
    const square = lower && a.data === b.data && a.offset === b.offset && a.rs === b.cs && a.cs === b.rs;
    const depth = share(k, panels.depth, 1);
    const rows = share(m, lower ? Math.min(triangleRows, panels.rows) : panels.rows, 4);
    const columns = share(n, panels.columns, 4);
    for (let j = 0; j < n; j += columns) {
      const nb = Math.min(columns, n - j);
      for (let p = 0; p < k; p += depth) {
        const kb = Math.min(depth, k - p);
        pack(panels, right, nb, kb, transpose(from(b, p, j)));
        for (let i = 0; i < m; i += rows) {
          const mb = Math.min(rows, m - i);
          const width = lower ? Math.min(nb, i + mb - j) : nb;
          if (width <= 0) continue;
          const packed = square && i >= j && i + mb <= j + nb;
          if (!packed) pack(panels, left, mb, kb, from(a, i, p));
          panels.multiply((mb + 3) & ~3, (width + 3) & ~3, kb, packed ? right + (i - j) * kb : left, right, kb);
          update(memory, out, mb, width, alpha, beta !== 0 || p > 0, from(c, i, j), lower ? i - j : nb);
        }
      }
    }
  };
  return product;
}

/** The length of equal shares of n, each at most `most` and a multiple of `unit`: so that no thin remainder is left. */
function share(n: number, most: number, unit: number): number {
  const length = Math.ceil(n / Math.ceil(n / most));
  return Math.ceil(length / unit) * unit;
}

/** c ← alpha·out, added to what is there or in its place; in row i only up to column i + diagonal. */
export function update(
  memory: Float64Array,
  out: number,
  m: number,
  n: number,
  alpha: number,
  adds: boolean,
  { data, offset, rs, cs }: View,
  diagonal: number,
): void {
  const ld = (n + 3) & ~3;
  const whole = !adds && alpha === 1 && cs === 1 && rs === n && ld === n && diagonal >= n - 1;
  if (whole) {
    data.set(memory.subarray(out, out + m * n), offset);
    return;
  }
  for (let i = 0; i < m; i++) {
    const length = Math.min(n, i + diagonal + 1);
    const from = out + i * ld;
    const to = offset + i * rs;
    if (adds) addRow(data, to, cs, memory, from, length, alpha);
    else if (cs === 1 && alpha === 1 && length > longRow) data.set(memory.subarray(from, from + length), to);
    else for (let j = 0; j < length; j++) data[to + j * cs] = alpha * memory[from + j];
  }
}

/** By fours, and in a function of its own, because V8 makes twice as fast code of it (measured). */
function addRow(
  data: Float64Array,
  to: number,
  cs: number,
  memory: Float64Array,
  from: number,
  n: number,
  alpha: number,
): void {
  let c = to;
  let at = from;
  for (const end = from + n - 4; at <= end; at += 4) {
    data[c] += alpha * memory[at];
    data[c + cs] += alpha * memory[at + 1];
    data[c + 2 * cs] += alpha * memory[at + 2];
    data[c + 3 * cs] += alpha * memory[at + 3];
    c += 4 * cs;
  }
  for (const end = from + n; at < end; at++, c += cs) data[c] += alpha * memory[at];
}
