import { kernels } from "@wengert/array";
import { reflect } from "./householder.ts";

// Reflections are applied this many at a time, as matrix products.
const BLOCK = 32;
// Behind fewer columns they are applied one by one.
const FEW = 16;

/**
 * Householder QR in place; see `Kernels.geqrf`. Column by column a reflection (I − tau·v·vᵀ) clears what lies below the
 * diagonal. Within a block of columns each is applied to those behind it at once; to the columns behind the block all of them
 * together.
 *
 * Sources: Golub and Van Loan, "Matrix Computations", section 5.2; Schreiber and Van Loan, "A storage-efficient WY
 * representation for products of Householder transformations", SIAM J. Sci. Stat. Comput. 10, 1989.
 */
export function geqrf(
  m: number,
  n: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  tau: Float64Array,
  tauOffset: number,
): void {
  const k = Math.min(m, n);
  const sums = new Float64Array(n);
  for (let begin = 0; begin < k; begin += BLOCK) {
    const end = k - begin < BLOCK + FEW ? k : begin + BLOCK;
    const last = n - end < FEW ? n : end;
    for (let p = begin; p < end; p++) {
      const at = aOffset + p * (lda + 1);
      const reflection = reflect(m - p, a, at, lda);
      tau[tauOffset + p] = reflection.tau;
      a[at] = 1;
      applyReflection(m - p, last - p - 1, a, at, at + 1, lda, reflection.tau, sums);
      a[at] = reflection.beta;
    }
    if (last < n) {
      const block = { a, at: aOffset + begin * (lda + 1), ld: lda, tau, tauAt: tauOffset + begin };
      applyBlock(true, m - begin, end - begin, block, aOffset + begin * lda + end, n - end);
    }
    if (end === k) break;
  }
}

/**
 * The first columns of Q; see `Kernels.orgqr`. Reflections are applied to those of the identity from the last to the first, so
 * that each meets only rows and columns that are no longer the identity's; together where there are many.
 *
 * Sources: Golub and Van Loan, section 5.1; Schreiber and Van Loan, as above.
 */
export function orgqr(
  m: number,
  k: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  tau: Float64Array,
  tauOffset: number,
): void {
  const sums = new Float64Array(k);
  for (let begin = k - (k % BLOCK); begin >= 0; begin -= BLOCK) {
    const end = Math.min(k, begin + BLOCK);
    const at = aOffset + begin * (lda + 1);
    if (end < k) {
      const block = { a, at, ld: lda, tau, tauAt: tauOffset + begin };
      for (let i = begin; i < end; i++) a.fill(0, aOffset + i * lda + end, aOffset + i * lda + k);
      applyBlock(false, m - begin, end - begin, block, aOffset + begin * lda + end, k - end);
    }
    for (let p = end - 1; p >= begin; p--) {
      const diagonal = aOffset + p * (lda + 1);
      const t = tau[tauOffset + p];
      a[diagonal] = 1;
      applyReflection(m - p, end - p - 1, a, diagonal, diagonal + 1, lda, t, sums);
      for (let i = 1; i < m - p; i++) a[diagonal + i * lda] *= -t;
      a[diagonal] = 1 - t;
      for (let i = 1; i <= p; i++) a[diagonal - i * lda] = 0;
    }
  }
}

/** c ← c − tau·v·(vᵀ c), with v a column of m entries from `v` on, and c m×n from `c` on. */
function applyReflection(
  m: number,
  n: number,
  a: Float64Array,
  v: number,
  c: number,
  ld: number,
  tau: number,
  sums: Float64Array,
): void {
  if (tau === 0) return;
  sums.fill(0);
  for (let i = 0; i < m; i++) {
    const [s, row] = [a[v + i * ld], c + i * ld];
    for (let j = 0; j < n; j++) sums[j] += s * a[row + j];
  }
  for (let i = 0; i < m; i++) {
    const [s, row] = [tau * a[v + i * ld], c + i * ld];
    for (let j = 0; j < n; j++) a[row + j] -= s * sums[j];
  }
}

/** Reflections side by side: their vectors below the diagonal from `at` on. */
interface Reflections {
  readonly a: Float64Array;
  readonly at: number;
  readonly ld: number;
  readonly tau: Float64Array;
  readonly tauAt: number;
}

/**
 * c ← H c, or Hᵀ c, for H = H₁ H₂ … = I − V T Vᵀ, with V the vectors side by side and T upper triangular, built up by
 *
 *     T ← [T  −tau T Vᵀ v; 0  tau]
 *
 * @param c - where the n columns begin, beside the first row of the vectors
 */
function applyBlock(transpose: boolean, m: number, k: number, block: Reflections, c: number, n: number): void {
  const { a, at, ld, tau, tauAt } = block;
  const { gemm } = kernels();
  const v = new Float64Array(m * k);
  for (let i = 0; i < m; i++) for (let j = 0; j < Math.min(i, k); j++) v[i * k + j] = a[at + i * ld + j];
  for (let j = 0; j < k; j++) v[j * (k + 1)] = 1;
  const gram = new Float64Array(k * k);
  gemm(true, false, k, k, m, 1, v, 0, k, v, 0, k, 0, gram, 0, k);
  const t = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    const own = tau[tauAt + j];
    t[j * (k + 1)] = own;
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let p = i; p < j; p++) sum += t[i * k + p] * gram[p * k + j];
      t[i * k + j] = -own * sum;
    }
  }
  const [along, turned] = [new Float64Array(k * n), new Float64Array(k * n)];
  gemm(true, false, k, n, m, 1, v, 0, k, a, c, ld, 0, along, 0, n);
  gemm(transpose, false, k, n, k, 1, t, 0, k, along, 0, n, 0, turned, 0, n);
  gemm(false, false, m, n, k, -1, v, 0, k, turned, 0, n, 1, a, c, ld);
}
