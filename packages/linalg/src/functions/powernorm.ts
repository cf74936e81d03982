import { kernels } from "@wengert/array";
import { columnNorm, times } from "../lapack/dense.ts";

// Up to this order a product costs less than what an estimate does besides.
const EXACT = 40;

/**
 * |B₁ B₂ … |₁ of n×n matrices: of the product itself for small n, else estimated from products with a few vectors, which may
 * give too little, but seldom does.
 *
 * The estimate follows unit vectors to where the convex function |P x|₁ is largest, two at a time.
 *
 * Source: Higham and Tisseur, "A block algorithm for matrix 1-norm estimation, with an application to 1-norm pseudospectra",
 * SIAM J. Matrix Anal. Appl. 21, 2000; its starting vectors here are those of LAPACK's estimator, so that nothing is random.
 */
export function productNorm(n: number, factors: readonly Float64Array[]): number {
  if (n <= EXACT)
    return columnNorm(
      n,
      factors.reduce((product, factor) => times(n, product, factor)),
    );
  let x = startOf(n);
  let best = 0;
  const seen = new Set<number>();
  for (let round = 0; round < 5; round++) {
    const y = factors.reduceRight((z, factor) => onVectors(n, factor, z, false), x);
    const norms = columnSums(n, y);
    if (round > 0 && Math.max(...norms) <= best) break;
    best = Math.max(...norms);
    const signs = y.map((value) => (value < 0 ? -1 : 1));
    const z = factors.reduce((w, factor) => onVectors(n, factor, w, true), signs);
    const gains = Array.from({ length: n }, (_, i) => Math.max(Math.abs(z[2 * i]), Math.abs(z[2 * i + 1])));
    const order = [...gains.keys()].filter((i) => !seen.has(i)).sort((i, j) => gains[j] - gains[i]);
    if (order.length < 2) break;
    x = new Float64Array(2 * n);
    for (const column of [0, 1]) {
      x[2 * order[column] + column] = 1;
      seen.add(order[column]);
    }
  }
  return best;
}

/** | |A|ᵖ |₁, which never is less than |Aᵖ|₁: a row of ones p times through it. */
export function absolutePowerNorm(n: number, a: Float64Array, p: number): number {
  const sizes = a.map(Math.abs);
  let row = new Float64Array(n).fill(1);
  for (let k = 0; k < p; k++) {
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) next[j] += row[i] * sizes[i * n + j];
    row = next;
  }
  return row.reduce((most, value) => Math.max(most, value), 0);
}

/** A X or Aᵀ X, of two columns. */
function onVectors(n: number, a: Float64Array, x: Float64Array, transpose: boolean): Float64Array {
  const y = new Float64Array(2 * n);
  kernels().gemm(transpose, false, n, 2, n, 1, a, 0, n, x, 0, 2, 0, y, 0, 2);
  return y;
}

/** The mean of all unit vectors, and one of alternating signs and growing entries, whose 1-norms are 1. */
function startOf(n: number): Float64Array {
  const x = new Float64Array(2 * n);
  for (let i = 0; i < n; i++) {
    x[2 * i] = 1 / n;
    x[2 * i + 1] = ((i % 2 === 0 ? 1 : -1) * (1 + i / (n - 1))) / (1.5 * n);
  }
  return x;
}

function columnSums(n: number, y: Float64Array): [number, number] {
  const sums: [number, number] = [0, 0];
  for (let at = 0; at < 2 * n; at++) sums[at % 2] += Math.abs(y[at]);
  return sums;
}
