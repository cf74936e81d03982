import { kernels } from "@wengert/array";
import { deflate, gathering, LEFT, mergedOrder, RIGHT, rankOne } from "./rankone.ts";
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
 * @param d - [n], of entries that are neither huge nor tiny throughout
 * @param e - [n], the n − 1 entries beside the diagonal; destroyed
 * @param z - [n, n], zeros
 * @returns 0, or a positive number for no convergence
 */
export function dividedEigen(n: number, d: Float64Array, e: Float64Array, z: Float64Array): number {
  const [gathered, coefficients, products] = [0, 1, 2].map(() => new Float64Array(n <= FEW ? 0 : n * n));
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
function merge(problem: Problem, low: number, m: number, size: number, rho: number): void {
  const { n, d, z: vectors, coefficients: s, products } = problem;
  const row = (i: number): number => (low + i) * n + low;
  const z = new Float64Array(size);
  const sign = rho < 0 ? -1 : 1;
  for (let i = 0; i < size; i++) z[i] = Math.SQRT1_2 * (i < m ? vectors[row(i) + m - 1] : sign * vectors[row(i) + m]);
  const r = 2 * Math.abs(rho);
  const values = d.slice(low, low + size);
  const halves = Uint8Array.from({ length: size }, (_, i) => (i < m ? LEFT : RIGHT));
  const largest = (x: Float64Array): number => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const small = 8 * Number.EPSILON * Math.max(largest(values), r * largest(z));
  const kept = deflate(mergedOrder(values), values, z, small, r, halves, (i, j, c, turn) => {
    for (let at = row(i), to = row(j), end = at + size; at < end; at++, to++) {
      const [x, y] = [vectors[at], vectors[to]];
      vectors[at] = c * x + turn * y;
      vectors[to] = c * y - turn * x;
    }
  });
  const k = kept.length;
  const { order, places, left, right } = gathering(kept, halves);
  if (k > 0) {
    const poles = Float64Array.from(kept, (i) => values[i]);
    const from = (i: number, differences: Float64Array): void => {
      for (let j = 0; j < k; j++) differences[j] = poles[j] - poles[i];
    };
    const found = rankOne(
      { count: k, from },
      r,
      Float64Array.from(kept, (i) => z[i]),
      s,
    );
    const own = new Float64Array(k);
    for (let i = 0; i < k; i++) {
      let squares = 0;
      for (let j = 0; j < k; j++) {
        own[j] = found.z[j] / s[i * k + j];
        squares += own[j] * own[j];
      }
      const length = Math.sqrt(squares);
      for (let j = 0; j < k; j++) s[i * k + places[j]] = own[j] / length;
      const { origin, tau } = found.roots[i];
      values[kept[i]] = poles[origin] + tau;
    }
    multiply(problem, k, order, 0, left, row, 0, m, size);
    multiply(problem, k, order, right, k - right, row, m, size - m, size);
  }
  // Kept vectors are replaced by the products, and all get into the order of their values.
  const numbers = new Int32Array(size).fill(-1);
  for (const [i, place] of kept.entries()) numbers[place] = i;
  let other = k;
  for (let i = 0; i < size; i++) {
    if (numbers[i] >= 0) continue;
    products.set(vectors.subarray(row(i), row(i) + size), other * size);
    numbers[i] = other++;
  }
  for (const [i, place] of mergedOrder(values).entries()) {
    const at = numbers[place] * size;
    vectors.set(products.subarray(at, at + size), row(i));
    d[low + i] = values[place];
  }
}

/** Columns `column` to `column + width` of the products of coefficients with `count` gathered vectors from `begin` on. */
function multiply(
  { gathered, coefficients, products, z }: Problem,
  k: number,
  order: readonly number[],
  begin: number,
  count: number,
  row: (i: number) => number,
  column: number,
  width: number,
  size: number,
): void {
  for (let i = 0; i < count; i++) {
    const at = row(order[begin + i]) + column;
    gathered.set(z.subarray(at, at + width), i * width);
  }
  if (count > 0)
    kernels().gemm(
      false,
      false,
      k,
      width,
      count,
      1,
      coefficients,
      begin,
      k,
      gathered,
      0,
      width,
      0,
      products,
      column,
      size,
    );
  else for (let i = 0; i < k; i++) products.fill(0, i * size + column, i * size + column + width);
}
