import type { Condensed, Differences, Maps, Reductions } from "@wengert/wasm";
import type { Decompositions } from "./decompositions.ts";

/**
 * Fast dense linear algebra on arrays: kernels with the names of BLAS and LAPACK. Optional kernels fall back to
 * linalg/lapack.
 *
 * A matrix is a `Float64Array` with the offset of its first entry and a leading dimension: entry (i, j) is at
 * `offset + i·ld + j` (row-major, ld ≥ number of columns). Sizes may be 0. Arguments are not checked.
 * Matrices that are written must not overlap with others in the same call. NaN and ±∞ propagate as in arithmetic. As
 * in BLAS, alpha = 0 means that a and b are not read, and beta = 0 that c is not.
 */
export interface Kernels extends Decompositions {
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
   * c ← op(a)·op(b) as often as `count` says. From one product to the next a, b and c lie aStep, bStep and cStep further; aStep or
   * bStep may be 0. Without it gemm is called for each.
   */
  gemmMany?(
    count: number,
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    aStep: number,
    b: Float64Array,
    bOffset: number,
    ldb: number,
    bStep: number,
    c: Float64Array,
    cOffset: number,
    ldc: number,
    cStep: number,
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
   * not read, nor is its diagonal if `unit` says that it is one. A zero on the diagonal gives ±∞ or NaN.
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
  /**
   * The same of a matrix that stays as it is: the lower triangle of the n×n matrix l, in other memory, becomes the factor of a. Returns
   * undefined, and leaves l as it was, where potrf of a copy is as quick.
   */
  potrfOf?(
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    l: Float64Array,
    lOffset: number,
    ldl: number,
  ): number | undefined;
  /** The lower triangle, holding L, becomes the lower triangle of (L·Lᵀ)⁻¹, in 2/3 n³ flops. */
  potri(n: number, a: Float64Array, aOffset: number, lda: number): void;
  /**
   * LU factorization with partial pivoting in place: a = P·L·U, m×n, with the unit lower triangle of L below the diagonal and
   * U on and above it. In step i row i was exchanged with row pivots[pivotOffset + i] ≥ i (counted from 0; min(m, n) steps).
   * Returns 0, or the 1-based index of the first pivot that is exactly 0; the factorization is complete all the same.
   */
  getrf(
    m: number,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    pivots: Int32Array,
    pivotOffset: number,
  ): number;
  /**
   * The same of the transpose of a square matrix: aᵀ = P·L·U, with Uᵀ on and below the diagonal of a and Lᵀ above it, so that columns
   * were exchanged. Whoever only solves with a is served as well by it. Returns undefined, and leaves a as it was, where getrf is as
   * quick.
   */
  getrfOfTranspose?(
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    pivots: Int32Array,
    pivotOffset: number,
  ): number | undefined;
  /**
   * b ← op(a)⁻¹·b from the result of getrf for a square matrix a, where op transposes if asked; b is n×nrhs. A zero pivot
   * gives ±∞ or NaN.
   */
  getrs?(
    trans: boolean,
    n: number,
    nrhs: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    pivots: Int32Array,
    pivotOffset: number,
    b: Float64Array,
    bOffset: number,
    ldb: number,
  ): void;
  /**
   * Elementwise functions of whole arrays, where something is faster than a loop over the scalar function. Absent
   * by default: `elementwiseKernels()` returns those in use. Given to `useKernels` they replace all of these: `{}` computes
   * every function number by number, and `{ ...elementwiseKernels(), exp }` changes one.
   *
   * An operation may use them for long arrays and not for short ones. Values of both ways may differ by 2 units in the last
   * place.
   */
  readonly map?: Partial<Maps>;
  /** Sums over differences of points, likewise: `differenceKernels()` has what is in use. */
  readonly differences?: Partial<Differences>;
  /** Sums and extreme values along an axis, likewise: `reductionKernels()`. */
  readonly reductions?: Partial<Reductions>;
  /** Reductions of matrices to few diagonals, likewise: `condensingKernels()`. */
  readonly condensed?: Partial<Condensed>;
}
