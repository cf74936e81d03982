/** Whether all below the diagonal is 0. */
export function isUpperTriangle(n: number, a: Float64Array): boolean {
  for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) if (a[i * n + j] !== 0) return false;
  return true;
}

/**
 * Writes the diagonal of exp(T/2ˢ), and what is above it, into y, which the squarings of an upper triangular T would lose
 * digits of:
 *
 *     e^(tᵢ),   tᵢⱼ e^((tᵢ + tⱼ)/2) sinh(h)/h,   h = (tᵢ − tⱼ)/2
 *
 * Source: Al-Mohy and Higham 2009, code fragment 2.1; Higham, "Functions of Matrices", 2008, (10.42).
 */
export function repairDiagonals(n: number, t: Float64Array, y: Float64Array, s: number): void {
  const scale = 2 ** -s;
  for (let i = 0; i < n; i++) y[i * (n + 1)] = Math.exp(scale * t[i * (n + 1)]);
  for (let i = 0; i + 1 < n; i++) {
    const at = i * n + i + 1;
    y[at] = scale * t[at] * meanExp(scale * t[i * (n + 1)], scale * t[(i + 1) * (n + 1)]);
  }
}

/** (eᵃ − eᵇ)/(a − b), or eᵃ where they are equal. */
function meanExp(a: number, b: number): number {
  const [most, gap] = [Math.max(a, b), Math.abs(a - b)];
  return gap === 0 ? Math.exp(a) : (Math.exp(most) * -Math.expm1(-gap)) / gap;
}
