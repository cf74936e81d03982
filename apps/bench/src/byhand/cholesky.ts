/**
 * The lower factor of a positive definite matrix, row after row, by dot products of rows.
 *
 *     lᵢⱼ = (aᵢⱼ − Σₖ lᵢₖ lⱼₖ) / lⱼⱼ,   lᵢᵢ = √(aᵢᵢ − Σₖ lᵢₖ²)
 *
 * @param a - n×n, row-major
 * @returns n×n, zeros above the diagonal
 */
export function cholesky(n: number, a: Float64Array): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) l[row + j] = (a[row + j] - dot(l, row, j * n, j)) / l[j * n + j];
    l[row + i] = Math.sqrt(a[row + i] - dot(l, row, row, i));
  }
  return l;
}

/** Four sums, so that one addition need not wait for the other. */
function dot(l: Float64Array, p: number, q: number, length: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const whole = length & ~3;
  for (let k = 0; k < whole; k += 4) {
    s0 += l[p + k] * l[q + k];
    s1 += l[p + k + 1] * l[q + k + 1];
    s2 += l[p + k + 2] * l[q + k + 2];
    s3 += l[p + k + 3] * l[q + k + 3];
  }
  for (let k = whole; k < length; k++) s0 += l[p + k] * l[q + k];
  return s0 + s1 + (s2 + s3);
}

/** L⁻¹ of a lower factor, row after row: eᵢ less multiples of the rows above. */
export function invertLower(n: number, l: Float64Array): Float64Array {
  const m = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    for (let j = 0; j < i; j++) {
      const factor = l[row + j];
      for (let k = 0, from = j * n; k <= j; k++) m[row + k] -= factor * m[from + k];
    }
    m[row + i] = 1;
    for (let k = 0; k <= i; k++) m[row + k] /= l[row + i];
  }
  return m;
}

/** The lower triangle of MᵀM for a lower triangular M: of the inverse, where M = L⁻¹. */
export function gramOfLower(n: number, m: Float64Array): Float64Array {
  const out = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const row = k * n;
    for (let i = 0; i <= k; i++) {
      const factor = m[row + i];
      for (let j = 0, to = i * n; j <= i; j++) out[to + j] += factor * m[row + j];
    }
  }
  return out;
}

/** L x = b, or Lᵀ x = b, in place. */
export function solveLower(n: number, l: Float64Array, x: Float64Array, transpose: boolean): void {
  if (transpose) {
    for (let i = n - 1; i >= 0; i--) {
      x[i] /= l[i * n + i];
      for (let j = 0; j < i; j++) x[j] -= l[i * n + j] * x[i];
    }
  } else {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) x[i] -= l[i * n + j] * x[j];
      x[i] /= l[i * n + i];
    }
  }
}
