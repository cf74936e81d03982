/** Gaussians: the logarithms of their weights, means, and factors of their precisions, row after row. */
export interface Components {
  readonly dimension: number;
  readonly alphas: Float64Array;
  readonly means: Float64Array;
  /** Of each: the logarithms of the diagonal, then what is below it, column by column. */
  readonly factors: Float64Array;
}

/** The log posterior of points, and its gradient by weights, means and factors. */
export function mixtureOfGaussians(x: Float64Array, components: Components): readonly number[] {
  const { dimension: d, alphas, means, factors } = components;
  const [count, n, width] = [alphas.length, x.length / d, (d * (d + 1)) / 2];
  const [abar, mbar, fbar] = [alphas, means, factors].map(({ length }) => new Float64Array(length));
  const scales = new Float64Array(count * d);
  const logs = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < d; i++) {
      scales[k * d + i] = Math.exp(factors[k * width + i]);
      logs[k] += factors[k * width + i];
    }
  }
  const [y, z, each] = [new Float64Array(count * d), new Float64Array(count * d), new Float64Array(count)];
  let value = 0;
  for (let p = 0; p < n; p++) {
    for (let k = 0; k < count; k++) {
      const [at, below] = [k * d, k * width + d];
      for (let i = 0; i < d; i++) {
        y[at + i] = x[p * d + i] - means[at + i];
        z[at + i] = scales[at + i] * y[at + i];
      }
      for (let j = 0, e = below; j < d; j++) for (let i = j + 1; i < d; i++, e++) z[at + i] += factors[e] * y[at + j];
      let form = 0;
      for (let i = 0; i < d; i++) form += z[at + i] * z[at + i];
      each[k] = alphas[k] + logs[k] - 0.5 * form;
    }
    value += normalized(each);
    for (let k = 0; k < count; k++) {
      const [at, first, below, w] = [k * d, k * width, k * width + d, each[k]];
      abar[k] += w;
      for (let i = 0; i < d; i++) {
        fbar[first + i] += w * (1 - z[at + i] * scales[at + i] * y[at + i]);
        mbar[at + i] += w * z[at + i] * scales[at + i];
      }
      for (let j = 0, e = below; j < d; j++) {
        let total = 0;
        for (let i = j + 1; i < d; i++, e++) {
          fbar[e] -= w * z[at + i] * y[at + j];
          total += factors[e] * z[at + i];
        }
        mbar[at + j] += w * total;
      }
    }
  }
  const weights = alphas.slice();
  value -= n * normalized(weights);
  for (let k = 0; k < count; k++) abar[k] -= n * weights[k];
  for (let k = 0; k < count; k++) {
    for (let e = 0; e < width; e++) {
      const prior = e < d ? scales[k * d + e] : factors[k * width + e];
      value -= 0.5 * prior * prior;
      fbar[k * width + e] -= e < d ? prior * prior : prior;
    }
  }
  return [value, ...abar, ...mbar, ...fbar];
}

/** log Σ exp of numbers, which become their shares of the sum. */
function normalized(xs: Float64Array): number {
  const largest = xs.reduce((a, b) => Math.max(a, b));
  let total = 0;
  for (let k = 0; k < xs.length; k++) {
    xs[k] = Math.exp(xs[k] - largest);
    total += xs[k];
  }
  for (let k = 0; k < xs.length; k++) xs[k] /= total;
  return largest + Math.log(total);
}
