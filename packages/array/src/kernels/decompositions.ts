/** The kernels of decompositions, with the names of LAPACK. What is missing is computed in plain loops over the others. */
export interface Decompositions {
  /**
   * Eigenvalues of the symmetric n×n matrix a, ascending, into w; only the lower triangle of a is read. If `vectors`, the
   * columns of a become orthonormal eigenvectors, else a is destroyed. Returns 0, or a positive number for no convergence.
   */
  syev?(
    vectors: boolean,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    w: Float64Array,
    wOffset: number,
  ): number;
  /**
   * Thin singular value decomposition a = u·diag(s)·vt with k = min(m, n): s descending, u m×k, vt k×n. a is destroyed. If not
   * `vectors`, u and vt are not written. Returns 0, or a positive number for no convergence.
   */
  gesvd?(
    vectors: boolean,
    m: number,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    s: Float64Array,
    sOffset: number,
    u: Float64Array,
    uOffset: number,
    ldu: number,
    vt: Float64Array,
    vtOffset: number,
    ldvt: number,
  ): number;
  /**
   * Householder QR of the m×n matrix a in place: R on and above the diagonal, and below it the vectors v of the reflections
   * I − tau·v·vᵀ (v_i = 1), min(m, n) of them, with LAPACK's signs.
   */
  geqrf?(
    m: number,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    tau: Float64Array,
    tauOffset: number,
  ): void;
  /** The first k columns of Q from the result of geqrf, which is m×k at least, in its place. */
  orgqr?(
    m: number,
    k: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    tau: Float64Array,
    tauOffset: number,
  ): void;
  /**
   * Real Schur form a = Z·T·Zᵀ of the n×n matrix a, which becomes T: quasi upper triangular, its 2×2 blocks with equal
   * diagonal and off-diagonal entries of opposite sign. The eigenvalues go to wr and wi. Returns 0, or a positive number for no
   * convergence.
   */
  gees?(
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    wr: Float64Array,
    wi: Float64Array,
    wOffset: number,
    z: Float64Array,
    zOffset: number,
    ldz: number,
  ): number;
}
