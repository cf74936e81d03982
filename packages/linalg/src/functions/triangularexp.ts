/** Where a triangular matrix has its entries next to the diagonal: those of rows above it, or below. */
export type Triangle = "upper" | "lower";

/** Which triangle holds all of a matrix, if one does. */
export function triangleOf(n: number, a: Float64Array): Triangle | undefined {
  let [upper, lower] = [true, true];
  for (let i = 0; i < n && (upper || lower); i++) {
    for (let j = 0; j < i; j++) {
      if (a[i * n + j] !== 0) upper = false;
      if (a[j * n + i] !== 0) lower = false;
    }
  }
  return upper ? "upper" : lower ? "lower" : undefined;
}

/**
 * Writes the diagonal of exp(T/2ˢ), and what is next to it, into y, which the squarings of a triangular T would lose digits of:
 *
 *     e^(tᵢ),   tᵢⱼ e^((tᵢ + tⱼ)/2) sinh(h)/h,   h = (tᵢ − tⱼ)/2
 *
 * Source: Al-Mohy and Higham 2009, code fragment 2.1; Higham, "Functions of Matrices", 2008, (10.42).
 */
export function repairDiagonals(n: number, t: Float64Array, y: Float64Array, s: number, triangle: Triangle): void {
  const scale = 2 ** -s;
  for (let i = 0; i < n; i++) y[i * (n + 1)] = Math.exp(scale * t[i * (n + 1)]);
  for (let i = 0; i + 1 < n; i++) {
    const at = triangle === "upper" ? i * n + i + 1 : (i + 1) * n + i;
    y[at] = scale * t[at] * meanExp(scale * t[i * (n + 1)], scale * t[(i + 1) * (n + 1)]);
  }
}

/** (eᵃ − eᵇ)/(a − b), or eᵃ where they are equal. */
function meanExp(a: number, b: number): number {
  const [most, gap] = [Math.max(a, b), Math.abs(a - b)];
  return gap === 0 ? Math.exp(a) : (Math.exp(most) * -Math.expm1(-gap)) / gap;
}
