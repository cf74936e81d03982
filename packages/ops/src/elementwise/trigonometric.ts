import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { cosLoop, sinLoop } from "../kernels/functions.ts";
import { acosLoop, asinLoop, atanLoop, tanLoop } from "../kernels/namedloops.ts";
import { byTrigonometrics } from "../kernels/spellings.ts";
import { add, mul, neg, square, sub } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";
import { tower2 } from "./tower.ts";

type Unary = (x: Value) => Tensor;

/**
 * sin x, x in radians; NaN at ±∞.
 *
 * @example
 * sin(tensor([0, Math.PI / 6])).toArray(); // => [0, 0.5]
 */
export const sin: Unary = /* @__PURE__ */ elementwise("sin", Math.sin, (x) => cos(x), sinLoop, byTrigonometrics);

/**
 * cos x, x in radians; NaN at ±∞.
 *
 * @example
 * cos(tensor([0, Math.PI / 3])).toArray(); // => [1, 0.5]
 */
export const cos: Unary = /* @__PURE__ */ elementwise("cos", Math.cos, (x) => neg(sin(x)), cosLoop, byTrigonometrics);

/**
 * tan x, x in radians; NaN at ±∞.
 *
 * @example
 * tan(Math.PI / 4).item(); // => 1
 */
export const tan: Unary = /* @__PURE__ */ elementwise("tan", Math.tan, (_x, y) => add(1, square(y)), tanLoop, {});

/**
 * The angle in [−π/2, π/2] with this sine; NaN outside [−1, 1], derivative ∞ at the ends.
 *
 * @example
 * asin(1).item(); // => Math.PI / 2
 */
export const asin: Unary = /* @__PURE__ */ elementwise("asin", Math.asin, (x) => slopeOfAsin(x), asinLoop, {});

/**
 * The angle in [0, π] with this cosine; NaN outside [−1, 1], derivative −∞ at the ends.
 *
 * @example
 * acos(-1).item(); // => Math.PI
 */
export const acos: Unary = /* @__PURE__ */ elementwise("acos", Math.acos, (x) => neg(slopeOfAsin(x)), acosLoop, {});

/** 1/√(1 − x²) and its derivative x·y³: ∞ at the ends. */
const slopeOfAsin: Unary = /* @__PURE__ */ elementwise(
  "asin1",
  (x) => 1 / Math.sqrt((1 - x) * (1 + x)),
  (x, y) => mul(x, mul(square(y), y)),
);

/**
 * The angle in [−π/2, π/2] with this tangent.
 *
 * @example
 * atan(1).item(); // => Math.PI / 4
 */
export const atan: Unary = /* @__PURE__ */ elementwise("atan", Math.atan, (x) => cosSquareOfAtan(x), atanLoop, {});

// With u = atan x, all bounded: cos² u = 1/(1 + x²) and cos u sin u = x/(1 + x²).
const cosSquareOfAtan: Unary = /* @__PURE__ */ elementwise(
  "atan1",
  (x) => (Math.abs(x) < 1e8 ? 1 / (1 + x * x) : 1 / x / x),
  (x, y) => mul(mul(-2, cosSinOfAtan(x)), y),
);

const cosSinOfAtan: Unary = /* @__PURE__ */ elementwise(
  "cosSinOfAtan",
  (x) => (Math.abs(x) < 1 ? x / (1 + x * x) : 1 / (x + 1 / x)),
  (x) => {
    const y = cosSquareOfAtan(x);
    return mul(y, sub(mul(2, y), 1));
  },
);

/**
 * The angle of the point (x, y), in [−π, π], broadcast; like Math.atan2, y comes first. No derivative (NaN) at the origin.
 *
 *     ∂/∂y = x/(x² + y²),  ∂/∂x = −y/(x² + y²)
 *
 * @example
 * atan2(1, -1).item(); // => 3 * Math.PI / 4
 */
export const atan2: (y: Value, x: Value) => Tensor = /* @__PURE__ */ tower2("atan2", (m, n) =>
  m + n === 0 ? Math.atan2 : (y, x) => angleDerivative(m, n, y, x),
);

/**
 * ∂ᵐ⁺ⁿ/∂yᵐ∂xⁿ of the angle Im log w with w = x + iy, by powers of w/|w|, divided by |w| one at a time, as powers of it
 * overflow:
 *
 *     Im iᵐ (−1)ᵏ⁻¹ (k − 1)! w⁻ᵏ,   k = m + n
 */
function angleDerivative(m: number, n: number, y: number, x: number): number {
  const k = m + n;
  const most = Math.max(Math.abs(x), Math.abs(y));
  if (most === Number.POSITIVE_INFINITY) return 0;
  const [u, v] = [x / most, y / most];
  const length = Math.hypot(u, v);
  let [re, im] = [1, 0];
  for (let j = 0; j < k; j++) [re, im] = [(re * u + im * v) / length, (im * u - re * v) / length];
  let value = m % 2 === 0 ? im : re; // Im iᵐz is Im z, Re z, −Im z, −Re z, …
  if (m % 4 > 1 !== (k % 2 === 0)) value = -value;
  value /= length;
  value /= most;
  for (let j = 1; j < k; j++) value = (value * j) / length / most;
  return value;
}
