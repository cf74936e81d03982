/**
 * The seam between tensors and fast dense linear algebra: five kernels with the names of BLAS and LAPACK.
 *
 * A matrix is a `Float64Array` with the offset of its first entry and a leading dimension: entry (i, j) is at
 * `offset + i·ld + j` (row-major, ld ≥ number of columns). Sizes may be 0. Nothing is checked: that is the callers' part.
 * Matrices that are written must not overlap with others in the same call. NaN and ±∞ spread as the arithmetic has it, but
 * as in BLAS, alpha = 0 means that a and b are not read, and beta = 0 that c is not.
 */
export interface Kernels {
  readonly name: string;
  /** c ← alpha·op(a)·op(b) + beta·c, where op transposes if asked; op(a) is m×k, op(b) k×n, c m×n. */
  gemm(
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    alpha: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    b: Float64Array,
    bOffset: number,
    ldb: number,
    beta: number,
    c: Float64Array,
    cOffset: number,
    ldc: number,
  ): void;
  /**
   * Lower triangle of c ← alpha·op(a)·op(a)ᵀ + beta·c; op(a) is n×k, so that a is n×k, or k×n if `trans`. The strict
   * upper triangle of c is not touched.
   */
  syrk(
    trans: boolean,
    n: number,
    k: number,
    alpha: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    beta: number,
    c: Float64Array,
    cOffset: number,
    ldc: number,
  ): void;
  /**
   * b ← alpha·op(a)⁻¹·b (left) or b ← alpha·b·op(a)⁻¹ (right), with a triangular and b m×n. The other triangle of a is
   * not read, nor is its diagonal if `unit` says that it is one. A zero on the diagonal divides, as numbers do.
   */
  trsm(
    side: "left" | "right",
    lower: boolean,
    trans: boolean,
    unit: boolean,
    m: number,
    n: number,
    alpha: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    b: Float64Array,
    bOffset: number,
    ldb: number,
  ): void;
  /**
   * The lower triangle of the n×n matrix a becomes L with a = L·Lᵀ. Returns 0, or the 1-based order of the first leading
   * minor that is not positive (or NaN); a is then partly overwritten. The strict upper triangle is neither read nor
   * written.
   */
  potrf(n: number, a: Float64Array, aOffset: number, lda: number): number;
  /** The lower triangle, holding L, becomes the lower triangle of (L·Lᵀ)⁻¹, in 2/3 n³ flops. */
  potri(n: number, a: Float64Array, aOffset: number, lda: number): void;
}
