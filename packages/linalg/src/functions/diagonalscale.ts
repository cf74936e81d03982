// Beyond these exponents the entries of a matrix with moderate norms could leave the range of numbers.
const FARTHEST = 400;

/**
 * Powers of two d with which rows and columns of the diagonal blocks of D⁻¹ A D have like norms, row i that of column i, as far as that makes them
 * smaller. Nothing is rounded, and a function of D⁻¹ A D is D⁻¹ f(A) D: what the entries of A owe to their units is gone.
 *
 * Rows and columns of blocks that are 0 next to the diagonal stay as they are.
 *
 * Sources: Osborne, "On pre-conditioning of matrices", J. ACM 7, 1960; Parlett and Reinsch, "Balancing a matrix for calculation
 * of eigenvalues and eigenvectors", Numer. Math. 13, 1969; with the norms of James, Langou and Lowery, arXiv:1401.5766, without
 * which ill-conditioned eigenvectors could be made worse.
 *
 * @param block - which block each row and column belongs to
 * @returns their exponents, or undefined where all are 0
 */
export function diagonalScale(n: number, a: Float64Array, block: Int32Array): Int32Array | undefined {
  const x = a.map((value, at) => (block[at % n] === block[Math.floor(at / n)] ? value : 0));
  const exponents = new Int32Array(n);
  for (let sweep = 0, changed = true; changed && sweep < 100; sweep++) {
    changed = false;
    for (let i = 0; i < n; i++) {
      const [column, row] = [lengthOf(n, x, i, n), lengthOf(n, x, i * n, 1)];
      const offColumn = lengthOf(n, x, i, n, i);
      const offRow = lengthOf(n, x, i * n, 1, i);
      if (!(offColumn > 0 && offRow > 0 && column < Infinity && row < Infinity)) continue;
      const step = Math.round(Math.log2(row / column) / 2);
      const limited = Math.max(-FARTHEST, Math.min(FARTHEST, exponents[i] + step)) - exponents[i];
      const f = 2 ** limited;
      if (limited === 0 || !(f * column + row / f < 0.95 * (column + row))) continue;
      exponents[i] += limited;
      changed = true;
      for (let k = 0; k < n; k++) {
        if (k === i) continue;
        x[k * n + i] *= f;
        x[i * n + k] /= f;
      }
    }
  }
  return exponents.some((exponent) => exponent !== 0) ? exponents : undefined;
}

/** D⁻¹ A D, or with `back` D A D⁻¹. */
export function rescaled(n: number, a: Float64Array, exponents: Int32Array, back = false): Float64Array {
  return a.map((value, at) => {
    const exponent = exponents[at % n] - exponents[Math.floor(at / n)];
    return value * 2 ** (back ? -exponent : exponent);
  });
}

/** The Euclidean length of n entries, but for one. */
function lengthOf(n: number, x: Float64Array, start: number, step: number, without = -1): number {
  let most = 0;
  for (let k = 0; k < n; k++) if (k !== without) most = Math.max(most, Math.abs(x[start + k * step]));
  if (most === 0) return 0;
  let sum = 0;
  for (let k = 0; k < n; k++) if (k !== without) sum += (x[start + k * step] / most) ** 2;
  return most * Math.sqrt(sum);
}
