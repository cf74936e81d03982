import { orgqr } from "./geqrf.ts";
import { reflect } from "./householder.ts";

/** A matrix on its way to its Schur form, and the orthogonal matrix that collects what was done to it, both n×n and contiguous. */
export interface Work {
  readonly n: number;
  readonly h: Float64Array;
  readonly z: Float64Array;
}

/**
 * To upper Hessenberg form by reflections of rows and columns, Zᵀ H Z; Z is filled with their product.
 *
 * Where a column is already 0 below its first subdiagonal entry, nothing is done: zeros of block triangular matrices stay zeros.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.4.
 */
export function gehrd({ n, h, z }: Work): void {
  const [sums, taus] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k + 2 < n; k++) {
    const size = n - k - 1;
    const v = Float64Array.from({ length: size }, (_, i) => h[(k + 1 + i) * n + k]);
    const { beta, tau } = reflect(size, v, 0, 1);
    h[(k + 1) * n + k] = beta;
    for (let i = k + 2; i < n; i++) h[i * n + k] = 0;
    // The vectors stand below the diagonal of Z, one column to the left, as those of a QR decomposition.
    for (let i = 1; i < size; i++) z[(k + 1 + i) * n + k + 1] = v[i];
    taus[k] = tau;
    if (tau === 0) continue;
    v[0] = 1;
    sums.fill(0);
    for (let i = 0; i < size; i++) addTo(sums, size, v[i], h, (k + 1 + i) * n + k + 1);
    for (let i = 0; i < size; i++) subtract(h, (k + 1 + i) * n + k + 1, size, tau * v[i], sums);
    for (let i = 0; i < n; i++) subtract(h, i * n + k + 1, size, tau * along(h, i * n + k + 1, size, v), v);
  }
  if (n === 0) return;
  z[0] = 1;
  if (n > 1) orgqr(n - 1, n - 1, z, n + 1, n, taus, 0);
}

function addTo(sums: Float64Array, n: number, s: number, x: Float64Array, at: number): void {
  for (let j = 0; j < n; j++) sums[j] += s * x[at + j];
}

function subtract(x: Float64Array, at: number, n: number, s: number, y: Float64Array): void {
  for (let j = 0; j < n; j++) x[at + j] -= s * y[j];
}

function along(x: Float64Array, at: number, n: number, y: Float64Array): number {
  let total = 0;
  for (let j = 0; j < n; j++) total += x[at + j] * y[j];
  return total;
}
