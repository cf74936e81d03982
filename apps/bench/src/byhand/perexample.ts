/** The gradient of (w₂·tanh(x W₁ + b₁) + b₂ − y)² by W₁ [inputs, units], for each of n examples. */
export function weightGradients(
  [n, inputs, units]: readonly [n: number, inputs: number, units: number],
  x: Float64Array,
  y: Float64Array,
  {
    w1,
    b1,
    w2,
    b2,
  }: { readonly w1: Float64Array; readonly b1: Float64Array; readonly w2: Float64Array; readonly b2: number },
): Float64Array {
  const out = new Float64Array(n * inputs * units);
  const hidden = new Float64Array(units);
  for (let b = 0; b < n; b++) {
    hidden.set(b1);
    for (let i = 0; i < inputs; i++) {
      const value = x[b * inputs + i];
      for (let k = 0; k < units; k++) hidden[k] += value * w1[i * units + k];
    }
    let residual = b2 - y[b];
    for (let k = 0; k < units; k++) {
      hidden[k] = Math.tanh(hidden[k]);
      residual += hidden[k] * w2[k];
    }
    for (let k = 0; k < units; k++) hidden[k] = 2 * residual * w2[k] * (1 - hidden[k] * hidden[k]);
    const start = b * inputs * units;
    for (let i = 0; i < inputs; i++)
      for (let k = 0; k < units; k++) out[start + i * units + k] = x[b * inputs + i] * hidden[k];
  }
  return out;
}
