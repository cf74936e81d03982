import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import {
  bell,
  bellLoop,
  exp2Loop,
  expLoop,
  expm1Loop,
  log1pLoop,
  log2Loop,
  log10Loop,
  logLoop,
  sigmoidLoop,
  softplusLoop,
} from "../kernels/functions.ts";
import { positiveReciprocalLoop } from "../kernels/loops.ts";
import {
  byBell,
  byExponentials,
  byHyperbolics,
  byLogarithms,
  logisticSpelling,
  softplusSpelling,
} from "../kernels/spellings.ts";
import { add, mul, neg } from "./arithmetic.ts";
import { elementwise, elementwise2 } from "./elementwise.ts";
import { tanh } from "./hyperbolic.ts";
import { logQuotient } from "./quotient.ts";
import { tower } from "./tower.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/**
 * eˣ
 *
 * @example
 * exp(tensor([0, 1])).toArray(); // => [1, 2.71828…]
 */
export const exp: Unary = /* @__PURE__ */ elementwise("exp", Math.exp, (_x, y) => y, expLoop, byExponentials);

/**
 * 2ˣ
 *
 * @example
 * exp2(tensor([3, -1])).toArray(); // => [8, 0.5]
 */
export const exp2: Unary = /* @__PURE__ */ elementwise(
  "exp2",
  (x) => 2 ** x,
  (_x, y) => mul(Math.LN2, y),
  exp2Loop,
  byExponentials,
);

/**
 * eˣ − 1, accurate near 0.
 *
 * @example
 * expm1(1e-20).item(); // => 1e-20
 */
export const expm1: Unary = /* @__PURE__ */ elementwise("expm1", Math.expm1, (x) => exp(x), expm1Loop, byHyperbolics);

/** The reciprocal where logarithms are: c/x from the right at ±0, NaN below; the derivative of c·log x, and its derivatives. */
function slopeOfLog(name: string, c: number): Unary {
  return tower(
    name,
    (n) => (x) => {
      let y = x >= 0 ? c / Math.abs(x) : Number.NaN;
      for (let k = 1; k <= n; k++) y = (-k * y) / Math.abs(x);
      return y;
    },
    c === 1 ? [positiveReciprocalLoop] : [],
  );
}

const inverse: Unary = /* @__PURE__ */ slopeOfLog("log1", 1);
const inverse2: Unary = /* @__PURE__ */ slopeOfLog("log21", Math.LOG2E);
const inverse10: Unary = /* @__PURE__ */ slopeOfLog("log101", Math.LOG10E);

/**
 * Natural logarithm; −∞ at 0, NaN below.
 *
 * @example
 * log(tensor([1, Math.E])).toArray(); // => [0, 1]
 */
export const log: Unary = /* @__PURE__ */ elementwise("log", Math.log, (x) => inverse(x), logLoop, byLogarithms);

/**
 * log₂ x
 *
 * @example
 * log2(tensor([8, 0.5])).toArray(); // => [3, -1]
 */
export const log2: Unary = /* @__PURE__ */ elementwise("log2", Math.log2, (x) => inverse2(x), log2Loop, byLogarithms);

/**
 * log₁₀ x
 *
 * @example
 * log10(tensor([1000, 0.1])).toArray(); // => [3, -1]
 */
export const log10: Unary = /* @__PURE__ */ elementwise(
  "log10",
  Math.log10,
  (x) => inverse10(x),
  log10Loop,
  byLogarithms,
);

/**
 * log(1 + x), accurate near 0.
 *
 * @example
 * log1p(1e-20).item(); // => 1e-20
 */
export const log1p: Unary = /* @__PURE__ */ elementwise(
  "log1p",
  Math.log1p,
  (x) => inverse(add(1, x)),
  log1pLoop,
  byLogarithms,
);

/**
 * 1/(1 + e⁻ˣ), the logistic function, accurate in both tails.
 *
 * @example
 * sigmoid(tensor([0, -800])).toArray(); // => [0.5, 0]
 */
export const sigmoid: Unary = /* @__PURE__ */ elementwise(
  "sigmoid",
  logistic,
  (x) => slopeOfSigmoid(x),
  sigmoidLoop,
  logisticSpelling,
);

/** σ′ = 1/(4·cosh²(x/2)), with σ″ = −σ′·tanh(x/2), which does not cancel near 0 as σ·(1 − σ)·(1 − 2σ) would. */
const slopeOfSigmoid: Unary = /* @__PURE__ */ elementwise(
  "sigmoid1",
  /* @__PURE__ */ bell(1, 1),
  (x, y) => neg(mul(y, tanh(mul(0.5, x)))),
  bellLoop(1, 1),
  /* @__PURE__ */ byBell(1, 1),
);

/**
 * log(1 + eˣ), without overflow; its derivative is the logistic function.
 *
 * @example
 * softplus(tensor([0, 800])).toArray(); // => [0.693147…, 800]
 */
export const softplus: Unary = /* @__PURE__ */ elementwise(
  "softplus",
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x) => sigmoid(x),
  softplusLoop,
  softplusSpelling,
);

/**
 * log(1/(1 + e⁻ˣ)) = −softplus(−x)
 *
 * @example
 * logSigmoid(tensor([0, -800])).toArray(); // => [-0.693147…, -800]
 */
export function logSigmoid(x: Value): Tensor {
  expectNoMore("logSigmoid", arguments[1]);
  return neg(softplus(neg(x)));
}

/**
 * x·log y, broadcast; 0 where x = 0, even at y = 0 (unless y is NaN).
 *
 *     ∂/∂x = log y,  ∂/∂y = x/y, 0 where x = 0
 *
 * @example
 * xlogy(tensor([0, 2]), tensor([0, 1])).toArray(); // => [0, 0]
 */
export const xlogy: Binary = /* @__PURE__ */ elementwise2(
  "xlogy",
  (x, y) => (x === 0 && !Number.isNaN(y) ? 0 : x * Math.log(y)),
  [(_x, y) => log(y), (x, y) => ratio(x, y)],
);

/** x/y, 0 where x = 0, even at y = 0; NaN where log y is. */
const ratio: Binary = /* @__PURE__ */ logQuotient(0, (y) => inverse(y));

// 1/(1 + e⁻ˣ) and eˣ/(1 + eˣ) are the same function; each overflows on one side.
function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
