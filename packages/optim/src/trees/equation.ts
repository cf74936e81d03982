/** What is done to each element of updates: rate·(factor·x + λp). A factor or rate of 1 leaves it exactly as it is. */
export interface Equation {
  readonly factor: number;
  readonly lambda: number;
  readonly p: Float64Array | undefined;
  readonly rate: number;
}

/** The equation that changes nothing. */
export const same: Equation = /* @__PURE__ */ Object.freeze({ factor: 1, lambda: 0, p: undefined, rate: 1 });

/**
 * Evaluates an equation from one element to another: out ← onto + rate·(factor·x + λp).
 *
 * The loops stand beside each other, since a loop that asks at each element what there is takes twice the time.
 *
 * @param x - may be `out` itself
 * @param onto - undefined adds nothing
 */
export function evaluate(
  out: Float64Array,
  x: Float64Array,
  { factor, lambda, p, rate }: Equation,
  onto: Float64Array | undefined,
  from: number,
  to: number,
): void {
  if (p !== undefined && onto !== undefined) {
    for (let i = from; i < to; i++) out[i] = onto[i] + (factor * x[i] + lambda * p[i]) * rate;
  } else if (p !== undefined) {
    for (let i = from; i < to; i++) out[i] = (factor * x[i] + lambda * p[i]) * rate;
  } else if (onto !== undefined) {
    for (let i = from; i < to; i++) out[i] = onto[i] + factor * x[i] * rate;
  } else {
    for (let i = from; i < to; i++) out[i] = factor * x[i] * rate;
  }
}
