import { add, div, exp, log1p, mul, neg, square, type Tensor, type Value } from "wengert";
import type { Pairs } from "./pairs.ts";

/**
 * A covariance: a function of a tree of parameters, and of pairs of places, element by element. It has the same form
 * for a matrix of pairs and for a vector of them, and its parameters may be numbers, tags or traced values.
 */
export type Kernel<Theta> = (theta: Theta, pairs: Pairs) => Tensor;

/** A kernel by the name of each of its parts, with their parameters under the same names. */
type Parts<Theta> = { readonly [Name in keyof Theta]: Kernel<Theta[Name]> };

interface Length {
  readonly length: Value;
}

interface Mixture extends Length {
  readonly alpha: Value;
}

interface Variance {
  readonly variance: Value;
}

/** exp(−d²/2ℓ²): smooth, with no memory beyond a few lengths. */
export const rbf: Kernel<Length> = ({ length }, { squared }) => exp(mul(div(-0.5, square(length)), squared));

/** exp(−2 sin²(πd/p)/ℓ²): repeats after the period p, which is not learned. */
export function periodic(period: number): Kernel<Length> {
  return ({ length }, pairs) => exp(mul(div(-2, square(length)), pairs.chord(period)));
}

/**
 * (1 + d²/2αℓ²)^−α, a mixture of rbf of many lengths; α → ∞ is rbf itself.
 *
 * Written exp(−α log(1 + …)): α is traced, and the derivative of a power by its exponent costs a logarithm anyway.
 */
export const rationalQuadratic: Kernel<Mixture> = ({ length, alpha }, { squared }) =>
  exp(mul(neg(alpha), log1p(mul(div(0.5, mul(alpha, square(length))), squared))));

/** 1 for an observation with itself, else 0: what each measurement adds on its own. */
export const noise: Kernel<object> = (_theta, { same }) => same;

/** variance · k, with the variance beside the parameters of k. */
export function scaled<Theta>(kernel: Kernel<Theta>): Kernel<Theta & Variance> {
  return (theta, pairs) => mul(theta.variance, kernel(theta, pairs));
}

/** Σ k */
export function sum<Theta>(parts: Parts<Theta>): Kernel<Theta> {
  return (theta, pairs) => evaluate(parts, theta, pairs).reduce(add);
}

/** Π k */
export function product<Theta>(parts: Parts<Theta>): Kernel<Theta> {
  return (theta, pairs) => evaluate(parts, theta, pairs).reduce(mul);
}

function evaluate<Theta>(parts: Parts<Theta>, theta: Theta, pairs: Pairs): Tensor[] {
  const names = Object.keys(parts) as (keyof Theta)[];
  return names.map((name) => parts[name](theta[name], pairs));
}
