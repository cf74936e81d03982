import { Chains, lengthOf, type Turns } from "../rotations.ts";

const EPSILON = Number.EPSILON;
// On average two or three steps find an eigenvalue; LAPACK gives up after thirty too.
const STEPS = 30;
const PATIENCE = 12;

/**
 * Rotations (the QR algorithm with Wilkinson's shift) make a tridiagonal matrix diagonal; the same ones are applied to the columns
 * of v, n×n, if it is given. Returns how many entries did not converge.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 8.3.
 */
export function tridiagonalByRotations(n: number, d: Float64Array, e: Float64Array, v?: Float64Array): number {
  // Steps find the eigenvalues at the end first, so the small ones of a graded matrix should be there.
  if (n > 1 && Math.abs(d[n - 1]) > Math.abs(d[0])) {
    d.subarray(0, n).reverse();
    e.subarray(0, n - 1).reverse();
    if (v !== undefined) for (let i = 0; i < n; i++) v.subarray(i * n, (i + 1) * n).reverse();
  }
  const chains = v && new Chains(n, v, n);
  let end = n - 1;
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(d[i]), Math.abs(e[i]));
  // An entry below this part of the largest one is within the rounding errors of a step. Where small numbers are hard to tell from
  // the rounding errors of large ones, and steps get nowhere, these are the measure.
  let floor = EPSILON * EPSILON * norm;
  const small = (i: number): boolean => Math.abs(e[i]) <= EPSILON * (Math.abs(d[i]) + Math.abs(d[i + 1])) + floor;
  for (let steps = 0; end > 0; ) {
    let begin = end;
    while (begin > 0 && !small(begin - 1)) begin--;
    if (begin === end) {
      end--;
      steps = 0;
    } else {
      if (steps++ === STEPS) return end;
      floor = (steps > PATIENCE ? EPSILON : EPSILON * EPSILON) * norm;
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
