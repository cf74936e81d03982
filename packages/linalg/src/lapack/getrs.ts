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
  const exchange = (i: number): void => {
    const other = pivots[pivotOffset + i];
    if (other === i) return;
    const [x, y] = [bOffset + i * ldb, bOffset + other * ldb];
    for (let j = 0; j < nrhs; j++) {
      const held = b[x + j];
      b[x + j] = b[y + j];
      b[y + j] = held;
    }
  };
  const [first, then] = trans ? [false, true] : [true, false];
  if (!trans) for (let i = 0; i < n; i++) exchange(i);
  trsm("left", first, trans, first, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  trsm("left", then, trans, then, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
  if (trans) for (let i = n - 1; i >= 0; i--) exchange(i);
};
