import { dividedEigen } from "./divided/eigen.ts";
import { tridiagonalByRotations } from "./divided/tridiagonalsteps.ts";
import { rowReflector } from "./reflectedrows.ts";
import { exponentOf, scaleBy } from "./scaling.ts";
import { partsOf, withScratch } from "./scratch.ts";
import { reflected, sytrd, tridiagonalizer } from "./sytrd.ts";

// Up to this order plain loops and rotations are as quick (measured).
const FEW = 48;
// From this ratio of its ends on, a diagonal says that the matrix is graded.
const GRADED = 16;

/**
 * The eigenvalues of a symmetric matrix, ascending, and its eigenvectors; see `Kernels.syev`.
 *
 * Householder reflections make the matrix tridiagonal; the tridiagonal problem is solved by divide and conquer, or a small one by
 * rotations.
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
  const unit = intoUnitTriangle(n, a, aOffset, lda);
  // Reflections begin with the last row. If large numbers come first, these would mix with the small ones.
  const turned = n > 0 && Math.abs(a[aOffset]) > GRADED * Math.abs(a[aOffset + (n - 1) * (lda + 1)]);
  if (turned) turn(n, a, aOffset, lda);
  const [d, e, tau] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  if (n <= FEW) {
    sytrd(n, a, aOffset, lda, d, e, tau);
    const q = vectors ? reflected(n, a, aOffset, lda, tau) : undefined;
    const failed = tridiagonalByRotations(n, d, e, q);
    const order = Array.from(d.keys()).sort((i, j) => d[i] - d[j]);
    scaleBy(d, -unit);
    for (let k = 0; k < n; k++) w[wOffset + k] = d[order[k]];
    if (q !== undefined) {
      for (let i = 0; i < n; i++) {
        const row = (turned ? n - 1 - i : i) * n;
        for (let k = 0; k < n; k++) a[aOffset + i * lda + k] = q[row + order[k]];
      }
    }
    return failed;
  }
  tridiagonalizer()(n, a, aOffset, lda, d, e, tau);
  return withScratch(4 * n * n, (memory) => {
    const [x, rest] = partsOf(memory, n * n, 3 * n * n);
    // Even where nobody asks for vectors, because the values must not depend on whether somebody does.
    const failed = dividedEigen(n, d, e, x.fill(0), rest);
    if (failed > 0) return failed;
    scaleBy(d, -unit);
    w.set(d, wOffset);
    if (!vectors) return 0;
    // The last row holds the first reflection.
    const rows = rest.subarray(0, n * n).fill(0);
    for (let k = 1; k < n; k++) {
      const row = aOffset + (n - k) * lda;
      rows.set(a.subarray(row, row + n - k), (k - 1) * n);
    }
    rowReflector()(n, n, x, n - 1, rows, tau.subarray(1).reverse());
    if (turned) for (let i = 0; i < n; i++) x.subarray(i * n, (i + 1) * n).reverse();
    toColumns(n, x, a, aOffset, lda);
    return 0;
  });
}

/** Rows and columns in reversed order: the lower triangle is mirrored at its other diagonal. */
function turn(n: number, a: Float64Array, offset: number, ld: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i && i + j < n - 1; j++) {
      const [p, q] = [offset + i * ld + j, offset + (n - 1 - j) * ld + n - 1 - i];
      [a[p], a[q]] = [a[q], a[p]];
    }
  }
}

/** Multiplies the lower triangle by 2ᵉ, so that its largest entry is about 1, and returns e. */
function intoUnitTriangle(n: number, a: Float64Array, offset: number, ld: number): number {
  let most = 0;
  for (let i = 0; i < n; i++) {
    for (let at = offset + i * ld, end = at + i; at <= end; at++) most = Math.max(most, Math.abs(a[at]));
  }
  const e = most === 0 ? 0 : -exponentOf(most);
  if (e !== 0) for (let i = 0; i < n; i++) scaleBy(a.subarray(offset + i * ld, offset + i * ld + i + 1), e);
  return e;
}

const TILE = 16;

/** a ← xᵀ */
function toColumns(n: number, x: Float64Array, a: Float64Array, offset: number, ld: number): void {
  for (let i0 = 0; i0 < n; i0 += TILE) {
    const i1 = Math.min(n, i0 + TILE);
    for (let j = 0; j < n; j++) for (let i = i0, at = offset + j * ld; i < i1; i++) a[at + i] = x[i * n + j];
  }
}
