import { reflect } from "./householder.ts";

/**
 * Householder QR in place; see `Kernels.geqrf`. Column by column a reflection (I − tau·v·vᵀ) clears what lies below the
 * diagonal, and is applied to the columns behind, along their rows.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 5.2.
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
  const sums = new Float64Array(n);
  for (let k = 0; k < Math.min(m, n); k++) {
    const at = aOffset + k * (lda + 1);
    const reflection = reflect(m - k, a, at, lda);
    tau[tauOffset + k] = reflection.tau;
    a[at] = 1;
    applyReflection(m - k, n - k - 1, a, at, at + 1, lda, reflection.tau, sums);
    a[at] = reflection.beta;
  }
}

/**
 * The first columns of Q; see `Kernels.orgqr`. Reflections are applied to those of the identity from the last to the first, so
 * that each meets only rows and columns that are no longer the identity's.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 5.1.
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
  for (let p = k - 1; p >= 0; p--) {
    const at = aOffset + p * (lda + 1);
    const t = tau[tauOffset + p];
    a[at] = 1;
    applyReflection(m - p, k - p - 1, a, at, at + 1, lda, t, sums);
    for (let i = 1; i < m - p; i++) a[at + i * lda] *= -t;
    a[at] = 1 - t;
    for (let i = 1; i <= p; i++) a[at - i * lda] = 0;
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
