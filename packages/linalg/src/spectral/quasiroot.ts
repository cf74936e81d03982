import { NoRealResultError } from "../errors.ts";
import { from, isBlock, type Part, solveRoots } from "./quasitriangular.ts";
import { cut } from "./schur.ts";

/**
 * The principal square root of a quasi upper triangular matrix, by halves: R₁₁ = √T₁₁, R₂₂ = √T₂₂, R₁₁ R₁₂ + R₁₂ R₂₂ = T₁₂.
 *
 * Source: Deadman, Higham and Ralha, "Blocked Schur algorithms for computing the matrix square root", 2013.
 *
 * @param negligible - an entry of T up to that counts as 0 where it belongs to two eigenvalues 0
 * @throws {NoRealResultError} for a negative eigenvalue
 * @throws {SingularMatrixError} for an entry that is not 0 and belongs to two eigenvalues 0
 */
export function rootOfQuasi(op: string, n: number, t: Float64Array, negligible: number = 0): Float64Array {
  const r = t.slice();
  rootInPlace(op, n, { data: r, at: 0, ld: n }, negligible);
  return r;
}

function rootInPlace(op: string, n: number, t: Part, negligible: number): void {
  if (n === 0) return;
  if (n <= 2 && isBlock(n, t)) {
    rootOfBlock(op, n, t);
    return;
  }
  const h = cut(n, t.data, t.at, t.ld);
  rootInPlace(op, h, t, negligible);
  rootInPlace(op, n - h, from(t, h, h), negligible);
  solveRoots(op, h, n - h, t, from(t, h, h), from(t, 0, h), negligible);
}

/** Of a number, or of a block with equal diagonal entries a and eigenvalues a ± iμ: √B = α I + (B − a I)/2α. */
function rootOfBlock(op: string, n: number, { data, at, ld }: Part): void {
  const a = data[at];
  if (n === 1) {
    if (a < 0) throw noRealResult(op, a);
    data[at] = Math.sqrt(a);
    return;
  }
  const imaginary = Math.sqrt(Math.abs(data[at + 1])) * Math.sqrt(Math.abs(data[at + ld]));
  const size = Math.hypot(a, imaginary);
  const alpha = a > 0 ? Math.sqrt(0.5 * (size + a)) : imaginary / Math.sqrt(2 * (size - a));
  data[at] = alpha;
  data[at + ld + 1] = alpha;
  data[at + 1] /= 2 * alpha;
  data[at + ld] /= 2 * alpha;
}

/** Says which eigenvalue is on the negative real axis, where the principal function has no real value. */
export function noRealResult(op: string, eigenvalue: number): NoRealResultError {
  return new NoRealResultError(
    `${op}: the matrix has the eigenvalue ${eigenvalue}, and so no real principal ${op === "sqrtm" ? "square root" : "logarithm"}. ` +
      "For a symmetric matrix, matrixFunction lets you say what happens there.",
    op,
  );
}
