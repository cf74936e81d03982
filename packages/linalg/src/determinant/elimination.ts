import { kernels } from "@wengert/array";
import { exponentOf, normalized, productOf, timesPower } from "./exponents.ts";

/**
 * A with its rows and columns in another order, as L diag(d) U: complete pivoting, so that no entry of L or U exceeds 1, and
 * the size of |d| shows how singular A is.
 */
export interface Elimination {
  readonly n: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Of the two orders together: 1 for an even permutation, −1 for an odd one. */
  readonly sign: number;
  /** Unit triangles, L below the diagonal and U above it. */
  readonly triangles: Float64Array;
  /** The pivots, 0 from where nothing but zeros is left. */
  readonly d: Float64Array;
}

/** Gaussian elimination: the largest of all entries that are left becomes the next pivot. */
export function eliminate(n: number, a: Float64Array): Elimination {
  const x = Array.from({ length: n }, (_, i) => a.slice(i * n, (i + 1) * n));
  const [rows, columns] = [[...x.keys()], [...x.keys()]];
  const [triangles, d] = [new Float64Array(n * n), new Float64Array(n)];
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let [size, p, q] = [0, k, k];
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) if (Math.abs(x[i][j]) > size) [size, p, q] = [Math.abs(x[i][j]), i, j];
    }
    if (size === 0) break;
    if (p !== k) sign = -sign;
    if (q !== k) sign = -sign;
    [x[k], x[p], rows[k], rows[p]] = [x[p], x[k], rows[p], rows[k]];
    [columns[k], columns[q]] = [columns[q], columns[k]];
    for (const row of x) [row[k], row[q]] = [row[q], row[k]];
    d[k] = x[k][k];
    for (let i = k + 1; i < n; i++) {
      const factor = x[i][k] / d[k];
      for (let j = k + 1; j < n; j++) x[i][j] -= factor * x[k][j];
      x[i][k] = factor;
    }
    for (let j = k + 1; j < n; j++) x[k][j] /= d[k];
  }
  for (let i = 0; i < n; i++) triangles.set(x[i], i * n);
  // Where only zeros are left, L and U are the identity, and the rest of x is zero.
  return { n, rows, columns, sign, triangles, d };
}

/** L⁻¹ X U⁻¹ of an X in the order of A; or back, L⁻ᵀ X U⁻ᵀ into the order of A. */
function throughTriangles({ n, rows, columns, triangles }: Elimination, x: Float64Array, back: boolean): Float64Array {
  const { trsm } = kernels();
  const out = back ? x.slice() : new Float64Array(n * n);
  if (!back) for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = x[rows[i] * n + columns[j]];
  trsm("left", true, back, true, n, n, 1, triangles, 0, n, out, 0, n);
  trsm("right", false, back, true, n, n, 1, triangles, 0, n, out, 0, n);
  if (!back) return out;
  const placed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) placed[rows[i] * n + columns[j]] = out[i * n + j];
  return placed;
}

/**
 * The cofactors of A along directions, see `cofactors`, also of a singular A: det(A + F) = ±det(D + F̃) with F̃ = L⁻¹ F U⁻¹, and
 * for a diagonal D
 *
 *     det(D + F̃) = Σ over sets S of rows   Π_{i∉S} dᵢ · det F̃[S, S]
 *
 * of which the part that is linear in each direction is wanted. Nothing is divided by a small pivot that does not belong
 * there.
 */
export function cofactorsByElimination(form: Elimination, directions: readonly Float64Array[]): Float64Array {
  const { n, d, sign } = form;
  const units = directions.map(normalized);
  const es = units.map(({ xs }) => throughTriangles(form, xs, false));
  const k = es.length + 1;
  const [out, orders] = [new Float64Array(n * n), permutations(k)];
  const zeros = d.reduce((count, pivot) => count + Number(pivot === 0), 0);
  const all = productOf(d.filter((pivot) => pivot !== 0));
  const chosen: number[] = [];
  const add = (): void => {
    // Directions are as long as they are only now, when the pivots that may make up for it are known.
    let [y, e] = [sign * all.y, units.reduce((total, unit) => total + unit.e, all.e)];
    for (const i of chosen) {
      if (d[i] === 0) continue;
      const own = exponentOf(d[i]);
      y /= timesPower(d[i], -own);
      e -= own;
    }
    const others = timesPower(y, e);
    for (const [odd, order] of orders) {
      let term = odd ? -others : others;
      for (let m = 0; m < k - 1; m++) term *= es[m][chosen[m] * n + chosen[order[m]]];
      out[chosen[k - 1] * n + chosen[order[k - 1]]] += term;
    }
  };
  /** Chooses rows of S one by one; a set that leaves out a pivot 0 adds nothing. */
  const choose = (missing: number): void => {
    if (missing > k - chosen.length) return;
    if (chosen.length === k) {
      add();
      return;
    }
    for (let i = 0; i < n; i++) {
      if (chosen.includes(i)) continue;
      chosen.push(i);
      choose(missing - Number(d[i] === 0));
      chosen.pop();
    }
  };
  choose(zeros);
  return throughTriangles(form, out, true);
}

/** All orders of 0, …, k − 1, and whether each is an odd permutation. */
function permutations(k: number): readonly (readonly [odd: boolean, order: readonly number[]])[] {
  let all: (readonly [boolean, readonly number[]])[] = [[false, []]];
  for (let m = 0; m < k; m++) {
    all = all.flatMap(([odd, order]) =>
      Array.from({ length: m + 1 }, (_, at) => [odd !== ((m - at) % 2 === 1), order.toSpliced(at, 0, m)] as const),
    );
  }
  return all;
}
