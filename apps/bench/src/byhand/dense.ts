/*
 * Products of row-major matrices in the order of loops that reads memory in a line.
 */

/** C (m×n) = A (m×k) · B (k×n) */
export function times(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p];
      for (let j = 0, to = i * n, from = p * n; j < n; j++) c[to + j] += factor * b[from + j];
    }
  }
  return c;
}

/** C (m×n) = Aᵀ · B, with A (k×m) and B (k×n) */
export function transposedTimes(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(m * n);
  for (let p = 0; p < k; p++) {
    for (let i = 0; i < m; i++) {
      const factor = a[p * m + i];
      for (let j = 0, to = i * n, from = p * n; j < n; j++) c[to + j] += factor * b[from + j];
    }
  }
  return c;
}

/** C (m×n) = A (m×k) · Bᵀ, with B (n×k) */
export function timesTransposed(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p] * b[j * k + p];
      c[i * n + j] = sum;
    }
  }
  return c;
}
