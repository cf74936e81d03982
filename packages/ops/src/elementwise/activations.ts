import type { Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { reluLoop } from "../kernels/loops.ts";
import { add, mul, neg } from "./arithmetic.ts";
import { greater } from "./comparisons.ts";
import { elementwise } from "./elementwise.ts";
import { sigmoid } from "./exponential.ts";
import { cdf, density, normalCdf } from "./normaldistribution.ts";
import { zeroSafeMul } from "./zerosafe.ts";

type Unary = (x: Value) => Tensor;

/**
 * max(x, 0); the derivative at 0 is 0.
 *
 * @example
 * relu(tensor([-1, 0, 2])).toArray(); // => [0, 0, 2]
 */
export const relu: Unary = /* @__PURE__ */ elementwise(
  "relu",
  (x) => Math.max(x, 0),
  (x) => greater(x, 0),
  reluLoop,
);

/**
 * x/(1 + e⁻ˣ), also called swish; 0 at −∞.
 *
 *     dy/dx = σ(x) + y·σ(−x), σ the logistic function
 *
 * @example
 * silu(tensor([0, 1])).toArray(); // => [0, 0.731058…]
 */
export const silu: Unary = /* @__PURE__ */ elementwise(
  "silu",
  (x) => {
    if (x >= 0) return x / (1 + Math.exp(-x));
    const e = Math.exp(x);
    return e === 0 ? 0 : (x * e) / (1 + e);
  },
  (x, y) => add(sigmoid(x), zeroSafeMul(sigmoid(neg(x)), y)),
);

/** Which form of gelu is meant. */
export interface GeluOptions {
  /** x·σ(√(8/π)·(x + 0.044715 x³)), off by up to 5e-4: what networks trained with it expect. Default false. */
  readonly approximate?: boolean;
}

const exactGelu: Unary = /* @__PURE__ */ elementwise(
  "gelu",
  (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * normalCdf(x)),
  (x) => add(cdf(x), zeroSafeMul(density(x), x)),
);

/**
 * The Gaussian error linear unit x·Φ(x), Φ the standard normal distribution function: the exact one, PyTorch's default
 * (JAX's default is the approximate form). 0 at −∞.
 *
 *     dy/dx = Φ(x) + x·φ(x), φ the density
 *
 * Source: Hendrycks and Gimpel, "Gaussian error linear units", arXiv:1606.08415.
 *
 * @example
 * gelu(1).item(); // => 0.841344…
 * gelu(1, { approximate: true }).item(); // => 0.841191…
 */
export function gelu(x: Value, options: GeluOptions = {}): Tensor {
  expectOptions("gelu", options, ["approximate"]);
  const { approximate = false } = options;
  // The logistic form of ½(1 + tanh) keeps its digits in the left tail.
  return approximate
    ? zeroSafeMul(sigmoid(mul(Math.sqrt(8 / Math.PI), mul(x, add(1, mul(0.044715, mul(x, x)))))), x)
    : exactGelu(x);
}
