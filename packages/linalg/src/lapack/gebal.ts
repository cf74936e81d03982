/** A matrix with its rows and columns in another order, which makes it block upper triangular. */
export interface Permuted {
  /** Where the i-th row and column were. */
  readonly order: readonly number[];
  /** Where the diagonal blocks begin, and n. No order would make one of these block triangular in turn. */
  readonly blocks: readonly number[];
}

/**
 * Finds the order in which a matrix is block upper triangular, with blocks as small as can be. A triangular matrix has blocks of
 * order 1, whatever its order was; one that is block upper triangular already keeps its order.
 *
 * The blocks are the strongly connected components of the graph with an edge from i to j for each aᵢⱼ ≠ 0. LAPACK's dgebal finds
 * only those of order 1, at both ends.
 *
 * Source: Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Comput. 1, 1972.
 */
export function permute(n: number, a: Float64Array): Permuted {
  const [number, low, next] = [new Int32Array(n).fill(-1), new Int32Array(n), new Int32Array(n)];
  const isOpen = new Uint8Array(n);
  const [open, path, found]: [number[], number[], number[][]] = [[], [], []];
  // The first neighbour that was not visited yet.
  const unseen = (v: number): number => {
    for (; next[v] < n; next[v]++) {
      const w = next[v];
      if (a[v * n + w] === 0) continue;
      if (number[w] < 0) return w;
      if (isOpen[w] === 1) low[v] = Math.min(low[v], number[w]);
    }
    return -1;
  };
  let count = 0;
  const visit = (v: number): void => {
    number[v] = low[v] = count++;
    isOpen[v] = 1;
    open.push(v);
    path.push(v);
  };
  // From the last row to the first, components come out last to first.
  for (let root = n - 1; root >= 0; root--) {
    if (number[root] < 0) visit(root);
    while (path.length > 0) {
      const v = path[path.length - 1];
      const w = unseen(v);
      if (w >= 0) {
        visit(w);
        continue;
      }
      path.pop();
      if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[v]);
      if (low[v] < number[v]) continue;
      const component = open.splice(open.indexOf(v));
      for (const member of component) isOpen[member] = 0;
      found.push(component.sort((i, j) => i - j));
    }
  }
  found.reverse();
  const blocks = [0];
  for (const { length } of found) blocks.push(blocks[blocks.length - 1] + length);
  return { order: found.flat(), blocks };
}

/** A copy of the matrix in the order found. */
export function reordered(n: number, a: Float64Array, order: readonly number[]): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0, row = order[i] * n; j < n; j++, at++) out[at] = a[row + order[j]];
  }
  return out;
}

// A row and its column are scaled if that makes the sum of their lengths smaller by a twentieth.
const WORTHWHILE = 0.95;
// Scales beyond these would make entries overflow or vanish.
const MOST = 2 ** 200;

/**
 * Makes rows and columns of each diagonal block equally long, by powers of two: A ← D⁻¹ A D, in place. Returns the diagonal of D.
 *
 * Sources: Parlett and Reinsch, "Balancing a matrix for calculation of eigenvalues and eigenvectors", Numer. Math. 13, 1969;
 * James, Langou and Lowery, "On matrix balancing and eigenvector computation", arXiv:1401.5766, for the lengths, which include the
 * diagonal and are Euclidean.
 */
export function balance(n: number, a: Float64Array, blocks: readonly number[]): Float64Array {
  const scales = new Float64Array(n).fill(1);
  for (let b = 0; b + 1 < blocks.length; b++) {
    const [lo, hi] = [blocks[b], blocks[b + 1]];
    for (let moved = hi - lo > 1; moved; ) {
      moved = false;
      for (let i = lo; i < hi; i++) if (balanceOne(n, a, lo, hi, i, scales)) moved = true;
    }
  }
  return scales;
}

/** Row and column i, of the block from `lo` to before `hi`. Returns whether they were scaled. */
function balanceOne(n: number, a: Float64Array, lo: number, hi: number, i: number, scales: Float64Array): boolean {
  const [column, row] = [length(a, lo * n + i, n, hi - lo), length(a, i * n + lo, 1, hi - lo)];
  let [f, c, r] = [1, column, row];
  for (; c < r / 2 && f * scales[i] < MOST; f *= 2, c *= 2, r /= 2);
  for (; c / 2 >= r && f * scales[i] > 1 / MOST; f /= 2, c /= 2, r *= 2);
  if (f === 1 || c + r >= WORTHWHILE * (column + row)) return false;
  scales[i] *= f;
  for (let j = lo; j < n; j++) a[i * n + j] /= f;
  for (let j = 0; j < hi; j++) a[j * n + i] *= f;
  return true;
}

function length(x: Float64Array, at: number, stride: number, n: number): number {
  let most = 0;
  for (let i = 0, p = at; i < n; i++, p += stride) most = Math.max(most, Math.abs(x[p]));
  if (most === 0) return 0;
  let squares = 0;
  for (let i = 0, p = at; i < n; i++, p += stride) squares += (x[p] / most) ** 2;
  return most * Math.sqrt(squares);
}
