import { reuse } from "@wengert/trace";
import { exp, grad, mul, sum, type Tensor, tensor } from "wengert";

/** What many operations on large tensors have shown, as plain data. */
export interface Large {
  /** An element of the last result, and the same computed by hand. */
  readonly found: number;
  readonly expected: number;
  /** Elements of a gradient, after memory has been used again many times. */
  readonly kept: readonly number[];
  readonly slopes: readonly number[];
}

const LENGTH = 2 ** 18;

/** The memory of all results together, in MB. */
export function together(times: number): number {
  return (times * 2 * 8 * LENGTH) / 1e6;
}

/** x ← 0.99·e^(0.1 x) many times in one go, with gradients in between; whatever they give back is overwritten with NaN. */
export function manyLarge(times: number): Large {
  const usual = { ...reuse };
  Object.assign(reuse, { scrub: true });
  try {
    const gradient = grad((v: Tensor) => sum(mul(v, exp(v))));
    const x = tensor(Float64Array.from({ length: LENGTH }, (_, i) => Math.sin(i)));
    const kept = gradient(x);
    let [y, expected] = [x, Math.sin(7)];
    for (let k = 0; k < times; k++) {
      if (k % 10 === 9) gradient(mul(0.5, x));
      y = mul(0.99, exp(mul(0.1, y)));
      expected = 0.99 * Math.exp(0.1 * expected);
    }
    const places = [0, 7, LENGTH - 1];
    return {
      found: y.data[7],
      expected,
      kept: places.map((i) => kept.data[i]),
      slopes: places.map((i) => (1 + Math.sin(i)) * Math.exp(Math.sin(i))),
    };
  } finally {
    Object.assign(reuse, usual);
  }
}
