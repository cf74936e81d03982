import { matern as maternOf } from "@wengert/special";
import { add, div, exp, log1p, mul, neg, ones, square, sub, type Tensor, type Value } from "wengert";
import type { Axes, Pairs } from "./pairs.ts";

/**
 * A covariance: a function of a tree of parameters, and of pairs of places, element by element. It has the same form
 * for a matrix of pairs and for a vector of them, and its parameters may be numbers, tags or traced values.
 */
export type Kernel<Theta> = (theta: Theta, pairs: Pairs) => Tensor;

/** A kernel by the name of each of its parts, with their parameters under the same names. */
type Parts<Theta> = { readonly [Name in keyof Theta]: Kernel<Theta[Name]> };

/** One length for all inputs, or one for each of them: their relevance is then determined by the data. */
interface Length {
  readonly length: Value | readonly Value[];
}

interface Mixture extends Length {
  readonly alpha: Value;
}

interface Variance {
  readonly variance: Value;
}

/** exp(−d²/2ℓ²): smooth, with no memory beyond a few lengths. */
export const rbf: Kernel<Length> = ({ length }, { squared }) => exp(scaledSquares(-0.5, squared, length));

/** exp(−2 sin²(πd/p)/ℓ²): repeats after the period p, which is not learned. */
export function periodic(period: number): Kernel<Length> {
  return ({ length }, pairs) => exp(scaledSquares(-2, pairs.chord(period), length));
}

/**
 * (1 + d²/2αℓ²)^−α, a mixture of rbf of many lengths; α → ∞ is rbf itself.
 *
 * Written exp(−α log(1 + …)): α is traced, and the derivative of a power by its exponent costs a logarithm anyway.
 */
export const rationalQuadratic: Kernel<Mixture> = ({ length, alpha }, { squared }) =>
  exp(mul(neg(alpha), log1p(scaledSquares(div(0.5, alpha), squared, length))));

/**
 * The Matérn covariance of d²/ℓ²: as rough as its order ν is small, ν − ½ times differentiable; ν is not learned.
 *
 * For ν ≤ 1 its derivative by d² is −∞ at 0. Pairs at one place are then evaluated at another, and 1 is put in: their
 * covariance does not depend on the length.
 */
export function matern(nu: number): Kernel<Length> {
  if (nu > 1) return ({ length }, { squared }) => maternOf(scaledSquares(1, squared, length), nu);
  return ({ length }, { squared, together }) => {
    const apart = maternOf(add(scaledSquares(1, squared, length), together), nu);
    return add(mul(sub(1, together), apart), together);
  };
}

/** c Σ dᵢ²/ℓᵢ², or c d²/ℓ² with one length for all inputs. */
function scaledSquares(c: Value, { each, total }: Axes, length: Value | readonly Value[]): Tensor {
  if (!isList(length)) return mul(div(c, square(length)), total);
  return length.map((one, input) => mul(div(c, square(one)), each[input])).reduce(add);
}

function isList(length: Value | readonly Value[]): length is readonly Value[] {
  return Array.isArray(length);
}

/** Σ zᵢ zᵢ′ of the inputs, each less its mean and over its standard deviation where the process was observed: a straight line. */
export const linear: Kernel<object> = (_theta, { products }) => products;

/** 1 for any two: a level that is not known beforehand. */
export const constant: Kernel<object> = (_theta, { same }) => ones(same.shape);

/** 1 for an observation with itself, else 0: what each measurement adds on its own. */
export const noise: Kernel<object> = (_theta, { same }) => same;

/** c · k */
export function times<Theta>(c: number, kernel: Kernel<Theta>): Kernel<Theta> {
  return (theta, pairs) => mul(c, kernel(theta, pairs));
}

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
