import { type Complexes, pass } from "./fourierpasses.ts";

/** Replaces a sequence by its discrete Fourier transform Σⱼ xⱼ e^(−2πijk/n). */
export type Transform = (re: Float64Array, im: Float64Array) => void;

/** Longer prime factors are better served by a convolution (measured: they break even between 60 and 100). */
const LONGEST_FACTOR = 61;

/** The transform of sequences of length n, with its tables. O(n log n) for every n; errors grow with log n. */
export function transformOf(n: number): Transform {
  const factors = factorsOf(n);
  if (factors.length === 0) return () => {};
  return factors[factors.length - 1] > LONGEST_FACTOR ? byConvolution(n) : byFactors(n, factors);
}

/** Prime factors in ascending order, but 4 for 2·2. */
function factorsOf(n: number): readonly number[] {
  const factors: number[] = [];
  let rest = n;
  for (; rest % 4 === 0; rest /= 4) factors.push(4);
  for (let p = 2; rest > 1; p++) {
    if (p * p > rest) p = rest;
    for (; rest % p === 0; rest /= p) factors.push(p);
  }
  return factors;
}

/** e^(−2πik/n) for k < n; angles are reduced to an eighth of a turn, where they and their functions are exact to rounding. */
export function rootsOfUnity(n: number): Complexes {
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    const eighth = Math.floor((8 * k) / n);
    const quarter = Math.floor((eighth + 1) / 2); // the nearest multiple of a quarter turn
    const angle = (2 * Math.PI * (4 * k - quarter * n)) / (4 * n);
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const turned = quarter % 4;
    re[k] = turned === 0 ? c : turned === 1 ? -s : turned === 2 ? -c : s;
    im[k] = turned === 0 ? -s : turned === 1 ? -c : turned === 2 ? s : c;
  }
  return { re, im };
}

/**
 * One pass for each factor r of n, from one buffer to the other, which brings the elements in order on the way (Stockham). Source:
 * Van Loan, "Computational Frameworks for the Fast Fourier Transform" (1992), 1.7 and 2.1.
 */
function byFactors(n: number, factors: readonly number[]): Transform {
  const roots = rootsOfUnity(n);
  const spare = { re: new Float64Array(n), im: new Float64Array(n) };
  return (re, im) => {
    let [from, to]: [Complexes, Complexes] = [{ re, im }, spare];
    let done = 1;
    for (const r of factors) {
      pass(from, to, roots, r, done);
      [from, to] = [to, from];
      done *= r;
    }
    if (from.re === re) return;
    re.set(from.re);
    im.set(from.im);
  };
}

/**
 * A convolution with a chirp, w_k = e^(−πik²/n), by transforms of a power of two: as 2jk = j² + k² − (k − j)²,
 *
 *     y_k = w_k Σⱼ (xⱼ wⱼ) conj(w_{k−j})
 *
 * Source: Bluestein, "A linear filtering approach to the computation of discrete Fourier transform" (1970).
 */
function byConvolution(n: number): Transform {
  let length = 1;
  while (length < 2 * n - 1) length *= 2;
  const inner = transformOf(length);
  const roots = rootsOfUnity(2 * n);
  const [cre, cim] = [new Float64Array(length), new Float64Array(length)];
  for (let k = 0; k < n; k++) {
    const at = squareModulo(k, 2 * n);
    for (const place of k === 0 ? [0] : [k, length - k]) {
      cre[place] = roots.re[at];
      cim[place] = -roots.im[at];
    }
  }
  const chirp = { re: cre.slice(0, n), im: cim.slice(0, n) };
  inner(cre, cim);
  return (re, im) => {
    const [a, b] = [new Float64Array(length), new Float64Array(length)];
    for (let k = 0; k < n; k++) {
      a[k] = re[k] * chirp.re[k] + im[k] * chirp.im[k];
      b[k] = im[k] * chirp.re[k] - re[k] * chirp.im[k];
    }
    inner(a, b);
    // The inverse transform is the transform with real and imaginary parts exchanged.
    for (let k = 0; k < length; k++) {
      const real = a[k] * cre[k] - b[k] * cim[k];
      b[k] = a[k] * cim[k] + b[k] * cre[k];
      a[k] = real;
    }
    inner(b, a);
    for (let k = 0; k < n; k++) {
      re[k] = (a[k] * chirp.re[k] + b[k] * chirp.im[k]) / length;
      im[k] = (b[k] * chirp.re[k] - a[k] * chirp.im[k]) / length;
    }
  };
}

/** k² modulo m for k < m < 2²⁶, exactly; beyond that with the square in two parts. */
export function squareModulo(k: number, m: number): number {
  if (k < 2 ** 26) return (k * k) % m;
  const [high, low] = [Math.floor(k / 2 ** 13), k % 2 ** 13];
  return (((((k * high) % m) * 2 ** 13) % m) + ((k * low) % m)) % m;
}
