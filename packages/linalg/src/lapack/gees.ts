import { step, type Work } from "./francis.ts";
import { orgqr } from "./geqrf.ts";
import { reflect } from "./householder.ts";

const EPSILON = Number.EPSILON;
// On average two or three steps find an eigenvalue.
const STEPS = 60;

/**
 * Real Schur form A = Z T Zᵀ; see `Kernels.gees`.
 *
 * Reflections make the matrix upper Hessenberg; the QR algorithm with Francis's double shifts splits eigenvalues off at the
 * end, one by one or in pairs.
 *
 * Source: Golub and Van Loan, "Matrix Computations", sections 7.4 and 7.5.
 */
export function gees(
  n: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  wr: Float64Array,
  wi: Float64Array,
  wOffset: number,
  z: Float64Array,
  zOffset: number,
  ldz: number,
): number {
  const work = { n, h: new Float64Array(n * n), z: new Float64Array(n * n) };
  for (let i = 0; i < n; i++) {
    work.h.set(a.subarray(aOffset + i * lda, aOffset + i * lda + n), i * n);
  }
  reduce(work);
  const failed = split(work);
  if (failed > 0) return failed;
  for (let i = 0; i < n; i++) {
    a.set(work.h.subarray(i * n, (i + 1) * n), aOffset + i * lda);
    z.set(work.z.subarray(i * n, (i + 1) * n), zOffset + i * ldz);
  }
  for (let i = 0; i < n; i++) {
    wr[wOffset + i] = work.h[i * (n + 1)];
    const [above, below] = [work.h[i * (n + 1) + 1], i + 1 < n ? work.h[(i + 1) * n + i] : 0];
    wi[wOffset + i] = 0;
    if (below === 0) continue;
    wi[wOffset + i] = Math.sqrt(Math.abs(above)) * Math.sqrt(Math.abs(below));
    wi[wOffset + i + 1] = -wi[wOffset + i];
    wr[wOffset + i + 1] = wr[wOffset + i];
    i++;
  }
  return 0;
}

/** To upper Hessenberg form by reflections of rows and columns, P H P, of which Z is the product. */
function reduce({ n, h, z }: Work): void {
  const [sums, taus] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k + 2 < n; k++) {
    const size = n - k - 1;
    const v = Float64Array.from({ length: size }, (_, i) => h[(k + 1 + i) * n + k]);
    const { beta, tau } = reflect(size, v, 0, 1);
    h[(k + 1) * n + k] = beta;
    for (let i = k + 2; i < n; i++) h[i * n + k] = 0;
    // The vectors stand below the diagonal of Z, one column to the left, as those of a QR decomposition.
    for (let i = 1; i < size; i++) z[(k + 1 + i) * n + k + 1] = v[i];
    taus[k] = tau;
    v[0] = 1;
    sums.fill(0);
    for (let i = 0; i < size; i++) addTo(sums, size, v[i], h, (k + 1 + i) * n + k + 1);
    for (let i = 0; i < size; i++) subtract(h, (k + 1 + i) * n + k + 1, size, tau * v[i], sums);
    for (let i = 0; i < n; i++) subtract(h, i * n + k + 1, size, tau * along(h, i * n + k + 1, size, v), v);
  }
  if (n === 0) return;
  z[0] = 1;
  if (n > 1) orgqr(n - 1, n - 1, z, n + 1, n, taus, 0);
}

function addTo(sums: Float64Array, n: number, s: number, x: Float64Array, at: number): void {
  for (let j = 0; j < n; j++) sums[j] += s * x[at + j];
}

function subtract(x: Float64Array, at: number, n: number, s: number, y: Float64Array): void {
  for (let j = 0; j < n; j++) x[at + j] -= s * y[j];
}

function along(x: Float64Array, at: number, n: number, y: Float64Array): number {
  let total = 0;
  for (let j = 0; j < n; j++) total += x[at + j] * y[j];
  return total;
}

/** Splits eigenvalues off until none is left. Returns how many are left where it does not converge. */
function split(work: Work): number {
  const { n, h } = work;
  const norm = h.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let end = n - 1;
  for (let steps = 0; end >= 0; ) {
    let begin = end;
    for (; begin > 0; begin--) {
      const near = Math.abs(h[(begin - 1) * (n + 1)]) + Math.abs(h[begin * (n + 1)]);
      if (Math.abs(h[begin * n + begin - 1]) <= EPSILON * near + EPSILON * EPSILON * norm) break;
    }
    if (begin > 0) h[begin * n + begin - 1] = 0;
    if (begin >= end - 1) {
      if (begin === end - 1) standardize(work, begin);
      end = begin - 1;
      steps = 0;
    } else {
      if (steps++ === STEPS) return end + 1;
      step(work, begin, end, steps % 10 === 0);
    }
  }
  return 0;
}

/**
 * Turns the 2×2 block at k into a triangle if its eigenvalues are real, and else into one with equal diagonal entries and
 * off-diagonal ones of opposite sign.
 *
 * Source: Bai and Demmel, "On swapping diagonal blocks in real Schur form", Linear Algebra Appl. 186, 1993.
 */
function standardize(work: Work, k: number): void {
  const { n, h } = work;
  const [a, b, c, d] = [h[k * n + k], h[k * n + k + 1], h[(k + 1) * n + k], h[(k + 1) * n + k + 1]];
  if (c === 0) return;
  const half = 0.5 * (a - d);
  const square = half * half + b * c;
  if (square >= 0) {
    const reach = half + (half < 0 ? -1 : 1) * Math.sqrt(square);
    const size = Math.hypot(c, reach);
    turn(work, k, reach / size, c / size);
    h[(k + 1) * n + k] = 0;
    return;
  }
  const [sum, difference] = [b + c, a - d];
  const size = Math.hypot(sum, difference);
  if (size > 0) {
    const cosine = Math.sqrt(0.5 * (1 + Math.abs(sum) / size));
    turn(work, k, cosine, (-half / (size * cosine)) * (sum < 0 ? -1 : 1));
  }
  const mean = 0.5 * (h[k * n + k] + h[(k + 1) * n + k + 1]);
  h[k * n + k] = mean;
  h[(k + 1) * n + k + 1] = mean;
  // So close to real that rounding has decided: then the block is a triangle, or its transpose.
  if (h[k * n + k + 1] * h[(k + 1) * n + k] >= 0) standardize(work, k);
}

/** Rows k and k + 1 ← (c x + s y, c y − s x), and columns likewise. */
function turn({ n, h, z }: Work, k: number, c: number, s: number): void {
  for (let j = k; j < n; j++) {
    const [x, y] = [h[k * n + j], h[(k + 1) * n + j]];
    h[k * n + j] = c * x + s * y;
    h[(k + 1) * n + j] = c * y - s * x;
  }
  const columns = (data: Float64Array, rows: number): void => {
    for (let i = 0; i < rows; i++) {
      const [x, y] = [data[i * n + k], data[i * n + k + 1]];
      data[i * n + k] = c * x + s * y;
      data[i * n + k + 1] = c * y - s * x;
    }
  };
  columns(h, k + 2);
  columns(z, n);
}
