import { largestEntry } from "../scaling.ts";
import { partsOf } from "../scratch.ts";
import { combineRows, gatheringOf, type Rows, rotateRows } from "./gatheredrows.ts";
import { deflate, flush, LEFT, mergedOrder, RIGHT, rankOne, roundingOf } from "./rankone.ts";
import { tridiagonalByRotations } from "./tridiagonalsteps.ts";

// Up to this order rotations are as quick.
const FEW = 32;

/** A problem and memory for the matrices of its solution, each n×n. */
interface Problem {
  readonly n: number;
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly z: Float64Array;
  readonly gathered: Float64Array;
  readonly coefficients: Float64Array;
  readonly products: Float64Array;
}

/**
 * The eigenvalues of a symmetric tridiagonal matrix, ascending, in the place of its diagonal, and its eigenvectors in the rows of z.
 * The matrix is cut in two; what the cut takes away is a multiple of one vector times its transpose. In terms of the eigenvectors
 * of the halves the matrix then is D + r z zᵀ, D diagonal, whose eigenvalues are roots of a secular equation.
 *
 * Sources: Cuppen, "A divide and conquer method for the symmetric tridiagonal eigenproblem", Numer. Math. 36, 1981; Gu and
 * Eisenstat, "A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem", SIAM J. Matrix Anal. Appl. 16, 1995.
 *
 * @param d - [n], of entries the largest of which, with those of e, is about 1
 * @param e - [n], the n − 1 entries beside the diagonal; destroyed
 * @param z - [n, n], zeros
 * @param memory - for 3n² numbers
 * @returns 0, or a positive number for no convergence
 */
export function dividedEigen(
  n: number,
  d: Float64Array,
  e: Float64Array,
  z: Float64Array,
  memory: Float64Array,
): number {
  flush(d);
  flush(e);
  const [gathered, coefficients, products] = partsOf(memory, n * n, n * n, n * n);
  return solve({ n, d, e, z, gathered, coefficients, products }, 0, n);
}

function solve(problem: Problem, low: number, size: number): number {
  if (size <= FEW) return directly(problem, low, size);
  const { d, e } = problem;
  const m = size >> 1;
  const cut = low + m;
  const rho = e[cut - 1];
  d[cut - 1] -= Math.abs(rho);
  d[cut] -= Math.abs(rho);
  const failed = solve(problem, low, m) + solve(problem, cut, size - m);
  if (failed === 0) merge(problem, low, m, size, rho);
  return failed;
}

function directly({ n, d, e, z }: Problem, low: number, size: number): number {
  const columns = new Float64Array(size * size);
  for (let i = 0; i < size; i++) columns[i * (size + 1)] = 1;
  const own = d.slice(low, low + size);
  const beside = e.slice(low, low + size);
  beside[size - 1] = 0;
  const failed = tridiagonalByRotations(size, own, beside, columns);
  const order = Array.from(own.keys()).sort((i, j) => own[i] - own[j]);
  for (const [k, from] of order.entries()) {
    d[low + k] = own[from];
    for (let i = 0; i < size; i++) z[(low + k) * n + low + i] = columns[i * size + from];
  }
  return failed;
}

/** The vectors of two halves, of m and size − m rows, become those of the whole. */
function merge(
  { n, d, z: data, coefficients, gathered, products }: Problem,
  low: number,
  m: number,
  size: number,
  rho: number,
): void {
  const rows: Rows = { data, ld: n, at: low * (n + 1), count: size, width: size, split: m };
  const z = new Float64Array(size);
  const sign = rho < 0 ? -1 : 1;
  for (let i = 0; i < size; i++) {
    const row = rows.at + i * n;
    z[i] = Math.SQRT1_2 * (i < m ? data[row + m - 1] : sign * data[row + m]);
  }
  const r = 2 * Math.abs(rho);
  const values = d.slice(low, low + size);
  const halves = Uint8Array.from({ length: size }, (_, i) => (i < m ? LEFT : RIGHT));
  const small = roundingOf(Math.max(largestEntry(values), r * largestEntry(z)));
  const kept = deflate(mergedOrder(values), values, z, small, r, halves, (i, j, c, s) => rotateRows(rows, i, j, c, s));
  const k = kept.length;
  const gathering = gatheringOf(kept, halves);
  const { places } = gathering;
  const poles = Float64Array.from(kept, (i) => values[i]);
  const from = (i: number, differences: Float64Array): void => {
    for (let j = 0; j < k; j++) differences[j] = poles[j] - poles[i];
  };
  const found = rankOne(
    { count: k, from },
    r,
    Float64Array.from(kept, (i) => z[i]),
    coefficients,
  );
  const own = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    let squares = 0;
    for (let j = 0; j < k; j++) {
      own[j] = found.z[j] / coefficients[i * k + j];
      squares += own[j] * own[j];
    }
    const scale = 1 / Math.sqrt(squares);
    for (let j = 0; j < k; j++) coefficients[i * k + places[j]] = own[j] * scale;
    const { origin, tau } = found.roots[i];
    values[kept[i]] = poles[origin] + tau;
  }
  const sorted = mergedOrder(values);
  combineRows(rows, kept, gathering, coefficients, sorted, gathered, products);
  for (let i = 0; i < size; i++) d[low + i] = values[sorted[i]];
}
