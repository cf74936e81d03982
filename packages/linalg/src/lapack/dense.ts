import { kernels } from "@wengert/array";
import { getrs } from "./getrs.ts";

/*
 * Plain n×n matrices, row by row, for algorithms on numbers.
 */

/** The identity. */
export function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

/** op(A) op(B), where op transposes if asked. */
export function times(
  n: number,
  a: Float64Array,
  b: Float64Array,
  transposeA = false,
  transposeB = false,
): Float64Array {
  const c = new Float64Array(n * n);
  if (n > 0) kernels().gemm(transposeA, transposeB, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
  return c;
}

/** Returns a function that overwrites B with A⁻¹ B. A must not be singular. */
export function solver(n: number, a: Float64Array): (b: Float64Array) => Float64Array {
  const kernel = kernels().getrs ?? getrs;
  const [lu, pivots] = [a.slice(), new Int32Array(n)];
  kernels().getrf(n, n, lu, 0, n, pivots, 0);
  return (b) => {
    kernel(false, n, n, lu, 0, n, pivots, 0, b, 0, n);
    return b;
  };
}

/** |A|₁, the largest sum |aᵢⱼ| of a column. */
export function columnNorm(n: number, a: Float64Array): number {
  const columns = new Float64Array(n);
  for (let at = 0; at < a.length; at++) columns[at % n] += Math.abs(a[at]);
  return columns.reduce((most, column) => Math.max(most, column), 0);
}
