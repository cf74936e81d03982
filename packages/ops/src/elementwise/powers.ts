import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { power } from "../kernels/accurate.ts";
import { logLoop, powLoop } from "../kernels/functions.ts";
import { type BinaryLoop, each2, sqrtLoop, step } from "../kernels/loops.ts";
import { byPower } from "../kernels/spellings.ts";
import { div, mul } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";
import { tower, tower2 } from "./tower.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/**
 * √x; NaN below 0. The derivative is ∞ at 0; a cotangent of exactly 0 passes it as 0.
 *
 * @example
 * sqrt(tensor([4, 2.25])).toArray(); // => [2, 1.5]
 */
export const sqrt: Unary = /* @__PURE__ */ elementwise("sqrt", Math.sqrt, (_x, y) => div(0.5, y), sqrtLoop, {
  code: "x √",
});

/**
 * 1/√x; ∞ at 0, NaN below.
 *
 * @example
 * rsqrt(4).item(); // => 0.5
 */
export const rsqrt: Unary = /* @__PURE__ */ elementwise(
  "rsqrt",
  (x) => 1 / Math.sqrt(x),
  (x, y) => mul(-0.5, div(y, x)),
);

/**
 * ∛x; the derivative is ∞ at 0.
 *
 * @example
 * cbrt(tensor([8, -27])).toArray(); // => [2, -3]
 */
export const cbrt: Unary = /* @__PURE__ */ elementwise("cbrt", Math.cbrt, (_x, y) => slopeOfCbrt(y));

/** 1/(3y²) and its derivatives, of one sign on either side of 0. */
const slopeOfCbrt: Unary = /* @__PURE__ */ tower("cbrt1", (n) => (y) => {
  let z = 1 / 3 / (y * y);
  for (let k = 1; k <= n; k++) z = (-(k + 1) * z) / y;
  return z;
});

/**
 * x to the power y, broadcast; NaN for a negative base whose exponent is no integer, 1 where x = 1 or y = 0.
 *
 *     ∂/∂x = y·x^(y−1), 0 where y = 0
 *     ∂/∂y = x^y·log x, 0 where x^y = 0, and at 0⁰; only computed when y is differentiated
 *
 * So a negative base with a constant integer exponent has its derivative, and x = 0 gives no NaN.
 *
 * @example
 * pow(tensor([1, -2, 3]), 2).toArray(); // => [1, 4, 9]
 */
export const pow: Binary = /* @__PURE__ */ tower2(
  "pow",
  (m, n) => (m + n === 0 ? power : (x, y) => powerDerivative(m, n, x, y)),
  (m, n) => (n === 0 ? (m === 0 ? powLoop : powSlopeLoop(m)) : m === 0 && n === 1 ? powLogLoop : undefined),
  byPower,
);

/**
 * ∂ᵐ⁺ⁿ/∂xᵐ∂yⁿ of x^y: with the falling factorial f(y) = y(y − 1)…(y − m + 1),
 *
 *     x^(y−m) Σ (n over j) f⁽ʲ⁾(y) (log x)ⁿ⁻ʲ
 *
 * A factor of exactly 0 leaves its term out, and at x = 0 a power of x beats one of its logarithm.
 */
function powerDerivative(m: number, n: number, x: number, y: number): number {
  if (x === Number.NEGATIVE_INFINITY && y % 1 !== 0) return Number.NaN;
  const factorial = fallingFactorial(m, n, y);
  const rest = power(x, y - m);
  if (n === 0) return factorial[0] === 0 || rest === 0 ? 0 : factorial[0] * rest;
  if (x < 0) return Number.NaN;
  if (rest === 0 || (x === 0 && m === 0 && y >= 0)) return 0;
  const logarithm = Math.log(x);
  const leads = Math.abs(logarithm) === Number.POSITIVE_INFINITY; // its highest power then is all that counts
  let total = 0;
  let product = 1; // n!/(n − j)!, since factorial holds f⁽ʲ⁾/j!
  for (let j = 0; j <= n; j++) {
    if (factorial[j] !== 0) total += product * factorial[j] * logarithm ** (n - j);
    if (leads && total !== 0) break;
    product *= n - j;
  }
  return total === 0 ? 0 : total * rest;
}

/** f⁽ʲ⁾(y)/j! for j ≤ n, of f = y(y − 1)…(y − m + 1). */
function fallingFactorial(m: number, n: number, y: number): Float64Array {
  const c = new Float64Array(n + 1);
  c[0] = 1;
  for (let k = 0; k < m; k++) for (let j = n; j >= 0; j--) c[j] = c[j] * (y - k) + (j > 0 ? c[j - 1] : 0);
  return c;
}

/** The derivatives with respect to x over whole arrays, by that of the power; number by number what may be NaN. */
function powSlopeLoop(m: number): BinaryLoop {
  return (x, y, out, f) => {
    const lower = y.map((exponent) => exponent - m);
    powLoop(x, lower, out, power);
    const q = step(y);
    let [factor, sound] = [1, 0];
    for (let i = 0; i < out.length; i++) {
      if (i === 0 || q !== 0) {
        factor = y[i & q];
        for (let k = 1; k < m; k++) factor *= y[i & q] - k;
      }
      out[i] *= factor;
      sound += out[i] - out[i];
    }
    if (sound !== 0 || x.includes(Number.NEGATIVE_INFINITY)) each2(x, y, out, f);
  };
}

/** x^y·log x over whole arrays, the derivative with respect to y. */
const powLogLoop: BinaryLoop = (x, y, out, f) => {
  powLoop(x, y, out, power);
  const logs = new Float64Array(x.length);
  logLoop(x, logs, Math.log);
  const p = step(x);
  let sound = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] *= logs[i & p];
    sound += out[i] - out[i];
  }
  if (sound !== 0) each2(x, y, out, f);
};

/**
 * √(x² + y²), broadcast, without overflow; ∞ where x or y is infinite. The derivative is that of least norm, 0, at the
 * origin, where there is no second one (NaN).
 *
 * @example
 * hypot(3, tensor([4, -4])).toArray(); // => [5, 5]
 */
export const hypot: Binary = /* @__PURE__ */ tower2("hypot", (m, n) => {
  if (m + n === 0) return Math.hypot;
  if (m + n === 1) return m === 1 ? partOf : (x, y) => partOf(y, x);
  const polynomial = radialPolynomial(m, n);
  return (x, y) => {
    const most = Math.max(Math.abs(x), Math.abs(y));
    if (most === Number.POSITIVE_INFINITY) return 0;
    const [u, v] = [x / most, y / most]; // 0/0 at the origin, where there is none
    const length = Math.hypot(u, v);
    let value = 0;
    for (const [c, i, j] of polynomial) value += c * (u / length) ** i * (v / length) ** j;
    for (let k = 1; k < m + n; k++) value = value / length / most;
    return value;
  };
});

type Term = readonly [c: number, i: number, j: number];

/**
 * ∂ᵐ⁺ⁿr/∂xᵐ∂yⁿ is r^(1−m−n) Q(u, v), where u = x/r and v = y/r, with a polynomial Q: of r^k uⁱvʲ
 *
 *     ∂/∂x = rᵏ⁻¹ ((k − j) uⁱ⁺¹vʲ + i uⁱ⁻¹vʲ⁺²),   ∂/∂y likewise
 */
function radialPolynomial(m: number, n: number): readonly Term[] {
  let terms: Term[] = [[1, 0, 0]];
  for (let k = 0; k < m + n; k++) {
    const [di, dj] = k < m ? [1, 0] : [0, 1];
    const next = new Map<string, Term>();
    const collect = (c: number, i: number, j: number): void => {
      const sum = c + (next.get(`${i},${j}`)?.[0] ?? 0);
      next.set(`${i},${j}`, [sum, i, j]);
    };
    for (const [c, i, j] of terms) {
      const [own, other] = k < m ? [i, j] : [j, i];
      if (own > 0) collect(c * own, i - di + 2 * dj, j - dj + 2 * di);
      collect(c * (1 - k - other), i + di, j + dj);
    }
    terms = [...next.values()].filter(([c]) => c !== 0);
  }
  return terms;
}

/** x/√(x² + y²); 0 at the origin, and none of two infinities. */
function partOf(x: number, y: number): number {
  const squares = x * x + y * y;
  if (squares > 1e-280 && squares < 1e280) return x / Math.sqrt(squares);
  const most = Math.max(Math.abs(x), Math.abs(y));
  if (most === 0) return 0;
  if (most < Number.POSITIVE_INFINITY) return x / most / Math.hypot(x / most, y / most);
  if (Math.abs(x) < most) return 0;
  return Math.abs(y) < most ? Math.sign(x) : Number.NaN;
}
