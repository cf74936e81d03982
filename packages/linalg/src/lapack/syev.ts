import { rightVectors } from "./bidiagonal.ts";
import { reflect } from "./householder.ts";
import { Chains, lengthOf, type Turns } from "./rotations.ts";

const EPSILON = Number.EPSILON;
// On average two or three steps find an eigenvalue; LAPACK gives up after thirty too.
const STEPS = 30;

/** Qᵀ A Q = T, tridiagonal: what T and Q are made of. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  readonly off: Float64Array;
  /** Row k holds the vector of reflection k, from entry k + 1 on. */
  readonly vectors: Float64Array;
  readonly right: Float64Array;
}

/**
 * The eigenvalues of a symmetric matrix, ascending, and its eigenvectors; see `Kernels.syev`.
 *
 * Householder reflections make the matrix tridiagonal, rotations (the QR algorithm with Wilkinson's shift) diagonal.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 8.3.
 */
export function syev(
  vectors: boolean,
  n: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  w: Float64Array,
  wOffset: number,
): number {
  const tridiagonal = reduce(n, a, aOffset, lda);
  const { diagonal, off } = tridiagonal;
  const v = vectors ? rightVectors(n, tridiagonal) : undefined;
  const failed = diagonalize(n, diagonal, off, v && new Chains(n, v, n));
  if (failed > 0) return failed;
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  for (const [k, from] of order.entries()) {
    w[wOffset + k] = diagonal[from];
    if (v === undefined) continue;
    for (let i = 0; i < n; i++) a[aOffset + i * lda + k] = v[i * n + from];
  }
  return 0;
}

/** Reads and overwrites the lower triangle. Each step is A ← H A H on what is left: A − v wᵀ − w vᵀ. */
function reduce(n: number, a: Float64Array, offset: number, ld: number): Tridiagonal {
  const [diagonal, off] = [new Float64Array(n), new Float64Array(n)];
  const [vectors, right, p] = [new Float64Array(n * n), new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    const v = vectors.subarray(k * n, (k + 1) * n);
    diagonal[k] = a[offset + k * (ld + 1)];
    if (k === n - 1) break;
    for (let i = k + 1; i < n; i++) v[i] = a[offset + i * ld + k];
    const { beta, tau } = reflect(n - k - 1, v, k + 1, 1);
    [off[k], right[k], v[k + 1]] = [beta, tau, 1];
    if (tau === 0) continue;
    multiplySymmetric(k + 1, n, a, offset, ld, v, p);
    let inner = 0;
    for (let i = k + 1; i < n; i++) inner += p[i] * v[i];
    for (let i = k + 1; i < n; i++) p[i] = tau * (p[i] - 0.5 * tau * inner * v[i]);
    for (let i = k + 1; i < n; i++) {
      const [row, vi, pi] = [offset + i * ld, v[i], p[i]];
      for (let j = k + 1; j <= i; j++) a[row + j] -= vi * p[j] + pi * v[j];
    }
  }
  return { diagonal, off, vectors, right };
}

/** p ← A v for the symmetric part from `first` on, of which each entry below the diagonal counts twice. */
function multiplySymmetric(
  first: number,
  n: number,
  a: Float64Array,
  offset: number,
  ld: number,
  v: Float64Array,
  p: Float64Array,
): void {
  p.fill(0);
  for (let i = first; i < n; i++) {
    const [row, vi] = [offset + i * ld, v[i]];
    let sum = a[row + i] * vi;
    for (let j = first; j < i; j++) {
      sum += a[row + j] * v[j];
      p[j] += a[row + j] * vi;
    }
    p[i] += sum;
  }
}

/** Rotates a tridiagonal matrix to a diagonal one, and applies the same rotations to the vectors. Returns how many entries did not converge. */
function diagonalize(n: number, d: Float64Array, e: Float64Array, chains: Chains | undefined): number {
  let end = n - 1;
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(d[i]), Math.abs(e[i]));
  // An entry below this part of the largest one is within the rounding errors of a step.
  const floor = EPSILON * EPSILON * norm;
  const small = (i: number): boolean => Math.abs(e[i]) <= EPSILON * (Math.abs(d[i]) + Math.abs(d[i + 1])) + floor;
  for (let steps = 0; end > 0; ) {
    let begin = end;
    while (begin > 0 && !small(begin - 1)) begin--;
    if (begin === end) {
      end--;
      steps = 0;
    } else {
      if (steps++ === STEPS) return end;
      const turns = { first: begin, c: new Float64Array(end - begin), s: new Float64Array(end - begin) };
      step(begin, end, d, e, turns);
      chains?.add(turns);
    }
  }
  chains?.apply();
  return 0;
}

/** One step of the QR algorithm on the block from begin to end: a bulge is made at its top and chased out at its bottom. */
function step(begin: number, end: number, d: Float64Array, e: Float64Array, turns: Turns): void {
  const half = 0.5 * (d[end - 1] - d[end]);
  const last = e[end - 1];
  const reach = half + (half < 0 ? -1 : 1) * lengthOf(half, last);
  let x = d[begin] - d[end] + last * (last / reach);
  let z = e[begin];
  for (let k = begin; k < end; k++) {
    const r = lengthOf(x, z);
    const [c, s] = r === 0 ? [1, 0] : [x / r, z / r];
    if (k > begin) e[k - 1] = r;
    const turn = s * (d[k + 1] - d[k]) + 2 * c * e[k];
    // The diagonal moves by ±s·turn, so that its sum stays.
    e[k] = c * turn - e[k];
    d[k] += s * turn;
    d[k + 1] -= s * turn;
    if (k < end - 1) {
      x = e[k];
      z = s * e[k + 1];
      e[k + 1] *= c;
    }
    turns.c[k - begin] = c;
    turns.s[k - begin] = s;
  }
}
