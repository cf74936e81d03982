import { type Panels, rowsApart } from "@wengert/wasm";
import type { Kernels } from "./kernels.ts";
import { longRow } from "./product.ts";
import { half } from "./view.ts";

type Getrf = Kernels["getrf"];

// Up to this many columns, plain loops are as quick as products of parts (measured).
const base = 8;
// So few numbers are not worth being copied.
const few = 64;

/**
 * LU factorization, see `Kernels.getrf`, by halves of the columns (Toledo, "Locality of reference in LU decomposition with partial
 * pivoting", SIAM J. Matrix Anal. Appl. 18, 1997):
 *
 *     [A₁₁; A₂₁] = P₁ [L₁₁; L₂₁] U₁₁,   U₁₂ = L₁₁⁻¹ A₁₂,   A₂₂ − L₂₁ U₁₂ = P₂ L₂₂ U₂₂
 *
 * with the rows exchanged in the other half too.
 *
 * @param whole - what factors an m×n matrix that need not be halved; undefined for others, which have more than 8 columns and 1 row
 * @example
 * ```ts
 * import { kernels } from "@wengert/array";
 * import { luByHalves } from "@wengert/array/author";
 *
 * const { getrf, ...others } = kernels();
 * const byHalves = luByHalves(others, (_m, n) => (n <= 16 ? getrf : undefined));
 * byHalves(1, 1, Float64Array.of(2), 0, 1, new Int32Array(1), 0); // => 0
 * ```
 */
export function luByHalves(
  { gemm, trsm }: Pick<Kernels, "gemm" | "trsm">,
  whole: (m: number, n: number) => Getrf | undefined,
): Getrf {
  const factor: Getrf = (m, n, a, offset, ld, pivots, at) => {
    const direct = whole(m, n);
    if (direct !== undefined) return direct(m, n, a, offset, ld, pivots, at);
    const steps = Math.min(m, n);
    const h = Math.min(half(n), steps);
    const [right, below, corner] = [offset + h, offset + h * ld, offset + h * (ld + 1)];
    const failed = factor(m, h, a, offset, ld, pivots, at);
    exchange(n - h, a, right, ld, pivots, at, h);
    trsm("left", true, false, true, h, n - h, 1, a, offset, ld, a, right, ld);
    if (m === h) return failed;
    gemm(false, false, m - h, n - h, h, -1, a, below, ld, a, right, ld, 1, a, corner, ld);
    if (n === h) return failed;
    const failedBelow = factor(m - h, n - h, a, corner, ld, pivots, at + h);
    exchange(h, a, below, ld, pivots, at + h, steps - h);
    for (let i = h; i < steps; i++) pivots[at + i] += h;
    return failed > 0 || failedBelow === 0 ? failed : h + failedBelow;
  };
  return factor;
}

/** Above the panels' own factorization, or plain loops where they have none. */
export function luOver(panels: Panels, kernels: Pick<Kernels, "gemm" | "trsm">): Getrf {
  const { eliminate } = panels;
  if (eliminate === undefined) return luByHalves(kernels, (m, n) => (n <= base || m === 1 ? directly : undefined));
  const room = panels.out - panels.right;
  const inPanel: Getrf = (...matrix) => factorInPanel(panels, eliminate, ...matrix);
  return luByHalves(kernels, (m, n) => {
    if (m * n > few && ((m + 3) & ~3) * rowsApart(n) <= room) return inPanel;
    return n <= base || m === 1 ? directly : undefined;
  });
}

/** As a whole, in the memory of the right panel. */
function factorInPanel(
  { memory, right, out }: Panels,
  eliminate: NonNullable<Panels["eliminate"]>,
  ...[m, n, a, offset, lda, pivots, at]: Parameters<Getrf>
): number {
  const ld = rowsApart(n);
  const long = n > longRow;
  for (let i = 0, from = offset, to = right; i < m; i++, from += lda, to += ld) {
    if (long) memory.set(a.subarray(from, from + n), to);
    else for (let j = 0; j < n; j++) memory[to + j] = a[from + j];
    for (let j = n; j < ld; j++) memory[to + j] = 0;
  }
  memory.fill(0, right + m * ld, right + ((m + 3) & ~3) * ld);
  const failed = eliminate(m, n, ld);
  for (let i = 0, from = right, to = offset; i < m; i++, from += ld, to += lda) {
    if (long) a.set(memory.subarray(from, from + n), to);
    else for (let j = 0; j < n; j++) a[to + j] = memory[from + j];
  }
  for (let k = 0; k < Math.min(m, n); k++) pivots[at + k] = memory[out + k];
  return failed;
}

/** Column by column: the largest entry below becomes the pivot, and its row is subtracted from those below. */
const directly: Getrf = (m, n, a, offset, ld, pivots, at) => {
  let failed = 0;
  for (let k = 0; k < Math.min(m, n); k++) {
    const diagonal = offset + k * (ld + 1);
    let best = k;
    let largest = Math.abs(a[diagonal]);
    for (let i = k + 1; i < m; i++) {
      const size = Math.abs(a[diagonal + (i - k) * ld]);
      if (size > largest) [best, largest] = [i, size];
    }
    pivots[at + k] = best;
    if (best !== k) exchangeRows(n, a, offset + k * ld, offset + best * ld);
    const pivot = a[diagonal];
    if (pivot === 0) {
      if (failed === 0) failed = k + 1;
      continue;
    }
    for (let i = k + 1; i < m; i++) {
      const row = diagonal + (i - k) * ld;
      a[row] /= pivot;
      const factor = a[row];
      for (let j = 1; j < n - k; j++) a[row + j] -= factor * a[diagonal + j];
    }
  }
  return failed;
};

/** Exchanges rows as the first steps did, in n columns. */
function exchange(
  n: number,
  a: Float64Array,
  offset: number,
  ld: number,
  pivots: Int32Array,
  at: number,
  steps: number,
): void {
  for (let k = 0; k < steps; k++) {
    const other = pivots[at + k];
    if (other !== k) exchangeRows(n, a, offset + k * ld, offset + other * ld);
  }
}

function exchangeRows(n: number, a: Float64Array, x: number, y: number): void {
  for (let j = 0, p = x, q = y; j < n; j++, p++, q++) {
    const held = a[p];
    a[p] = a[q];
    a[q] = held;
  }
}
