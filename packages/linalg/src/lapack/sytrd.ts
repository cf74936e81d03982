import { condensingKernels } from "@wengert/array/author";
import { reflect } from "./householder.ts";

type Sytrd = NonNullable<NonNullable<ReturnType<typeof condensingKernels>>["sytrd"]>;

/** A symmetric matrix to a tridiagonal one; see `Condensed` of @wengert/wasm. */
export function tridiagonalizer(): Sytrd {
  return condensingKernels()?.sytrd ?? sytrd;
}

/**
 * In plain loops: for few numbers, and where there is no WebAssembly. Each step is A ← H A H on what is left: A − v wᵀ − w vᵀ.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 8.3.
 */
export const sytrd: Sytrd = (n, a, aOffset, lda, d, e, tau) => {
  const w = new Float64Array(n);
  const v = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    const row = aOffset + i * lda;
    d[i] = a[row + i];
    const { beta, tau: t } = reflect(i, a, row + i - 1, -1);
    e[i - 1] = beta;
    tau[i] = t;
    a[row + i - 1] = 1;
    if (t === 0) continue;
    for (let j = 0; j < i; j++) v[j] = a[row + j];
    multiplySymmetric(i, a, aOffset, lda, v, w);
    let inner = 0;
    for (let j = 0; j < i; j++) inner += w[j] * v[j];
    for (let j = 0; j < i; j++) w[j] = t * (w[j] - 0.5 * t * inner * v[j]);
    for (let p = 0; p < i; p++) {
      const [at, vp, wp] = [aOffset + p * lda, v[p], w[p]];
      for (let j = 0; j <= p; j++) a[at + j] -= vp * w[j] + wp * v[j];
    }
  }
  if (n > 0) d[0] = a[aOffset];
};

/** y ← A x for the symmetric n×n matrix A, of which each entry below the diagonal counts twice. */
function multiplySymmetric(
  n: number,
  a: Float64Array,
  offset: number,
  ld: number,
  x: Float64Array,
  y: Float64Array,
): void {
  y.fill(0);
  for (let i = 0; i < n; i++) {
    const [row, xi] = [offset + i * ld, x[i]];
    let sum = a[row + i] * xi;
    for (let j = 0; j < i; j++) {
      sum += a[row + j] * x[j];
      y[j] += a[row + j] * xi;
    }
    y[i] += sum;
  }
}

/** Q = H(n − 1)·…·H(1) as a matrix, n×n, for few numbers. Each reflection meets only rows and columns that are no longer the identity's. */
export function reflected(n: number, a: Float64Array, offset: number, ld: number, tau: Float64Array): Float64Array {
  const q = new Float64Array(n * n);
  const sums = new Float64Array(n);
  if (n > 0) q[0] = 1;
  for (let i = 1; i < n; i++) {
    const row = offset + i * ld;
    q[i * (n + 1)] = 1;
    sums.fill(0);
    for (let p = 0; p < i; p++) for (let j = 0; j < i; j++) sums[j] += a[row + p] * q[p * n + j];
    for (let p = 0; p < i; p++) {
      const s = tau[i] * a[row + p];
      for (let j = 0; j < i; j++) q[p * n + j] -= s * sums[j];
    }
  }
  return q;
}
