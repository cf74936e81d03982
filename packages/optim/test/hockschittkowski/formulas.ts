import { type Tensor, tensor } from "@wengert/array";
import { add, concat, div, mul, pow, reshape, slice, square, stack, sub, sum } from "@wengert/ops";

/*
 * The collection of Hock & Schittkowski, Test Examples for Nonlinear Programming Codes, Lecture Notes in Economics and Mathematical
 * Systems 187 (1981), written from its formulas: all 115 of 1 to 119, of which 58, 82, 94 and 115 do not exist.
 */

export type Scalar = number | Tensor;

/** A function of the variables one by one, with one value or several. */
export type Formula = (...x: readonly Tensor[]) => Scalar;
export type Formulas = (...x: readonly Tensor[]) => readonly Scalar[];

/** A problem with its start and its published solution. */
export interface ConstrainedExample {
  /** The number in the collection. */
  readonly hs: number;
  readonly start: readonly number[];
  readonly lower?: number | readonly number[];
  readonly upper?: number | readonly number[];
  readonly objective: Formula;
  /** What is ≥ 0. */
  readonly inequalities?: Formulas;
  /** What is 0. */
  readonly equalities?: Formulas;
  /** The least value, and where it is. */
  readonly value: number;
  readonly at: readonly number[];
}

export const plus = (...terms: readonly Scalar[]): Scalar => terms.reduce((total, term) => add(total, term));
export const times = (...factors: readonly Scalar[]): Scalar => factors.reduce((total, factor) => mul(total, factor));
export const minus = (a: Scalar, b: Scalar): Scalar => sub(a, b);
export const over = (a: Scalar, b: Scalar): Scalar => div(a, b);
export const sq = (a: Scalar): Scalar => square(a);
export const power = (a: Scalar, n: number): Scalar => pow(a, n);
/** Σ cᵢxᵢ */
export const linear = (c: readonly number[], x: readonly Scalar[]): Scalar =>
  sum(mul(tensor([...c]), vector(x.slice(0, c.length))));

/** The variables of a vector, one by one. */
export function variables(x: Tensor): readonly Tensor[] {
  return Array.from({ length: x.size }, (_, j) => reshape(slice(x, [j], [j + 1]), []));
}

/** Several values, and vectors, as one vector. */
export function vector(values: readonly Scalar[]): Tensor {
  const tensors = values.map((v) => (typeof v === "number" ? tensor(v) : v));
  if (tensors.every(({ ndim }) => ndim === 0)) return stack(tensors, 0);
  return concat(
    tensors.map((v) => reshape(v, [v.size])),
    0,
  );
}

/** Ax for a matrix of numbers. */
export function product(a: readonly (readonly number[])[], x: Tensor): Tensor {
  return sum(mul(tensor(a.map((row) => [...row])), x), { axis: 1 });
}

/** Σ cₖ Πⱼ xⱼ^eₖⱼ, from pairs of a coefficient and the exponents of the variables, which are counted from 1. */
export function monomials(
  terms: readonly (readonly [coefficient: number, exponents: Readonly<Record<number, number>>])[],
  x: readonly Tensor[],
): Scalar {
  const factors = (exponents: Readonly<Record<number, number>>): Scalar[] =>
    Object.entries(exponents).map(([j, e]) => (e === 1 ? x[Number(j) - 1] : pow(x[Number(j) - 1], e)));
  return plus(...terms.map(([coefficient, exponents]) => times(coefficient, ...factors(exponents))));
}
