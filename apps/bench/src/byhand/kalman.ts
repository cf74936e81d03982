/** A linear system of four states, of which the first and the third are observed. */
export interface Filter {
  /** 4×4: a state from the one before. */
  readonly a: Float64Array;
  /** Variance of what moves each state, and of the noise of each observation. */
  readonly q: number;
  readonly r: number;
  /** Observations, two at a time. */
  readonly y: Float64Array;
}

/** Twice the negative log likelihood but for a constant, by a Kalman filter that begins at the covariance I. */
export function filtered({ a, q, r, y }: Filter): number {
  let x = new Float64Array(4);
  let p = Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? 1 : 0));
  let total = 0;
  for (let t = 0; t < y.length; t += 2) {
    x = product(4, 4, 1, a, x);
    p = product(4, 4, 4, product(4, 4, 4, a, p), transposed(a));
    for (let i = 0; i < 4; i++) p[5 * i] += q;
    const [s11, s12, s21, s22] = [p[0] + r, p[2], p[8], p[10] + r];
    const det = s11 * s22 - s12 * s21;
    const [v1, v2] = [y[t] - x[0], y[t + 1] - x[2]];
    total += (s22 * v1 * v1 - (s12 + s21) * v1 * v2 + s11 * v2 * v2) / det + Math.log(det);
    // The gain is P Hᵀ S⁻¹, and H P are the first and the third row of P.
    const gain = new Float64Array(8);
    for (let i = 0; i < 4; i++) {
      gain[2 * i] = (p[4 * i] * s22 - p[4 * i + 2] * s21) / det;
      gain[2 * i + 1] = (p[4 * i + 2] * s11 - p[4 * i] * s12) / det;
    }
    const moved = product(4, 2, 4, gain, Float64Array.of(...p.subarray(0, 4), ...p.subarray(8, 12)));
    x = x.map((value, i) => value + gain[2 * i] * v1 + gain[2 * i + 1] * v2);
    p = p.map((value, k) => value - moved[k]);
  }
  return total;
}

function product(m: number, k: number, n: number, a: Float64Array, b: Float64Array): Float64Array<ArrayBuffer> {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) c[i * n + j] += a[i * k + p] * b[p * n + j];
  return c;
}

function transposed(a: Float64Array): Float64Array {
  return a.map((_, k) => a[4 * (k % 4) + (k >> 2)]);
}
