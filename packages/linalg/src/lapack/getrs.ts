import { type Kernels, kernels } from "@wengert/array";

/** By the factors P L U of a matrix, or of its transpose: Pᵀ exchanges rows in the order of the steps, P in the opposite one. */
const substitution =
  (ofTranspose: boolean): NonNullable<Kernels["getrs"]> =>
  (trans, n, nrhs, a, aOffset, lda, pivots, pivotOffset, b, bOffset, ldb) => {
    const { trsm } = kernels();
    // Pᵀ and the factor with ones on its diagonal come first, or last.
    const exchangesFirst = trans === ofTranspose;
    if (exchangesFirst) for (let i = 0; i < n; i++) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
    trsm("left", !trans, trans, exchangesFirst, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
    trsm("left", trans, trans, !exchangesFirst, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
    if (!exchangesFirst) for (let i = n - 1; i >= 0; i--) exchange(i, pivots[pivotOffset + i], nrhs, b, bOffset, ldb);
  };

/** Systems with a square matrix by its LU factors; see `Kernels.getrs`. A = P L U. */
export const getrs: NonNullable<Kernels["getrs"]> = /* @__PURE__ */ substitution(false);

/** The same by the factors of the transpose; see `Kernels.getrfOfTranspose`. Aᵀ = P L U, so that A = Uᵀ Lᵀ Pᵀ. */
export const getrsOfTranspose: NonNullable<Kernels["getrs"]> = /* @__PURE__ */ substitution(true);

/** Exchanges two rows. */
function exchange(i: number, other: number, columns: number, b: Float64Array, offset: number, ld: number): void {
  if (other === i) return;
  for (let j = 0, x = offset + i * ld, y = offset + other * ld; j < columns; j++, x++, y++) {
    const held = b[x];
    b[x] = b[y];
    b[y] = held;
  }
}
