/**
 * The ratio of repeated integrals rₙ = iⁿerfc x/iⁿ⁻¹erfc x, for n ≥ 1 and x not close to 0, and its Taylor coefficients
 * up to `degree`: rₙ⁽ᵏ⁾(x)/k!. By the continued fraction of DLMF 7.18(v),
 *
 *     rₘ = 1/(2x + 2(m + 1) rₘ₊₁),   from rₘ ≈ 1/(x + √(x² + 2m)) far out
 *
 * in which, unlike in recurrences for derivatives, nothing cancels.
 */
export function integralRatio(n: number, x: number, degree = 0): readonly number[] {
  const far = n + Math.ceil(12 + 250 / (x * x)) + 2 * degree;
  const r = new Array<number>(degree + 1).fill(0);
  r[0] = 1 / (x + Math.sqrt(x * x + 2 * far));
  const d = r.slice();
  for (let m = far - 1; m >= n; m--) {
    for (let k = 0; k <= degree; k++) d[k] = 2 * (m + 1) * r[k];
    d[0] += 2 * x;
    if (degree > 0) d[1] += 2;
    r[0] = 1 / d[0];
    for (let k = 1; k <= degree; k++) {
      let sum = 0;
      for (let j = 1; j <= k; j++) sum += d[j] * r[k - j];
      r[k] = -r[0] * sum;
    }
  }
  return r;
}
