import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, broadcastTo, mul, reshape, sub, sum } from "@wengert/ops";
import { gatherElements } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { elementwiseDerivative } from "@wengert/rule/library";
import { aligned } from "../batch/batch.ts";
import { chosenValues, doubtfulTuples, firstErrors } from "./choiceofdifferences.ts";
import { COARSE, FINE } from "./simplexquadrature.ts";
import { type Tuples, tuplesOf } from "./tuples.ts";

/*
 * Divided differences of a function at eigenvalues, f[x₀, …, xₖ]:
 *
 *     f[x] = f(x),   f[x₀, …, xₖ] = (f[x₁, …, xₖ] − f[x₀, …, xₖ₋₁]) / (xₖ − x₀)
 *
 * Where values lie close together the difference cancels, and the integral of Hermite and Genocchi is right instead, by
 * Gauss's quadrature; see simplexquadrature.ts.
 *
 * Of both an error is estimated, and the better one taken; see choiceofdifferences.ts. Which one it is, and where f is
 * evaluated, are constants; the values of f are not, because f may close over what is being differentiated.
 *
 * Source: Higham, "Functions of Matrices", 2008, appendix B.16.
 */

/** A function of one number, applied to each element of a Tensor. */
export type Elementwise = (x: Tensor) => Value;

/** Divided differences of one order, of all ascending tuples of places of eigenvalues. */
interface Level {
  /** [..., t], in the order of `tuplesOf`. */
  readonly values: Tensor;
  /** How far they may be off, a constant. */
  readonly errors: Tensor;
}

/**
 * Tables of divided differences of all orders from 0 to `order`: that of order k is [..., n, …, n] with k + 1 axes of length
 * n, and symmetric in them. Where f, or a derivative of it, is not finite, they are not either.
 *
 * @param points - eigenvalues [..., n], ascending; a constant
 */
export function dividedDifferences(f: Elementwise, points: Tensor, order: number): readonly Tensor[] {
  const n = points.shape[points.ndim - 1];
  const tables: Tensor[] = [];
  let derivative: (x: Tensor) => Tensor = (x) => broadcastTo(resolve(f(x), "matrixFunction"), x.shape);
  let [all, level]: [Tuples | undefined, Level | undefined] = [undefined, undefined];
  for (let k = 0; k <= order; k++) {
    if (k > 0) derivative = elementwiseDerivative(derivative);
    all = tuplesOf(n, k, all);
    level = level === undefined ? first(derivative, points) : next(derivative, points, all, level);
    const full = pick(level.values, all.full);
    tables.push(k === 0 ? full : reshape(full, [...points.shape, ...new Array<number>(k).fill(n)]));
  }
  return tables;
}

function first(f: (x: Tensor) => Tensor, points: Tensor): Level {
  const values = f(points);
  return { values, errors: firstErrors(values) };
}

/** The next order from the last: by differences, or by quadrature of the derivative of that order. */
function next(derivative: (x: Tensor) => Tensor, points: Tensor, all: Tuples, { values, errors }: Level): Level {
  const { k, places, high, low } = all;
  const { tuples, fine, coarse } = doubtfulTuples(points, values, errors, places, high, low, { k });
  const integral = integrals(derivative, fine, FINE.weights(k));
  const rough = integrals(derivative, coarse, COARSE.weights(k));
  const choice = chosenValues(points, values, errors, places, high, low, tuples, integral, rough, { k });
  const differences = mul(sub(pick(values, high), pick(values, low)), choice.inverse);
  const quadratures = mul(choice.quadrature, pick(integral, choice.places));
  return { values: add(differences, quadratures), errors: choice.errors };
}

/** Elements of the last axis by their positions. */
function pick(x: Tensor, positions: Tensor): Tensor {
  return gatherElements(...aligned(x, positions), { axes: 1, positionAxes: 1 });
}

/** Σ weights f⁽ᵏ⁾ over the nodes [..., d, q] of each of d tuples. */
function integrals(derivative: (x: Tensor) => Tensor, nodes: Tensor, weights: Float64Array): Tensor {
  return sum(mul(derivative(nodes), fromData(weights, [weights.length])), { axis: -1 });
}
