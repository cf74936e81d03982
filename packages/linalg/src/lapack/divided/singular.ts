import { largestEntry } from "../scaling.ts";
import { partsOf } from "../scratch.ts";
import { bidiagonalByRotations } from "./bidiagonalrotations.ts";
import { combineRows, gatheringOf, type Rows, rotateRows } from "./gatheredrows.ts";
import { BOTH, deflate, flush, LEFT, mergedOrder, RIGHT, rankOne, roundingOf } from "./rankone.ts";

// Up to this order rotations are as quick.
const FEW = 32;

/** A problem and memory for the matrices of its solution, each n×n. */
interface Problem {
  readonly n: number;
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly gathered: Float64Array;
  readonly coefficients: Float64Array;
  readonly others: Float64Array;
  readonly products: Float64Array;
}

/**
 * The singular values of an upper bidiagonal matrix, ascending, in the place of its diagonal, and its singular vectors in the rows of
 * u and v. One row is left out; the rows above and below it are two smaller problems, with one column more than rows. With
 * their vectors the matrix has that row, z, over a diagonal D, and squares of its singular values are roots of the secular equation
 * 1 + Σ zⱼ²/(dⱼ² − σ²) = 0.
 *
 * Source: Gu and Eisenstat, "A divide-and-conquer algorithm for the bidiagonal SVD", SIAM J. Matrix Anal. Appl. 16, 1995.
 *
 * @param d - [n], of entries the largest of which, with those of e, is about 1
 * @param e - [n], the n − 1 entries above the diagonal
 * @param u - [n, n], zeros; v likewise
 * @param memory - for 4n² numbers
 * @returns whether it converges
 */
export function dividedSingular(
  n: number,
  d: Float64Array,
  e: Float64Array,
  u: Float64Array,
  v: Float64Array,
  memory: Float64Array,
): boolean {
  flush(d);
  flush(e);
  const [gathered, coefficients, others, products] = partsOf(memory, n * n, n * n, n * n, n * n);
  return solve({ n, d, e, u, v, gathered, coefficients, others, products }, 0, n, 0);
}

/**
 * Rows low to low + size, and as many columns and `more`, 0 or 1. The right vector of that further column, which the rows do not reach,
 * goes to the row of v behind theirs.
 */
function solve(problem: Problem, low: number, size: number, more: number): boolean {
  if (size <= FEW) return directly(problem, low, size, more);
  const m = size >> 1;
  if (!solve(problem, low, m, 1) || !solve(problem, low + m + 1, size - m - 1, more)) return false;
  merge(problem, low, m, size, more);
  return true;
}

/** With a row of zeros in place of the missing one: its singular value is 0, its left vector a unit vector of its own. */
function directly({ n, d, e, u, v }: Problem, low: number, size: number, more: number): boolean {
  const k = size + more;
  const own = new Float64Array(k);
  own.set(d.subarray(low, low + size));
  const [left, right] = [0, 1].map(() => new Float64Array(k * k));
  for (let i = 0; i < k; i++) left[i * (k + 1)] = right[i * (k + 1)] = 1;
  if (!bidiagonalByRotations(k, own, e.slice(low, low + k - 1), k, left, right)) return false;
  const order = [...Array(size).keys()].sort((i, j) => Math.abs(own[i]) - Math.abs(own[j]));
  for (const [row, from] of order.entries()) {
    d[low + row] = Math.abs(own[from]);
    // Where a diagonal entry is negative, one of its vectors changes its sign.
    const sign = own[from] < 0 ? -1 : 1;
    const at = (low + row) * n + low;
    for (let i = 0; i < size; i++) u[at + i] = sign * left[i * k + from];
    for (let i = 0; i < k; i++) v[at + i] = right[i * k + from];
  }
  if (more === 1) for (let i = 0; i < k; i++) v[(low + size) * n + low + i] = right[i * k + size];
  return true;
}

/** The vectors of the m rows above and of those below row m become those of the whole. */
function merge(problem: Problem, low: number, m: number, size: number, more: number): void {
  const { n, d, e, coefficients, others, gathered, products } = problem;
  const at = low * (n + 1);
  const part = { ld: n, at, count: size, split: m + 1 };
  const us: Rows = { ...part, data: problem.u, width: size };
  const vs: Rows = { ...part, data: problem.v, width: size + more };
  const [alpha, beta] = [d[low + m], e[low + m]];
  const v = problem.v;
  const z = Float64Array.from({ length: size }, (_, i) =>
    i <= m ? alpha * v[at + i * n + m] : beta * v[at + i * n + m + 1],
  );
  const halves = Uint8Array.from({ length: size }, (_, i) => (i <= m ? LEFT : RIGHT));
  const values = d.slice(low, low + size);
  values[m] = 0;
  const small = roundingOf(Math.max(largestEntry(values), Math.abs(alpha), Math.abs(beta)));
  us.data[at + m * (n + 1)] = 1;
  if (more === 1) {
    // Of the two columns that no row reaches, a rotation leaves one.
    const other = beta * v[at + size * n + m + 1];
    const length = Math.hypot(z[m], other);
    if (length > small) rotateRows(vs, m, size, z[m] / length, other / length);
    z[m] = length;
    halves[m] = BOTH;
  }
  // The row itself is never left out, and the others stay apart from its 0.
  const singular = z[m] === 0;
  if (Math.abs(z[m]) <= small) z[m] = z[m] < 0 ? -small : small;
  const order = mergedOrder(values).filter((i) => i !== m);
  const kept = deflate(order, values, z, small, 1, halves, (i, j, c, s) => {
    rotateRows(us, i, j, c, s);
    rotateRows(vs, i, j, c, s);
  });
  kept.unshift(m);
  const k = kept.length;
  const poles = Float64Array.from(kept, (i) => (i === m ? 0 : Math.max(values[i], 0.5 * small)));
  const from = (i: number, differences: Float64Array): void => {
    for (let j = 0; j < k; j++) differences[j] = (poles[j] - poles[i]) * (poles[j] + poles[i]);
  };
  const found = rankOne(
    { count: k, from },
    1,
    Float64Array.from(kept, (i) => z[i]),
    coefficients,
  );
  const gathering = gatheringOf(kept, halves);
  const { places } = gathering;
  const [left, right] = [new Float64Array(k), new Float64Array(k)];
  for (let i = 0; i < k; i++) {
    let [squaresLeft, squares] = [1, 0];
    for (let j = 0; j < k; j++) {
      right[j] = found.z[j] / coefficients[i * k + j];
      left[j] = j === 0 ? -1 : poles[j] * right[j];
      squares += right[j] * right[j];
      if (j > 0) squaresLeft += left[j] * left[j];
    }
    const [scaleLeft, scale] = [1 / Math.sqrt(squaresLeft), 1 / Math.sqrt(squares)];
    for (let j = 0; j < k; j++) {
      const at = i * k + places[j];
      coefficients[at] = left[j] * scaleLeft;
      others[at] = right[j] * scale;
    }
    const { origin, tau } = found.roots[i];
    const pole = poles[origin];
    values[kept[i]] = pole + tau / (pole + Math.sqrt(pole * pole + tau));
  }
  if (singular) values[m] = 0;
  const sorted = mergedOrder(values);
  combineRows(us, kept, gathering, coefficients, sorted, gathered, products);
  combineRows(vs, kept, gathering, others, sorted, gathered, products);
  for (let i = 0; i < size; i++) d[low + i] = values[sorted[i]];
}
