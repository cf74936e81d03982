import { type Kernels, kernels } from "@wengert/array";
import { dividedSingular } from "./divided/singular.ts";
import { bidiagonalizer } from "./gebrd.ts";
import { geqrf, orgqr } from "./geqrf.ts";
import { gesvdByJacobi, normalizeEntries } from "./jacobi.ts";
import { rowReflector } from "./reflectedrows.ts";
import { partsOf, withScratch } from "./scratch.ts";

// Up to this order the Jacobi method takes no longer, and small singular values have more digits.
const FEW = 40;
// From this ratio of the sides on, a QR decomposition first saves work.
const TALL = 1.5;

/**
 * The thin singular value decomposition; see `Kernels.gesvd`.
 *
 * Small matrices by one-sided Jacobi rotations. Others become bidiagonal by reflections, tall ones after a QR decomposition; the
 * bidiagonal problem is solved by divide and conquer.
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
  return withScratch(2 * length * k + 7 * k * k, (memory) => {
    const [w, rest] = partsOf(memory, length * k, length * k + 7 * k * k);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) w[wide ? j * m + i : i * n + j] = a[aOffset + i * lda + j];
    }
    const scale = normalizeEntries(w);
    const found = decompose(vectors, length, k, w, rest);
    if (found === undefined) return 1;
    const { d, left, right } = found;
    for (let i = 0; i < k; i++) s[sOffset + i] = scale * d[k - 1 - i];
    if (!vectors) return 0;
    const [columns, rows] = wide ? [right, left] : [left, right];
    // Eight columns at a time, so that what is written lies together.
    for (let j0 = 0; j0 < k; j0 += 8) {
      const j1 = Math.min(k, j0 + 8);
      for (let i = 0, at = uOffset; i < m; i++, at += ldu) {
        for (let j = j0, from = (k - 1 - j0) * m + i; j < j1; j++, from -= m) u[at + j] = columns[from];
      }
    }
    for (let j = 0; j < k; j++) vt.set(rows.subarray((k - 1 - j) * n, (k - j) * n), vtOffset + j * ldvt);
    return 0;
  });
};

/** Singular values, ascending, and their vectors in rows. */
interface Found {
  readonly d: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * The decomposition of a tall m×k matrix; undefined where it does not converge. Without `vectors`, only the values mean anything.
 *
 * @param memory - for mk + 7k² numbers, some of which are the result
 */
function decompose(vectors: boolean, m: number, k: number, w: Float64Array, memory: Float64Array): Found | undefined {
  if (m >= TALL * k) return afterQr(vectors, m, k, w, memory);
  const [d, e, leftTau, rightTau] = [0, 1, 2, 3].map(() => new Float64Array(k));
  const squares = k * k;
  const [lefts, rights, u, right, rest] = partsOf(memory, k * m, squares, squares, squares, 4 * squares);
  bidiagonalizer()(m, k, w, d, e.subarray(0, k - 1), lefts, leftTau, rights, rightTau);
  // Vectors are found even where nobody asks for them, because the values must not depend on whether somebody does.
  if (!dividedSingular(k, d, e, u.fill(0), right.fill(0), rest)) return undefined;
  if (!vectors) return { d, left: u, right };
  // The memory of w is free again.
  const left = m === k ? u : w.fill(0);
  if (m > k) for (let i = 0; i < k; i++) left.set(u.subarray(i * k, (i + 1) * k), i * m);
  const reflect = rowReflector();
  reflect(k, m, left, k, lefts, leftTau);
  reflect(k, k, right, k, rights, rightTau);
  return { d, left, right };
}

/** W = Q R first, and then the decomposition of R. */
function afterQr(vectors: boolean, m: number, k: number, w: Float64Array, memory: Float64Array): Found | undefined {
  const tau = new Float64Array(k);
  geqrf(m, k, w, 0, k, tau, 0);
  const r = w.slice(0, k * k);
  for (let i = 0; i < k; i++) r.fill(0, i * k, i * k + i);
  const found = decompose(vectors, k, k, r, memory);
  if (found === undefined || !vectors) return found;
  const left = new Float64Array(k * m);
  orgqr(m, k, w, 0, k, tau, 0);
  kernels().gemm(false, true, k, m, k, 1, found.left, 0, k, w, 0, k, 0, left, 0, m);
  return { ...found, left };
}
