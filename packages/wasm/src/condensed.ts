/** Reductions of matrices to few diagonals by reflections, with LAPACK's names. Matrices are row-major, with leading dimensions. */
export interface Condensed {
  /**
   * Qᵀ·a·Q = T, tridiagonal, for the symmetric n×n matrix a, of which the lower triangle is read and overwritten: row i ≥ 1 becomes
   * the vector v of the reflection H(i) = I − tau[i]·v·vᵀ, i entries of which the last one is 1, and Q = H(n − 1)·…·H(1). The
   * diagonal of T goes to d, the n − 1 entries beside it to e.
   */
  sytrd(
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    d: Float64Array,
    e: Float64Array,
    tau: Float64Array,
  ): void;
}
