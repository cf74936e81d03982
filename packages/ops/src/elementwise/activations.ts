import type { Tensor } from "@wengert/array";
import { expectFlag, expectOptions } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { unary } from "@wengert/rule/library";
import { map1 } from "../kernels/broadcast.ts";
import { unitStepLoop } from "../kernels/comparisonloops.ts";
import { reluLoop } from "../kernels/functions.ts";
import { normalCdf, normalDensityDerivative } from "./normaldistribution.ts";
import { shared, step1 } from "./stepwise.ts";
import { tower } from "./tower.ts";

type Unary = (x: Value) => Tensor;

/**
 * max(x, 0); the derivative at 0 is 0, and of NaN it is NaN.
 *
 * @example
 * relu(tensor([-1, 0, 2])).toArray(); // => [0, 0, 2]
 */
export const relu: Unary = /* @__PURE__ */ unary({
  name: "relu",
  impl: (x) => map1(rectified, x, reluLoop),
  spelling: { code: "x 0 max" },
  jvp: ([dx], [x]) => (dx === undefined ? undefined : shared(dx, unitStep(x))),
  cotangent: (_k, ybar, _y, x) => shared(ybar, unitStep(x)),
});

const unitStep: Unary = /* @__PURE__ */ step1("unitStep", (x) => (Number.isNaN(x) ? x : Number(x > 0)), unitStepLoop);

function rectified(x: number): number {
  return Math.max(x, 0);
}

/**
 * x/(1 + e⁻ˣ), also called swish; 0 at −∞.
 *
 *     dⁿy/dxⁿ = x·σ⁽ⁿ⁾(x) + n·σ⁽ⁿ⁻¹⁾(x), σ the logistic function
 *
 * @example
 * silu(tensor([0, 1])).toArray(); // => [0, 0.731058…]
 */
export const silu: Unary = /* @__PURE__ */ tower("silu", (n) => {
  const [last, before] = [logisticDerivative(n), logisticDerivative(Math.max(0, n - 1))];
  return (x) => {
    const s = last(x);
    return (s === 0 ? 0 : x * s) + (n === 0 ? 0 : n * before(x));
  };
});

/**
 * σ⁽ⁿ⁾ = σ′·Pₙ(t) with t = tanh(x/2) and P₁ = 1, Pₙ₊₁ = −t·Pₙ + ½(1 − t²)·Pₙ′, since σ″ = −t·σ′ and t′ = ½(1 − t²): digits
 * are kept near 0 and far out.
 */
function logisticDerivative(n: number): (x: number) => number {
  let p = [1];
  for (let k = 1; k < n; k++) {
    const next = new Array<number>(k + 1).fill(0);
    for (const [j, c] of p.entries()) {
      next[j + 1] -= c * (1 + j / 2);
      if (j > 0) next[j - 1] += (c * j) / 2;
    }
    p = next;
  }
  return (x) => {
    const e = Math.exp(-Math.abs(x));
    if (n === 0) return (x < 0 ? e : 1) / (1 + e);
    const t = tanhOfHalf(x, e);
    return (p.reduceRight((sum, c) => sum * t + c, 0) * e) / ((1 + e) * (1 + e));
  };
}

/** tanh(x/2), given e^(−|x|). */
function tanhOfHalf(x: number, e: number): number {
  return (-Math.sign(x) * Math.expm1(-Math.abs(x))) / (1 + e);
}

/** Which form of gelu is meant. */
export interface GeluOptions {
  /** x·σ(√(8/π)·(x + 0.044715 x³)), off by up to 5e-4: what networks trained with it expect. Default false. */
  readonly approximate?: boolean;
}

const exactGelu: Unary = /* @__PURE__ */ tower("gelu", (n) => {
  if (n === 0) return (x) => (x === Number.NEGATIVE_INFINITY ? 0 : x * normalCdf(x));
  const [one, other] = [normalDensityDerivative(n - 1), normalDensityDerivative(Math.max(0, n - 2))];
  return (x) => {
    const slope = one(x);
    return (slope === 0 ? 0 : x * slope) + n * (n === 1 ? normalCdf(x) : other(x));
  };
});

const SLOPE = Math.sqrt(8 / Math.PI);
const CUBIC = 0.044715;

/**
 * With u = √(8/π)·(x + 0.044715 x³) the Taylor coefficients of t = tanh(u/2) and w = 1 − t² from those of u′:
 *
 *     σ(u) = ½(1 + t),   t′ = ½·w·u′,   w′ = −t·w·u′
 *
 * Where w is 0, so are all derivatives.
 */
const approximateGelu: Unary = /* @__PURE__ */ tower("gelu", (n) => (x) => {
  const u = SLOPE * x * (1 + CUBIC * x * x);
  if (!(Math.abs(u) < 800)) return Number.isNaN(x) ? x : n > 1 || x < 0 ? 0 : n === 1 ? 1 : x;
  const e = Math.exp(-Math.abs(u));
  const s = (x < 0 ? e : 1) / (1 + e);
  if (n === 0) return x * s;
  const bell = e / ((1 + e) * (1 + e));
  const speed = SLOPE * (1 + 3 * CUBIC * x * x);
  if (n === 1) return s + (bell === 0 ? 0 : x * bell * speed);
  const moves = [speed, SLOPE * 6 * CUBIC * x, SLOPE * 3 * CUBIC];
  const [t, w, wu]: number[][] = [[tanhOfHalf(u, e)], [4 * bell], []];
  for (let k = 0; k < n; k++) {
    wu.push(moves.reduce((sum, move, j) => (j > k ? sum : sum + move * w[k - j]), 0));
    t.push((0.5 * wu[k]) / (k + 1));
    w.push(-wu.reduce((sum, value, j) => sum + value * t[k - j], 0) / (k + 1));
  }
  let factorial = 1;
  for (let k = 2; k <= n; k++) factorial *= k;
  return factorial * 0.5 * ((t[n] === 0 ? 0 : x * t[n]) + t[n - 1]);
});

/**
 * The Gaussian error linear unit x·Φ(x), Φ the standard normal distribution function: the exact one, PyTorch's default
 * (JAX's default is the approximate form). 0 at −∞.
 *
 *     dⁿy/dxⁿ = x·Φ⁽ⁿ⁾(x) + n·Φ⁽ⁿ⁻¹⁾(x)
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
  expectFlag("gelu", "approximate", approximate);
  return approximate ? approximateGelu(x) : exactGelu(x);
}
