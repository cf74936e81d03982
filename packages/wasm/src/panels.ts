/**
 * The inner kernels of dense linear algebra over *packed panels*, and the memory of the panels.
 *
 * Everything above (which part of which matrix is packed when, leading dimensions, transposition, scaling, triangles) is
 * the caller's. A panel is a sequence of strips of 4, so that the kernels read it front to back:
 *
 *     left    row i, depth p     left[4·depth·⌊i/4⌋ + 4p + i mod 4]
 *     right   depth p, column j  right[4·depth·⌊j/4⌋ + 4p + j mod 4]
 *     out     row i, column j    out[columns·i + j]
 *
 * The caller fills incomplete strips up to 4 (with zeros, or with a unit diagonal in a triangle).
 */
export interface Panels {
  readonly name: string;
  /** Capacity: left holds rows × depth, right depth × columns, out rows × columns; rows and columns are multiples of 4. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly out: Float64Array;
  /** out ← left · right; rows and columns are multiples of 4. */
  multiply(rows: number, columns: number, depth: number): void;
  /**
   * right ← left⁻¹ · right, left lower triangular and n×n with n ≤ min(rows, depth); n and columns are multiples of 4.
   * The strict upper triangle of left is not read.
   */
  solve(n: number, columns: number): void;
}
