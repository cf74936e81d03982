import { type Kernels, kernels } from "@wengert/array";

/** Systems with a square matrix by its LU factors; see `Kernels.getrs`. A = P L U: Pᵀ exchanges rows in the order of the steps. */
export const getrs: NonNullable<Kernels["getrs"]> = (
  trans,
  n,
  nrhs,
  a,
  aOffset,
  lda,
  pivots,
  pivotOffset,
  b,
  bOffset,
  ldb,
) => {
  const { trsm } = kernels();
  if (!trans) for (let i = 0; i < n; i++) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
  trsm("left", !trans, trans, !trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  trsm("left", trans, trans, trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  if (trans) for (let i = n - 1; i >= 0; i--) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
};

/** The same by the factors of the transpose; see `Kernels.getrfOfTranspose`. Aᵀ = P L U, so that A = Uᵀ Lᵀ Pᵀ. */
export const getrsOfTranspose: NonNullable<Kernels["getrs"]> = (
  trans,
  n,
  nrhs,
  a,
  aOffset,
  lda,
  pivots,
  pivotOffset,
  b,
  bOffset,
  ldb,
) => {
  const { trsm } = kernels();
  if (trans) for (let i = 0; i < n; i++) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
  trsm("left", !trans, trans, trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  trsm("left", trans, trans, !trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  if (!trans) for (let i = n - 1; i >= 0; i--) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
};

/** Exchanges two rows. */
function exchange(i: number, other: number, columns: number, b: Float64Array, offset: number, ld: number): void {
  if (other === i) return;
  for (let j = 0, x = offset + i * ld, y = offset + other * ld; j < columns; j++, x++, y++) {
    const held = b[x];
    b[x] = b[y];
    b[y] = held;
  }
}
