import { gehrd } from "./gehrd.ts";
import { lahqr } from "./lahqr.ts";

/**
 * Real Schur form A = Z T Zᵀ; see `Kernels.gees`.
 *
 * Reflections make the matrix upper Hessenberg; the QR algorithm with Francis's double shifts splits eigenvalues off at the
 * end, one by one or in pairs. Entries are taken to be neither huge nor tiny: `schurForm` scales them.
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
  gehrd(work);
  const failed = lahqr(work);
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
    const square = Math.abs(above * below);
    // Where the product is out of range, the root of each.
    const safe = square > 1e-280 && square < 1e300;
    wi[wOffset + i] = safe ? Math.sqrt(square) : Math.sqrt(Math.abs(above)) * Math.sqrt(Math.abs(below));
    wi[wOffset + i + 1] = -wi[wOffset + i];
    wr[wOffset + i + 1] = wr[wOffset + i];
    i++;
  }
  return 0;
}
