import { rootsOfUnity, transformOf } from "./fourier.ts";

/*
 * Transforms of real numbers. Of an even number n = 2h of them, those at even places are the real part, those at odd places the
 * imaginary part of h complex numbers, which takes half the work. Source: Van Loan, "Computational Frameworks for the Fast Fourier
 * Transform" (1992), 4.3.
 */

/** Writes Σⱼ xⱼ e^(−2πijk/n) for k ≤ n/2. */
export function realTransformOf(n: number): (x: Float64Array, re: Float64Array, im: Float64Array) => void {
  if (n % 2 === 1) {
    const transform = transformOf(n);
    return (x, re, im) => {
      const [a, b] = [x.slice(), new Float64Array(n)];
      transform(a, b);
      re.set(a.subarray(0, re.length));
      im.set(b.subarray(0, im.length));
    };
  }
  const h = n / 2;
  const transform = transformOf(h);
  const roots = rootsOfUnity(n);
  return (x, re, im) => {
    const [a, b] = [new Float64Array(h), new Float64Array(h)];
    for (let j = 0; j < h; j++) {
      a[j] = x[2 * j];
      b[j] = x[2 * j + 1];
    }
    transform(a, b);
    // Of the transform Z: (Z_k + conj Z_{h−k})/2 is that of the even places, (Z_k − conj Z_{h−k})/2i that of the odd ones.
    for (let k = 0; k <= h; k++) {
      const p = k === h ? 0 : k;
      const q = k === 0 ? 0 : h - k;
      const evenRe = (a[p] + a[q]) / 2;
      const evenIm = (b[p] - b[q]) / 2;
      const oddRe = (b[p] + b[q]) / 2;
      const oddIm = (a[q] - a[p]) / 2;
      re[k] = evenRe + roots.re[k] * oddRe - roots.im[k] * oddIm;
      im[k] = evenIm + roots.re[k] * oddIm + roots.im[k] * oddRe;
    }
  };
}

/** Writes Re Σ_k y_k e^(2πijk/n) over k ≤ n/2. */
export function halfSumOf(n: number): (re: Float64Array, im: Float64Array, x: Float64Array) => void {
  const half = Math.floor(n / 2) + 1;
  // Half of each element, and half of its conjugate at n − k, have the same sum; of elements without a partner the real part counts.
  if (n % 2 === 1) {
    const transform = transformOf(n);
    return (re, im, x) => {
      const [a, b] = [new Float64Array(n), new Float64Array(n)];
      a[0] = re[0];
      for (let k = 1; k < half; k++) {
        a[k] = a[n - k] = re[k] / 2;
        b[k] = im[k] / 2;
        b[n - k] = -b[k];
      }
      transform(b, a); // with the parts exchanged, as the sign is the other one
      x.set(a);
    };
  }
  const h = n / 2;
  const transform = transformOf(h);
  const roots = rootsOfUnity(n);
  return (re, im, x) => {
    const [a, b] = [new Float64Array(h), new Float64Array(h)];
    for (let k = 0; k < h; k++) {
      // k, and what stands at k + h: the conjugate of the element at h − k. Of both one half, or the real part of one that is alone.
      const pRe = k === 0 ? re[0] : re[k] / 2;
      const pIm = k === 0 ? 0 : im[k] / 2;
      const qRe = k === 0 ? re[h] : re[h - k] / 2;
      const qIm = k === 0 ? 0 : -im[h - k] / 2;
      const apartRe = pRe - qRe;
      const apartIm = pIm - qIm;
      const turnedRe = apartRe * roots.re[k] + apartIm * roots.im[k];
      const turnedIm = apartIm * roots.re[k] - apartRe * roots.im[k];
      a[k] = pRe + qRe - turnedIm;
      b[k] = pIm + qIm + turnedRe;
    }
    transform(b, a);
    for (let j = 0; j < h; j++) {
      x[2 * j] = a[j];
      x[2 * j + 1] = b[j];
    }
  };
}
