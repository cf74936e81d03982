/*
 * Inputs are the same in every run, so that runs can be compared.
 */

/**
 * A stream of numbers in [0, 1): counts, and scrambles the count with the finalizer of MurmurHash3.
 *
 * Source: Appleby, MurmurHash3, 2011 (public domain).
 */
function stream(seed: number): () => number {
  let count = Math.imul(seed, 0x9e3779b9);
  return () => {
    count = (count + 0x9e3779b9) | 0;
    let h = count;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** Uniform numbers in [−1, 1). */
export function uniform(length: number, seed: number): Float64Array {
  const next = stream(seed);
  return Float64Array.from({ length }, () => 2 * next() - 1);
}

/** A well-conditioned positive definite n×n matrix: weak random couplings, and a diagonal that outweighs them. */
export function positiveDefinite(n: number, seed: number): Float64Array {
  const a = uniform(n * n, seed);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j];
    a[i * n + i] = n;
  }
  return a;
}
