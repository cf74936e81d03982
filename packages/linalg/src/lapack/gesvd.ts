import { type Kernels, kernels } from "@wengert/array";
import { bidiagonalize, leftVectors, rightVectors } from "./bidiagonal.ts";
import { FLOOR, step } from "./bidiagonalstep.ts";
import { geqrf, orgqr } from "./geqrf.ts";
import { gesvdByJacobi, normalizeEntries } from "./jacobi.ts";
import { Chains } from "./rotations.ts";

const EPSILON = Number.EPSILON;
// On average two steps find a singular value.
const STEPS = 60;
// Up to this order the Jacobi method takes no longer, and small singular values have more digits.
const FEW = 40;
// From this ratio of the sides on, a QR decomposition first saves work.
const TALL = 1.5;

/**
 * The thin singular value decomposition; see `Kernels.gesvd`.
 *
 * Small matrices by one-sided Jacobi rotations. Others become bidiagonal by reflections, tall ones after a QR decomposition,
 * and then diagonal by rotations: the implicit QR algorithm of Golub and Kahan, with a zero shift wherever a shift would cost
 * small values their digits.
 *
 * Source: Demmel and Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11, 1990.
 */
export const gesvd: NonNullable<Kernels["gesvd"]> = (
  vectors,
  m,
  n,
  a,
  aOffset,
  lda,
  s,
  sOffset,
  u,
  uOffset,
  ldu,
  vt,
  vtOffset,
  ldvt,
) => {
  const [k, length, wide] = [Math.min(m, n), Math.max(m, n), m < n];
  if (k <= FEW) {
    return gesvdByJacobi(vectors, m, n, a, aOffset, lda, s, sOffset, u, uOffset, ldu, vt, vtOffset, ldvt);
  }
  const w = new Float64Array(length * k);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) w[wide ? j * m + i : i * n + j] = a[aOffset + i * lda + j];
  }
  const scale = normalizeEntries(w);
  const found = decompose(vectors, length, k, w);
  if (found === undefined) return 1;
  const { d, left, right } = found;
  const order = Array.from(d.keys()).sort((i, j) => Math.abs(d[j]) - Math.abs(d[i]));
  for (const [i, from] of order.entries()) s[sOffset + i] = scale * Math.abs(d[from]);
  if (left === undefined || right === undefined) return 0;
  const [rows, columns] = wide ? [right, left] : [left, right];
  for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) u[uOffset + i * ldu + j] = rows[i * k + order[j]];
  for (let i = 0; i < k; i++) {
    // Where a diagonal entry is negative, one of its vectors changes its sign.
    const sign = d[order[i]] < 0 ? -1 : 1;
    for (let j = 0; j < n; j++) vt[vtOffset + i * ldvt + j] = sign * columns[j * k + order[i]];
  }
  return 0;
};

/** W = left diag(d) rightᵀ, with d of either sign and in no order. */
interface Found {
  readonly d: Float64Array;
  readonly left: Float64Array | undefined;
  readonly right: Float64Array | undefined;
}

/** The decomposition of a tall m×k matrix; undefined where it does not converge. */
function decompose(vectors: boolean, m: number, k: number, w: Float64Array): Found | undefined {
  if (m < TALL * k) {
    const bidiagonal = bidiagonalize(m, k, w);
    // The right vectors first, because the left ones overwrite what both are made from.
    const right = vectors ? rightVectors(k, bidiagonal) : undefined;
    const left = vectors ? leftVectors(m, k, bidiagonal) : undefined;
    return diagonalize(k, bidiagonal, m, left, right);
  }
  const tau = new Float64Array(k);
  geqrf(m, k, w, 0, k, tau, 0);
  const r = w.slice(0, k * k);
  for (let i = 0; i < k; i++) r.fill(0, i * k, i * k + i);
  const found = decompose(vectors, k, k, r);
  if (found?.left === undefined) return found;
  const left = new Float64Array(m * k);
  orgqr(m, k, w, 0, k, tau, 0);
  kernels().gemm(false, false, m, k, k, 1, w, 0, k, found.left, 0, k, 0, left, 0, k);
  return { ...found, left };
}

interface Entries {
  readonly d: Float64Array;
  readonly e: Float64Array;
}

/** Rotates a bidiagonal matrix to a diagonal one, and applies the same rotations to the columns of both matrices of vectors. */
function diagonalize(
  k: number,
  { d, e }: Entries,
  m: number,
  left: Float64Array | undefined,
  right: Float64Array | undefined,
): Found | undefined {
  const chains = left && right && { left: new Chains(m, left, k), right: new Chains(k, right, k) };
  let norm = 0;
  for (let i = 0; i < k; i++) norm = Math.max(norm, Math.abs(d[i]), Math.abs(e[i] ?? 0));
  const floor = FLOOR * norm;
  const small = (i: number): boolean =>
    Math.abs(e[i]) <= EPSILON * Math.min(Math.abs(d[i]), Math.abs(d[i + 1])) + floor;
  let end = k - 1;
  for (let steps = 0; end > 0; ) {
    let begin = end;
    while (begin > 0 && !small(begin - 1)) begin--;
    if (begin === end) {
      end--;
      steps = 0;
    } else {
      if (begin > 0) e[begin - 1] = 0;
      if (steps++ === STEPS) return undefined;
      const count = end - begin;
      const turns = [0, 1].map(() => ({ first: begin, c: new Float64Array(count), s: new Float64Array(count) }));
      step(begin, end, d, e, turns[0], turns[1], norm);
      chains?.left.add(turns[0]);
      chains?.right.add(turns[1]);
    }
  }
  chains?.left.apply();
  chains?.right.apply();
  return { d, left, right };
}
