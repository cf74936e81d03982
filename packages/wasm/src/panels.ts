/**
 * The inner kernels of dense linear algebra over *packed panels*, and the memory of the panels.
 *
 * Everything above (which part of which matrix is packed when, leading dimensions, transposition, scaling, triangles) is
 * the caller's. Two panels, `left` and `right`, are sequences of strips of 4, so that the kernels read them front to back;
 * `order` is how many entries of depth there are from one strip to the next:
 *
 *     left    row i, depth p     left + 4·order·⌊i/4⌋ + 4p + i mod 4
 *     right   depth p, column j  right + 4·order·⌊j/4⌋ + 4p + j mod 4
 *     out     row i, column j    out + columns·i + j
 *
 * So a matrix as the left panel is its transpose as the right one. The kernels take the places of their operands in `memory`:
 * either panel, or a part of it that begins at a strip, or at an entry of depth.
 *
 * The caller fills incomplete strips up to 4 (with zeros, or with a unit diagonal in a triangle).
 */
export interface Panels {
  readonly name: string;
  /** Capacity: left holds rows × depth, right depth × columns, out rows × columns; rows and columns are multiples of 4. */
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** And left holds a triangle of this order, right as many rows of `columns`; a multiple of 4, at most `columns`. */
  readonly order: number;
  readonly memory: Float64Array;
  /** Where in `memory` the panels begin. */
  readonly left: number;
  readonly right: number;
  readonly out: number;
  /** out ← left · right; rows and columns are multiples of 4. */
  multiply(rows: number, columns: number, depth: number, left: number, right: number, order: number): void;
  /**
   * right ← left⁻¹ · right, left lower triangular and n×n, with the reciprocals of its diagonal in their place; n and columns
   * are multiples of 4. The strict upper triangle of left is not read.
   */
  solve(n: number, columns: number, left: number, right: number, order: number): void;
  /**
   * LU factorization with partial pivoting of a row-major m×n matrix that begins with the right panel, its rows `ld` apart, in place;
   * step k exchanges its row with row memory[out + k]. Returns 0, or the 1-based index of the first pivot that is exactly 0. The
   * left panel is overwritten. `ld` is `rowsApart(n)`, and what the caller fills in makes the number of rows one, too.
   *
   * Where it is missing, plain loops do it.
   */
  eliminate?(m: number, n: number, ld: number): number;
  /**
   * Products of `count` matrices as they are, out ← op(A)·op(B), m×k times k×n, where op transposes if asked. The matrices A stand
   * one behind the other in the left panel and B in the right one, or there is one for all. Rows in `out` are `ld` apart. Behind the
   * matrices B there is room for as many again, if these are to be transposed, and `staging` has room for 4k⌈n/4⌉ + 4k + 16 numbers.
   */
  multiplyMany?(
    count: number,
    transA: boolean,
    transB: boolean,
    m: number,
    n: number,
    k: number,
    oneA: boolean,
    oneB: boolean,
    ld: number,
  ): void;
  /** Where it is missing, plain loops pack. */
  readonly staging?: Staging;
  /**
   * out[i] ← out[i] + Σ_p left[p]·right[i·n + p] for rows of n numbers, a multiple of 8 of them, without gaps: each sum from its first
   * term to its last.
   *
   * Where this and the next are missing, plain loops do it, with the same sums.
   */
  addDots?(rows: number, n: number): void;
  /** out ← out + Σ_i left[i]·right[i·n …] for rows likewise, added up by fours: out + ((l0·r0 + l1·r1) + (l2·r2 + l3·r3)). */
  addRows?(rows: number, n: number): void;
}

/** Memory for so many numbers, `memory[at …]`, where a matrix or part of it is put as it is, to be packed into strips of 4 rows. */
export interface Staging {
  readonly at: number;
  readonly length: number;
  /** Packs `strips` of 4 rows that lie there, each of `depth` numbers without gaps, one row after `row` numbers. */
  packRows(row: number, strips: number, depth: number, to: number, order: number): void;
  /** The same of the transpose, of which `depth` rows lie there. */
  packColumns(row: number, strips: number, depth: number, to: number, order: number): void;
}

/**
 * How far apart the kernels want rows of n numbers: a multiple of 4, but not of 512 bytes, for which they would fall on the same lines of
 * the cache.
 *
 * @example
 * import { rowsApart } from "@wengert/wasm";
 *
 * [rowsApart(5), rowsApart(63)]; // => [8, 68]
 */
export function rowsApart(n: number): number {
  const ld = (n + 3) & ~3;
  return ld % 64 === 0 ? ld + 4 : ld;
}
