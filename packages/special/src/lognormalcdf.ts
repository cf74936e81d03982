import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { scaledErfc } from "./erfcx.ts";
import { normalDensity } from "./gaussian.ts";
import { integralRatio } from "./integralratio.ts";
import { cumulative } from "./normalcdf.ts";

/**
 * log Φ, the logarithm of `normalCdf`, in the far tail too
 *
 *     log Φ(x) = log(½ erfcx(−x/√2)) − x²/2 for x < −1
 *     (log Φ)′ = h = φ/Φ,   h′ = −h·(x + h)
 *
 * Within 2e-15, relative, for every x. Derivatives of every order too, also in the left tail, where x + h and 1 + h′
 * cancel; near their zeros right of −½ the error is 1e-15 of the terms. Source of h: Mills' ratio, DLMF 7.8.1.
 *
 * @example
 * logNormalCdf(tensor([0, -1e10])).toArray(); // => [-0.693147180559945…, -50000000000000000000]
 */
export const logNormalCdf: (x: Value) => Tensor = /* @__PURE__ */ elementwise("logNormalCdf", logCumulative, (x) =>
  hazard(0)(x),
);

/** log Φ of a number. */
export function logCumulative(x: number): number {
  if (x < -1) return Math.log(0.5 * scaledErfc(-x * Math.SQRT1_2)) - 0.5 * x * x;
  return x < 0 ? Math.log(cumulative(x)) : Math.log1p(-cumulative(-x));
}

/** The n-th derivative of h, whose derivative is the next. */
function hazard(n: number): (x: Value) => Tensor {
  return elementwise(
    `hazard${n}`,
    (x) => (x < (n < 2 ? -Math.SQRT2 : -0.5) ? leftHazard(n, x) : rightHazard(n, x)),
    (x) => hazard(n + 1)(x),
  );
}

/** h = r − x, with r = √2·ierfc(z)/erfc(z) at z = −x/√2: differentiated term by term. */
function leftHazard(n: number, x: number): number {
  let r = Math.SQRT2 * integralRatio(1, -x * Math.SQRT1_2, n)[n];
  for (let k = 1; k <= n; k++) r *= -k * Math.SQRT1_2;
  return n === 0 ? r - x : n === 1 ? r - 1 : r;
}

/** By Leibniz' rule from h′ = −h·(x + h), with r = x + h: h⁽ᵏ⁺¹⁾ = −Σ (k over j) h⁽ʲ⁾ r⁽ᵏ⁻ʲ⁾ */
function rightHazard(n: number, x: number): number {
  const h = [normalDensity(x) / cumulative(x)];
  if (h[0] === 0) return 0;
  const r = [x + h[0]];
  for (let k = 0; k < n; k++) {
    let next = 0;
    for (let j = 0, choose = 1; j <= k; choose *= (k - j) / (j + 1), j++) next -= choose * h[j] * r[k - j];
    h.push(next);
    r.push(k === 0 ? 1 + next : next);
  }
  return h[n];
}
