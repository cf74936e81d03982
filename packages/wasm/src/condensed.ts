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
  /**
   * Qᵀ·a·P = B, upper bidiagonal, for the m×n matrix a, m ≥ n, row by row without gaps; a may be destroyed. The diagonal of B goes to
   * d, the n − 1 entries above it to e. Q = H(0)·H(1)·… with the vector of H(k) = I − leftTau[k]·v·vᵀ in row k of left, n×m, from
   * entry k on, and P = G(0)·G(1)·… likewise with rows of right, n×n, from entry k + 1 on. All other entries of both are 0.
   */
  gebrd(
    m: number,
    n: number,
    a: Float64Array,
    d: Float64Array,
    e: Float64Array,
    left: Float64Array,
    leftTau: Float64Array,
    right: Float64Array,
    rightTau: Float64Array,
  ): void;
  /**
   * x ← x·Qᵀ for the rows of the matrix x, rows×n, without gaps, where Q = H(0)·H(1)·… and row k of v, count×n, is the vector of
   * H(k) = I − tau[k]·v·vᵀ, zeros and all.
   */
  reflectRows(rows: number, n: number, x: Float64Array, count: number, v: Float64Array, tau: Float64Array): void;
}
