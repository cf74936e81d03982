import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";

const GOLDEN = 0.6180339887498949;

/**
 * A direction with elements spread over (−1, 1), without pattern and the same in every run: multiples of the golden
 * ratio modulo 1 (Weyl's equidistribution).
 *
 * @param seed - different ones give different directions
 * @param symmetric - the last two axes are a symmetric matrix
 */
export function direction(shape: readonly number[], seed: number, symmetric: boolean = false): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float64Array.from({ length: size }, (_, i) => {
    const turn = (i + 1) * GOLDEN + seed * 0.7548776662466927;
    return 2 * (turn - Math.floor(turn)) - 1;
  });
  if (symmetric) symmetrise(data, shape);
  return fromData(data, shape);
}

function symmetrise(data: Float64Array, shape: readonly number[]): void {
  const n = shape[shape.length - 1];
  for (let start = 0; start < data.length; start += n * n) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) data[start + i * n + j] = data[start + j * n + i];
    }
  }
}
