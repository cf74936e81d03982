import { type Column, inverseIteration, residualOf } from "../lapack/inverseiteration.ts";

// Entries of which one counts as large as another.
const AS_LARGE = 0.99;
// So many steps of inverse iteration are tried.
const STEPS = 3;

/** A column of length 1, whose largest entry is real and positive: the first of those that are about as large. */
export function unitVector(n: number, { re, im }: Column): Column {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, Math.abs(re[i]), Math.abs(im[i]));
  const sizes = Float64Array.from({ length: n }, (_, i) => (re[i] / most) ** 2 + (im[i] / most) ** 2);
  let [squares, largest] = [0, 0];
  for (const size of sizes) {
    squares += size;
    largest = Math.max(largest, size);
  }
  const first = sizes.findIndex((size) => size >= AS_LARGE * largest);
  const [length, size] = [Math.sqrt(squares), Math.sqrt(sizes[first])];
  const [c, s] = [re[first] / most / size, im[first] / most / size];
  const turned: Column = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const [x, y] = [re[i] / most / length, im[i] / most / length];
    turned.re[i] = c * x + s * y;
    turned.im[i] = i === first ? 0 : c * y - s * x;
  }
  return turned;
}

/**
 * An eigenvector that is right as one of A, of length 1. Where balancing has scaled a small entry of a vector up, its error is
 * scaled, too; then inverse iteration makes it good.
 *
 * @param a - a plain matrix whose largest entry is about 1
 */
export function refined(n: number, a: Float64Array, lambda: readonly [number, number], x: Column): Column {
  const norm = Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
  let best = x;
  let error = residualOf(n, a, lambda, x);
  for (let step = 0, last = x; step < STEPS && error > 4 * n * Number.EPSILON * norm; step++) {
    last = unitVector(n, inverseIteration(n, a, lambda, last));
    const residual = residualOf(n, a, lambda, last);
    if (residual < error) [best, error] = [last, residual];
  }
  return best;
}
