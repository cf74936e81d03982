import { norm, type Vector } from "../spaces/vector.ts";
import { qr } from "./qr.ts";

/** What the linear problem min ‖Jp + r‖ says about its variables p, for residuals of a given deviation. */
export interface TangentPlane {
  /**
   * The vector z(g) with covariances cov(gᵀp, hᵀp) = z(g)ᵀz(h), of as many entries as J has independent columns; `undefined` where
   * gᵀp is not determined by the data.
   */
  readonly coordinates: (g: Vector, deviation: number) => Vector | undefined;
}

/**
 * The columns of J are scaled to norm 1, so that units do not decide about its rank: J = K L with L diagonal. From K P = Q R with
 * pivoting, (KᵀK)⁻¹ = P R⁻¹ R⁻ᵀ Pᵀ, which keeps the digits that KᵀK loses, so that z(g) = σR⁻ᵀPᵀL⁻¹g.
 *
 * If R has the rank r < n, R₁₁ and R₁₂ are its first r rows, and a function of p is determined if its gradient is a combination of
 * them: with (g₁, g₂) = PᵀL⁻¹g, if g₂ = R₁₂ᵀR₁₁⁻ᵀg₁. For others R₁₁ gives the covariance.
 *
 * Source: Searle, Linear Models (1971), section 5.4, for estimable functions.
 *
 * @param jacobian - m·n, column after column
 */
export function tangentPlane(jacobian: Vector, m: number, n: number): TangentPlane {
  const lengths = Float64Array.from({ length: n }, (_, j) => norm(jacobian.subarray(j * m, (j + 1) * m)) || 1);
  const scaled = jacobian.map((x, k) => x / lengths[Math.floor(k / m)]);
  const { r, order } = qr(scaled, new Float64Array(m));
  const least = Number.EPSILON * Math.max(m, n) * Math.abs(r[0]);
  let rank = 0;
  while (rank < n && Math.abs(r[rank * n + rank]) > least) rank++;
  return {
    coordinates: (g, deviation) => {
      const sizes = g.map((gi, i) => gi / lengths[i]);
      const unit = sizes.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      const z = new Float64Array(rank);
      if (unit === 0) return z;
      for (let i = 0; i < n; i++) {
        let entry = sizes[order[i]] / unit;
        for (let k = 0; k < Math.min(i, rank); k++) entry -= r[k * n + i] * z[k];
        if (i < rank) z[i] = entry / r[i * n + i];
        // The columns of K have norm 1, so that the entries have no unit.
        else if (Math.abs(entry) > 1e-8) return undefined;
      }
      return z.map((x) => x * unit * deviation);
    },
  };
}
