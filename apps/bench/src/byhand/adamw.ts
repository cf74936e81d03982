/** What AdamW keeps between its steps. */
export interface AdamW {
  step: number;
  readonly p: readonly Float64Array[];
  readonly mean: readonly Float64Array[];
  readonly meanSquare: readonly Float64Array[];
}

/** A step of AdamW at 10⁻³ with PyTorch's defaults, the gradient clipped to norm 1: in place, one pass for the norm and one for the rest. */
export function stepInPlace(state: AdamW, gradients: readonly Float64Array[]): void {
  const [beta1, beta2, eps, rate, decay] = [0.9, 0.999, 1e-8, 1e-3, 0.01];
  let square = 0;
  for (const g of gradients) for (let i = 0; i < g.length; i++) square += g[i] * g[i];
  const clip = Math.min(1, 1 / (Math.sqrt(square) + 1e-6));
  state.step++;
  const size = rate / (1 - beta1 ** state.step);
  const unbiased = 1 / Math.sqrt(1 - beta2 ** state.step);
  const kept = 1 - rate * decay;
  for (const [k, gs] of gradients.entries()) {
    const [p, m, v] = [state.p[k], state.mean[k], state.meanSquare[k]];
    for (let i = 0; i < gs.length; i++) {
      const g = clip * gs[i];
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      p[i] = kept * p[i] - (size * m[i]) / (Math.sqrt(v[i]) * unbiased + eps);
    }
  }
}
