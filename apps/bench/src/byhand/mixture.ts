/** A mixture of Gaussians: K means, K factors of precisions as d×d matrices, and logarithms of weights. */
export interface Mixture {
  readonly means: Float64Array;
  readonly factors: Float64Array;
  readonly weights: Float64Array;
}

/**
 * The mean over n points of −log Σₖ exp(wₖ − |(x − mₖ) Fₖ|²/2), and its gradient: of the means, the factors and the weights.
 */
export function mixtureGradient(
  n: number,
  count: number,
  d: number,
  x: Float64Array,
  { means, factors, weights }: Mixture,
): Float64Array {
  const out = new Float64Array(1 + count * (d + d * d + 1));
  const [meansBar, factorsBar, weightsBar] = [1, 1 + count * d, 1 + count * (d + d * d)];
  const logs = new Float64Array(count);
  const [difference, z] = [new Float64Array(count * d), new Float64Array(count * d)];
  for (let i = 0; i < n; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < count; k++) {
      for (let p = 0; p < d; p++) difference[k * d + p] = x[i * d + p] - means[k * d + p];
      let squares = 0;
      for (let q = 0; q < d; q++) {
        let sum = 0;
        for (let p = 0; p < d; p++) sum += difference[k * d + p] * factors[(k * d + p) * d + q];
        z[k * d + q] = sum;
        squares += sum * sum;
      }
      logs[k] = weights[k] - squares / 2;
      most = Math.max(most, logs[k]);
    }
    let total = 0;
    for (let k = 0; k < count; k++) total += Math.exp(logs[k] - most);
    out[0] -= (most + Math.log(total)) / n;
    for (let k = 0; k < count; k++) {
      const share = Math.exp(logs[k] - most) / total / n;
      out[weightsBar + k] -= share;
      for (let p = 0; p < d; p++) {
        let sum = 0;
        for (let q = 0; q < d; q++) {
          const bar = share * z[k * d + q];
          sum += bar * factors[(k * d + p) * d + q];
          out[factorsBar + (k * d + p) * d + q] += bar * difference[k * d + p];
        }
        out[meansBar + k * d + p] -= sum;
      }
    }
  }
  return out;
}
