import { type Factored, factored, solved } from "../dense.ts";
import { inner, type Vector } from "../vector.ts";
import { curvature, type Pair } from "./pairs.ts";

/**
 * The Hessian that BFGS builds from θI by pairs (s, y), in compact form:
 *
 *     B = θI - W M Wᵀ,   W = [Y  θS],   M = [[-D, Lᵀ], [L, θSᵀS]]⁻¹
 *
 * with L the part of SᵀY strictly below its diagonal, and D that diagonal. Products with M are solved for.
 *
 * Source: Byrd, Nocedal & Schnabel, "Representations of quasi-Newton matrices and their use in limited memory methods",
 * Mathematical Programming 63 (1994), theorem 2.3.
 */
export class Compact {
  readonly theta: number;
  /** Columns of W. */
  readonly #columns: readonly Vector[];
  readonly #middle: Factored | undefined;

  private constructor(theta: number, columns: readonly Vector[], middle: Factored | undefined) {
    this.theta = theta;
    this.#columns = columns;
    this.#middle = middle;
  }

  /** @returns `undefined` where rounding has made the middle matrix singular */
  static of(pairs: readonly Pair[]): Compact | undefined {
    const newest = pairs.at(-1);
    if (newest === undefined) return new Compact(1, [], undefined);
    const theta = curvature(newest);
    const scaled = pairs.map(({ s }) => s.map((x) => theta * x));
    const middle = factored(middleOf(pairs, theta));
    return middle && new Compact(theta, [...pairs.map(({ y }) => y), ...scaled], middle);
  }

  get size(): number {
    return this.#columns.length;
  }

  /** Row i of W. */
  row(i: number): Vector {
    return Float64Array.from(this.#columns, (column) => column[i]);
  }

  /** Wᵀx, for an x given at some places only. */
  gather(x: Vector, places?: readonly number[]): Vector {
    if (places === undefined) return Float64Array.from(this.#columns, (column) => inner(column, x));
    return Float64Array.from(this.#columns, (column) => places.reduce((sum, i) => sum + column[i] * x[i], 0));
  }

  /** M v */
  middle(v: Vector): Vector {
    return this.#middle === undefined ? v : solved(this.#middle, v);
  }

  /**
   * The part of B⁻¹ where only some places are free: solves (ZᵀBZ) d = r for the columns Z of the identity that belong to
   * them, by the formula of Sherman, Morrison and Woodbury:
   *
   *     d = r/θ + ZᵀW (I - M N)⁻¹ M WᵀZ r / θ²,   N = WᵀZZᵀW/θ
   *
   * @param r - as long as the whole space; only its free places count
   * @returns as long as the whole space, 0 where it is not free; `undefined` where rounding made it singular
   */
  solveFree(r: Vector, free: readonly number[]): Vector | undefined {
    const d = new Float64Array(r.length);
    for (const i of free) d[i] = r[i] / this.theta;
    if (this.size === 0) return d;
    const columns = this.#columns;
    const rows = columns.map(() => new Float64Array(this.size));
    for (let j = 0; j < this.size; j++) {
      const n = Float64Array.from(
        columns,
        (column) => free.reduce((sum, i) => sum + column[i] * columns[j][i], 0) / this.theta,
      );
      for (const [i, x] of this.middle(n).entries()) rows[i][j] = (i === j ? 1 : 0) - x;
    }
    const inverse = factored(rows);
    if (inverse === undefined) return undefined;
    const v = solved(inverse, this.middle(this.gather(r, free)));
    for (const i of free) d[i] += inner(this.row(i), v) / this.theta ** 2;
    return d;
  }
}

function middleOf(pairs: readonly Pair[], theta: number): readonly Vector[] {
  const m = pairs.length;
  const rows = Array.from({ length: 2 * m }, () => new Float64Array(2 * m));
  for (const [i, { s, rho }] of pairs.entries()) {
    rows[i][i] = -1 / rho;
    for (const [j, other] of pairs.entries()) {
      rows[m + i][m + j] = theta * inner(s, other.s);
      if (j < i) {
        rows[m + i][j] = inner(s, other.y);
        rows[j][m + i] = rows[m + i][j];
      }
    }
  }
  return rows;
}
