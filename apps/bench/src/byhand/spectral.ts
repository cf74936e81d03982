/*
 * Decompositions in plain TypeScript, by the simplest methods that are accurate: for reference, and for what a program would do
 * without a library.
 */

/** Eigenvalues of a symmetric n×n matrix, ascending: Jacobi's rotations until nothing is left beside the diagonal. */
export function eigenvalues(n: number, symmetric: Float64Array): Float64Array {
  const a = symmetric.slice();
  const norm = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q];
        if (Math.abs(apq) <= 1e-17 * norm) continue;
        off = Math.max(off, Math.abs(apq));
        const theta = (a[q * (n + 1)] - a[p * (n + 1)]) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[k * n + p], a[k * n + q]];
          a[k * n + p] = c * x - s * y;
          a[k * n + q] = s * x + c * y;
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p * n + k], a[q * n + k]];
          a[p * n + k] = c * x - s * y;
          a[q * n + k] = s * x + c * y;
        }
      }
    }
    if (off <= 1e-15 * norm) break;
  }
  return Float64Array.from({ length: n }, (_, i) => a[i * (n + 1)]).sort();
}

/** Singular values of an n×n matrix, descending: rotations of its rows until these are orthogonal (Hestenes). */
export function singularValues(n: number, matrix: Float64Array): Float64Array {
  const a = matrix.slice();
  const inner = (p: number, q: number): number => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[p * n + k] * a[q * n + k];
    return sum;
  };
  for (let sweep = 0, moved = true; moved && sweep < 30; sweep++) {
    moved = false;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [pp, qq, pq] = [inner(p, p), inner(q, q), inner(p, q)];
        if (Math.abs(pq) <= 1e-15 * Math.sqrt(pp * qq)) continue;
        moved = true;
        const theta = (qq - pp) / (2 * pq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p * n + k], a[q * n + k]];
          a[p * n + k] = c * (x - t * y);
          a[q * n + k] = c * (t * x + y);
        }
      }
    }
  }
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(inner(i, i)))
    .sort()
    .reverse();
}

/** x with a x = b, by elimination with partial pivoting. */
export function solution(n: number, matrix: Float64Array, b: Float64Array): Float64Array {
  const [a, x] = [matrix.slice(), b.slice()];
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]) > Math.abs(a[best * n + k])) best = i;
    for (let j = 0; j < n; j++) [a[k * n + j], a[best * n + j]] = [a[best * n + j], a[k * n + j]];
    [x[k], x[best]] = [x[best], x[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k] / a[k * (n + 1)];
      for (let j = k; j < n; j++) a[i * n + j] -= factor * a[k * n + j];
      x[i] -= factor * x[k];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] -= a[i * n + j] * x[j];
    x[i] /= a[i * (n + 1)];
  }
  return x;
}
