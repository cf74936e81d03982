import { inner, type Vector } from "../../spaces/vector.ts";
import { type CurvaturePair, curvatureOf } from "./curvaturepairs.ts";
import { factorLu, type Lu, solveLu } from "./lu.ts";

/**
 * The BFGS approximation of the Hessian from θI and pairs (s, y), in compact form:
 *
 *     B = θI - W M Wᵀ,   W = [Y  θS],   M = [[-D, Lᵀ], [L, θSᵀS]]⁻¹
 *
 * with L the part of SᵀY strictly below its diagonal, and D that diagonal. Products with M are computed by solving a linear system.
 *
 * Source: Byrd, Nocedal & Schnabel, "Representations of quasi-Newton matrices and their use in limited memory methods",
 * Mathematical Programming 63 (1994), theorem 2.3.
 */
export class CompactHessian {
  readonly theta: number;
  /** Columns of W. */
  readonly #columns: readonly Vector[];
  readonly #middle: Lu | undefined;

  private constructor(theta: number, columns: readonly Vector[], middle: Lu | undefined) {
    this.theta = theta;
    this.#columns = columns;
    this.#middle = middle;
  }

  /**
   * @param first - θ as long as there are no pairs
   * @returns `undefined` where rounding has made the middle matrix singular
   */
  static of(pairs: readonly CurvaturePair[], first: number): CompactHessian | undefined {
    const newest = pairs.at(-1);
    if (newest === undefined) return new CompactHessian(first, [], undefined);
    const theta = curvatureOf(newest);
    const scaled = pairs.map(({ s }) => s.map((x) => theta * x));
    const middle = factorLu(middleOf(pairs, theta));
    return middle && new CompactHessian(theta, [...pairs.map(({ y }) => y), ...scaled], middle);
  }

  get size(): number {
    return this.#columns.length;
  }

  /** Row i of W. */
  row(i: number): Vector {
    return Float64Array.from(this.#columns, (column) => column[i]);
  }

  /** Wᵀx; with `places`, only these entries of x are used. */
  gather(x: Vector, places?: readonly number[]): Vector {
    if (places === undefined) return Float64Array.from(this.#columns, (column) => inner(column, x));
    return Float64Array.from(this.#columns, (column) => places.reduce((sum, i) => sum + column[i] * x[i], 0));
  }

  /** M v */
  middle(v: Vector): Vector {
    return this.#middle === undefined ? v : solveLu(this.#middle, v);
  }

  /**
   * The part of B⁻¹ where only some places are free: solves (ZᵀBZ) d = r for the columns Z of the identity that belong to
   * them, by the formula of Sherman, Morrison and Woodbury:
   *
   *     d = r/θ + ZᵀW (I - M N)⁻¹ M WᵀZ r / θ²,   N = WᵀZZᵀW/θ
   *
   * @param r - a vector over all variables, of which only the free entries are used
   * @returns a vector over all variables, 0 for those not free; `undefined` where rounding made the system singular
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
    const inverse = factorLu(rows);
    if (inverse === undefined) return undefined;
    const v = solveLu(inverse, this.middle(this.gather(r, free)));
    for (const i of free) d[i] += inner(this.row(i), v) / this.theta ** 2;
    return d;
  }
}

function middleOf(pairs: readonly CurvaturePair[], theta: number): readonly Vector[] {
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
