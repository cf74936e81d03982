// What the workers of the measurement run: nothing but the built packages.
import { add, exp, log1p, mul, neg, sum, type Tensor, tensor } from "wengert";

/** A tiny task. */
export const half = (x: number): number => x / 2;

/** −log of the likelihood of a logistic regression with labels ±1. */
export function logistic(p: { a: Tensor; b: Tensor }, { x, y }: { x: Tensor; y: Tensor }): Tensor {
  return sum(log1p(exp(neg(mul(y, add(p.a, sum(mul(x, p.b), { axis: 1 })))))));
}

/** Rows of two features, the same for a seed on every machine. */
export function rows({ count, seed }: { count: number; seed: number }): { x: Tensor; y: Tensor } {
  const x = new Float64Array(2 * count);
  const y = new Float64Array(count);
  let state = (seed * 2654435761) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  for (let i = 0; i < count; i++) {
    x[2 * i] = next();
    x[2 * i + 1] = next();
    y[i] = x[2 * i] - 0.5 * x[2 * i + 1] + 0.5 * next() > 0 ? 1 : -1;
  }
  return { x: tensor(x, [count, 2]), y: tensor(y, [count]) };
}
