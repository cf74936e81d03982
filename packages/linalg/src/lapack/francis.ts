import type { Work } from "./gehrd.ts";
import { reflect } from "./householder.ts";

const EPSILON = Number.EPSILON;

/** Two shifts: real ones, or a pair. */
export interface Shifts {
  readonly re1: number;
  readonly im1: number;
  readonly re2: number;
  readonly im2: number;
}

/** Reflections I − tau·v·vᵀ, v = (1, v₁, v₂), of places first, first + 1, first + 2, then from first + 1 on, and so on. */
interface Chain {
  readonly first: number;
  readonly v1: Float64Array;
  /** The last one is 0: that reflection has two places. */
  readonly v2: Float64Array;
  readonly tau: Float64Array;
}

/**
 * One double step of the QR algorithm on the block from begin to end, which has order 3 or more.
 * What the step needs no more, rows of H above the bulge and those of Z, waits for all reflections from the right.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.5.
 */
export function step({ n, h, z }: Work, begin: number, end: number, shifts: Shifts): void {
  const { first, v } = bulgeOf(n, h, begin, end, shifts);
  const [v1, v2, tau] = [0, 1, 2].map(() => new Float64Array(end - first));
  const chain = { first, v1, v2, tau };
  for (let k = first; k < end; k++) {
    const size = Math.min(3, end - k + 1);
    if (k > first) for (let i = 0; i < 3; i++) v[i] = i < size ? h[(k + i) * n + k - 1] : 0;
    const reflection = reflect(size, v, 0, 1);
    [v1[k - first], v2[k - first], tau[k - first]] = [v[1], size === 3 ? v[2] : 0, reflection.tau];
    if (k > first) {
      h[k * n + k - 1] = reflection.beta;
      for (let i = 1; i < size; i++) h[(k + i) * n + k - 1] = 0;
    } else if (k > begin) {
      // The rest of the reflected column is rounding.
      h[k * n + k - 1] *= 1 - reflection.tau;
    }
    reflectRows(size, n - k, h, k * (n + 1), n, chain, k - first);
    for (let i = k; i <= Math.min(k + 3, end); i++) reflectPart(size, h, i * n + k, chain, k - first);
  }
  reflectAll(first, n, h, chain);
  for (let i = first; i < end; i++) reflectAlong(h, i * n, chain, i + 1 - first);
  reflectAll(n, n, z, chain);
}

/**
 * Where the bulge can begin, and the first column of (H − σ₁)(H − σ₂) from there, of which only the direction counts. It begins
 * late where two small entries below the diagonal follow each other, so that their product is rounding.
 *
 * Source: Wilkinson, "The algebraic eigenvalue problem", 1965, section 8.38; LAPACK's dlahqr.
 */
function bulgeOf(
  n: number,
  h: Float64Array,
  begin: number,
  end: number,
  { re1, im1, re2, im2 }: Shifts,
): { readonly first: number; readonly v: Float64Array } {
  const v = new Float64Array(3);
  for (let k = end - 2; ; k--) {
    const at = k * (n + 1);
    const [here, next, below] = [h[at], h[at + n + 1], h[at + n]];
    const size = Math.abs(here - re2) + Math.abs(im2) + Math.abs(below);
    const part = below / size;
    v[0] = part * h[at + 1] + (here - re1) * ((here - re2) / size) - im1 * (im2 / size);
    v[1] = part * (here + next - re1 - re2);
    v[2] = part * h[at + 2 * n + 1];
    const sum = Math.abs(v[0]) + Math.abs(v[1]) + Math.abs(v[2]);
    for (let i = 0; i < 3; i++) v[i] /= sum;
    if (k === begin) return { first: k, v };
    const near = Math.abs(h[at - n - 1]) + Math.abs(here) + Math.abs(next);
    if (Math.abs(h[at - 1]) * (Math.abs(v[1]) + Math.abs(v[2])) <= EPSILON * Math.abs(v[0]) * near) {
      return { first: k, v };
    }
  }
}

/** One reflection of two or three rows, in n columns. */
function reflectRows(size: number, n: number, h: Float64Array, at: number, ld: number, chain: Chain, k: number): void {
  const [v1, v2, tau] = [chain.v1[k], chain.v2[k], chain.tau[k]];
  for (let j = 0, x = at, y = at + ld; j < n; j++, x++, y++) {
    if (size === 2) {
      const s = tau * (h[x] + v1 * h[y]);
      h[x] -= s;
      h[y] -= s * v1;
    } else {
      const s = tau * (h[x] + v1 * h[y] + v2 * h[y + ld]);
      h[x] -= s;
      h[y] -= s * v1;
      h[y + ld] -= s * v2;
    }
  }
}

/** One reflection of two or three entries of a row. */
function reflectPart(size: number, x: Float64Array, at: number, chain: Chain, k: number): void {
  const [v1, v2, tau] = [chain.v1[k], chain.v2[k], chain.tau[k]];
  const s = tau * (x[at] + v1 * x[at + 1] + (size === 2 ? 0 : v2 * x[at + 2]));
  x[at] -= s;
  x[at + 1] -= s * v1;
  if (size === 3) x[at + 2] -= s * v2;
}

/** Reflections of a chain, from one on, of one row; the entry that two reflections share stays in a register. */
function reflectAlong(x: Float64Array, row: number, { first, v1, v2, tau }: Chain, from: number): void {
  const last = tau.length - 1;
  if (from > last) return;
  let at = row + first + from;
  let p = x[at];
  let q = x[at + 1];
  for (let k = from; k < last; k++, at++) {
    const r = x[at + 2];
    const s = tau[k] * (p + v1[k] * q + v2[k] * r);
    x[at] = p - s;
    p = q - s * v1[k];
    q = r - s * v2[k];
  }
  const s = tau[last] * (p + v1[last] * q);
  x[at] = p - s;
  x[at + 1] = q - s * v1[last];
}

/** All reflections of a chain on rows of n entries, four at a time, so that they run in parallel. */
function reflectAll(rows: number, n: number, x: Float64Array, chain: Chain): void {
  const whole = rows & ~3;
  for (let i = 0; i < whole; i += 4) reflectFour(x, i * n, n, chain);
  for (let i = whole; i < rows; i++) reflectAlong(x, i * n, chain, 0);
}

function reflectFour(x: Float64Array, row: number, n: number, { first, v1, v2, tau }: Chain): void {
  const last = tau.length - 1;
  let at0 = row + first;
  let at1 = at0 + n;
  let at2 = at1 + n;
  let at3 = at2 + n;
  let p0 = x[at0];
  let p1 = x[at1];
  let p2 = x[at2];
  let p3 = x[at3];
  let q0 = x[at0 + 1];
  let q1 = x[at1 + 1];
  let q2 = x[at2 + 1];
  let q3 = x[at3 + 1];
  for (let k = 0; k < last; k++) {
    const v = v1[k];
    const w = v2[k];
    const t = tau[k];
    const r0 = x[at0 + 2];
    const r1 = x[at1 + 2];
    const r2 = x[at2 + 2];
    const r3 = x[at3 + 2];
    const s0 = t * (p0 + v * q0 + w * r0);
    const s1 = t * (p1 + v * q1 + w * r1);
    const s2 = t * (p2 + v * q2 + w * r2);
    const s3 = t * (p3 + v * q3 + w * r3);
    x[at0++] = p0 - s0;
    x[at1++] = p1 - s1;
    x[at2++] = p2 - s2;
    x[at3++] = p3 - s3;
    p0 = q0 - s0 * v;
    p1 = q1 - s1 * v;
    p2 = q2 - s2 * v;
    p3 = q3 - s3 * v;
    q0 = r0 - s0 * w;
    q1 = r1 - s1 * w;
    q2 = r2 - s2 * w;
    q3 = r3 - s3 * w;
  }
  const v = v1[last];
  const t = tau[last];
  const s0 = t * (p0 + v * q0);
  const s1 = t * (p1 + v * q1);
  const s2 = t * (p2 + v * q2);
  const s3 = t * (p3 + v * q3);
  x[at0] = p0 - s0;
  x[at1] = p1 - s1;
  x[at2] = p2 - s2;
  x[at3] = p3 - s3;
  x[at0 + 1] = q0 - s0 * v;
  x[at1 + 1] = q1 - s1 * v;
  x[at2 + 1] = q2 - s2 * v;
  x[at3 + 1] = q3 - s3 * v;
}
