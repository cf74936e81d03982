import type { Schur } from "./schur.ts";

/** A complex number. */
type Complex = readonly [re: number, im: number];

/** x/y, scaled so that nothing overflows on the way. */
function quotient([a, b]: Complex, [c, d]: Complex): Complex {
  if (Math.abs(c) >= Math.abs(d)) {
    const [r, t] = [d / c, c + d * (d / c)];
    return [(a + b * r) / t, (b - a * r) / t];
  }
  const [r, t] = [c / d, c * (c / d) + d];
  return [(a * r + b) / t, (b * r - a) / t];
}

function product([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

function difference([a, b]: Complex, [c, d]: Complex): Complex {
  return [a - c, b - d];
}

/**
 * Eigenvectors of a matrix from its real Schur form, of length 1, as n columns: of a real eigenvalue the vector, of a pair
 * a ± ib with b > 0 the real and then the imaginary part of the vector of a + ib.
 *
 * (T − λ) x = 0 is solved from the place of λ upwards; then the vector is Z x.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.6.
 */
export function eigenvectors({ n, t, z, re, im }: Schur): Float64Array {
  const out = new Float64Array(n * n);
  const tiny = Number.EPSILON * t.reduce((most, value) => Math.max(most, Math.abs(value)), Number.MIN_VALUE);
  for (let k = 0; k < n; k++) {
    if (im[k] < 0) continue;
    const x = im[k] === 0 ? single(k) : pair(n, t, k, im[k]);
    upwards(n, t, x, k - 1, [re[k], im[k]], tiny);
    write(n, z, x, out, k, im[k] > 0);
  }
  return out;
}

function single(k: number): Complex[] {
  const x: Complex[] = [];
  x[k] = [1, 0];
  return x;
}

/** The block [a b; c a] with bc < 0 has (b, i√−bc) for a + i√−bc. */
function pair(n: number, t: Float64Array, k: number, imaginary: number): Complex[] {
  const x: Complex[] = [];
  x[k] = [t[k * n + k + 1], 0];
  x[k + 1] = [0, imaginary];
  // Of about length 1.
  const size = Math.hypot(x[k][0], imaginary);
  x[k] = [x[k][0] / size, 0];
  x[k + 1] = [0, imaginary / size];
  return x;
}

/** Fills in the entries from `last` up to the first. */
function upwards(n: number, t: Float64Array, x: Complex[], last: number, [a, b]: Complex, tiny: number): void {
  const right = (i: number, from: number): Complex => {
    let [sumRe, sumIm] = [0, 0];
    for (let j = from; j < x.length; j++) {
      sumRe -= t[i * n + j] * x[j][0];
      sumIm -= t[i * n + j] * x[j][1];
    }
    return [sumRe, sumIm];
  };
  /** A divisor that is not zero, as if T had been another by rounding. */
  const safe = (value: Complex): Complex => (Math.hypot(...value) < tiny ? [tiny, 0] : value);
  for (let i = last; i >= 0; i--) {
    if (i === 0 || t[i * n + i - 1] === 0) {
      x[i] = quotient(right(i, i + 1), safe([t[i * n + i] - a, -b]));
      continue;
    }
    const [p, q, r, s] = [(i - 1) * (n + 1), (i - 1) * (n + 1) + 1, i * n + i - 1, i * (n + 1)];
    const [f, g] = [right(i - 1, i + 1), right(i, i + 1)];
    const diagonal: Complex = [t[p] - a, -b];
    const determinant = safe(difference(product(diagonal, [t[s] - a, -b]), [t[q] * t[r], 0]));
    x[i] = quotient(difference(product(diagonal, g), product([t[r], 0], f)), determinant);
    x[i - 1] = quotient(difference(product([t[s] - a, -b], f), product([t[q], 0], g)), determinant);
    i--;
  }
}

/** Z x, made of length 1, into column k, and its imaginary part into the next. */
function write(
  n: number,
  z: Float64Array,
  x: readonly Complex[],
  out: Float64Array,
  k: number,
  complex: boolean,
): void {
  const most = x.reduce((size, entry) => Math.max(size, Math.abs(entry[0]), Math.abs(entry[1])), 0);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    let [re, im] = [0, 0];
    for (let j = 0; j < x.length; j++) {
      re += z[i * n + j] * (x[j][0] / most);
      im += z[i * n + j] * (x[j][1] / most);
    }
    out[i * n + k] = re;
    if (complex) out[i * n + k + 1] = im;
    squares += re * re + im * im;
  }
  const size = Math.sqrt(squares);
  for (let i = 0; i < n; i++) {
    out[i * n + k] /= size;
    if (complex) out[i * n + k + 1] /= size;
  }
}
