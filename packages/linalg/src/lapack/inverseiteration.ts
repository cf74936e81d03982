import { type Complex, quotient } from "./laln2.ts";
import { largestEntry } from "./scaling.ts";

/** A column of complex numbers. */
export interface Column {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** |A x − λ x| of a plain n×n matrix, by the Euclidean norm. */
export function residualOf(n: number, a: Float64Array, [lr, li]: Complex, { re, im }: Column): number {
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let [x, y] = [li * im[i] - lr * re[i], -(lr * im[i] + li * re[i])];
    for (let j = 0, at = i * n; j < n; j++, at++) {
      x += a[at] * re[j];
      y += a[at] * im[j];
    }
    squares += x * x + y * y;
  }
  return Math.sqrt(squares);
}

/**
 * (A − λ)⁻¹ x, by elimination with partial pivoting, for a matrix whose largest entry is about 1: one step of inverse iteration.
 * A pivot that is rounding is taken to be that; so the result is large, and its direction that of an eigenvector.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.6.1.
 */
export function inverseIteration(n: number, a: Float64Array, [lr, li]: Complex, x: Column): Column {
  const [mr, mi] = [a.slice(), new Float64Array(n * n)];
  const [re, im] = [x.re.slice(), x.im.slice()];
  for (let at = 0; at < n * n; at += n + 1) {
    mr[at] -= lr;
    mi[at] = -li;
  }
  const least = Number.EPSILON * largestEntry(a);
  for (let k = 0; k < n; k++) {
    let best = k;
    const size = (i: number): number => Math.abs(mr[i * n + k]) + Math.abs(mi[i * n + k]);
    for (let i = k + 1; i < n; i++) if (size(i) > size(best)) best = i;
    if (best !== k) for (const part of [mr, mi]) swap(part, k * n, best * n, n);
    if (best !== k) for (const part of [re, im]) swap(part, k, best, 1);
    if (size(k) < least) [mr[k * (n + 1)], mi[k * (n + 1)]] = [least, 0];
    for (let i = k + 1; i < n; i++) {
      if (size(i) === 0) continue;
      const [fr, fi] = quotient([mr[i * n + k], mi[i * n + k]], [mr[k * (n + 1)], mi[k * (n + 1)]]);
      for (let j = k + 1; j < n; j++) {
        const [pr, pi] = [mr[k * n + j], mi[k * n + j]];
        mr[i * n + j] -= fr * pr - fi * pi;
        mi[i * n + j] -= fr * pi + fi * pr;
      }
      [re[i], im[i]] = [re[i] - (fr * re[k] - fi * im[k]), im[i] - (fr * im[k] + fi * re[k])];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let [p, q] = [re[k], im[k]];
    for (let j = k + 1; j < n; j++) {
      p -= mr[k * n + j] * re[j] - mi[k * n + j] * im[j];
      q -= mr[k * n + j] * im[j] + mi[k * n + j] * re[j];
    }
    [re[k], im[k]] = quotient([p, q], [mr[k * (n + 1)], mi[k * (n + 1)]]);
  }
  return { re, im };
}

function swap(x: Float64Array, at: number, other: number, n: number): void {
  for (let j = 0; j < n; j++) [x[at + j], x[other + j]] = [x[other + j], x[at + j]];
}
