import { type Tensor, tensor } from "@wengert/array";
import { add, mul, pow, reshape, slice, square, sub, sum } from "@wengert/ops";
import { type ConstrainedExample, linear, plus, product, type Scalar, times, vector } from "./formulas.ts";

const e = [-15, -27, -36, -18, -12];
const d = [4, 8, 10, 6, 2];
const c = [
  [30, -20, -10, 32, -10],
  [-20, 39, -6, -31, 32],
  [-10, -6, 10, -6, -10],
  [32, -31, -6, 39, -20],
  [-10, 32, -10, -20, 30],
];
const a = [
  [-16, 2, 0, 1, 0],
  [0, -2, 0, 0.4, 2],
  [-3.5, 0, 2, 0, 0],
  [0, -2, 0, -4, -1],
  [0, -9, -2, 1, -2.8],
  [2, 0, -4, 0, 0],
  [-1, -1, -1, -1, -1],
  [-1, -2, -3, -2, -1],
  [1, 2, 3, 4, 5],
  [1, 1, 1, 1, 1],
];
const b = [-40, -2, -0.25, -4, -4, -1, -40, -60, 5, 1];
const primal = [0.3, 0.33346761, 0.4, 0.4283101, 0.22396487];

const transposed = (m: readonly (readonly number[])[]): number[][] => m[0].map((_, j) => m.map((row) => row[j]));
const quadratic = (x: Tensor): Scalar => sum(mul(x, product(c, x)));

/** The sizes of orders in 118: 15 numbers, three for each of five periods. */
const orders = [8, 49, 3, 1, 56, 0, 1, 63, 6, 3, 70, 12, 5, 77, 18];
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const fiveTimes = (three: readonly number[]): Tensor => tensor(range(15).map((i) => three[i % 3]));

/** Problems 86 and 117, which are dual to each other, and the large quadratic program 118. */
export const colville: readonly ConstrainedExample[] = [
  {
    hs: 86,
    start: [0, 0, 0, 0, 1],
    lower: 0,
    objective: (...xs) => {
      const x = vector(xs);
      return plus(sum(mul(tensor(e), x)), quadratic(x), sum(mul(tensor(d), pow(x, 3))));
    },
    inequalities: (...x) => [sub(product(a, vector(x)), tensor(b))],
    value: -32.34867897,
    at: primal,
  },
  {
    hs: 117,
    start: range(15).map((i) => (i === 6 ? 60 : 0.001)),
    lower: 0,
    objective: (...x) => {
      const y = vector(x.slice(10));
      return plus(times(-1, linear(b, x)), quadratic(y), times(2, sum(mul(tensor(d), pow(y, 3)))));
    },
    inequalities: (...x) => {
      const y = vector(x.slice(10));
      const slope = add(mul(2, product(transposed(c), y)), mul(tensor(d.map((di) => 3 * di)), square(y)));
      return [sub(add(slope, tensor(e)), product(transposed(a), vector(x.slice(0, 10))))];
    },
    value: 32.34867897,
    // The collection gives six digits; these are the multipliers of 86.
    at: [0, 0, 5.17404073, 0, 3.06110869, 11.83954566, 0, 0, 0.10389619, 0, ...primal],
  },
  {
    hs: 118,
    start: [20, 55, 15, ...range(4).flatMap(() => [20, 60, 20])],
    lower: [8, 43, 3, ...range(12).map(() => 0)],
    upper: [21, 57, 16, ...range(4).flatMap(() => [90, 120, 60])],
    objective: (...xs) => {
      const x = vector(xs);
      return plus(sum(mul(fiveTimes([2.3, 1.7, 2.2]), x)), sum(mul(fiveTimes([1e-4, 1e-4, 1.5e-4]), square(x))));
    },
    inequalities: (...xs) => {
      const x = vector(xs);
      const change = sub(slice(x, [3], [15]), slice(x, [0], [12]));
      const most = tensor(range(12).map((i) => (i % 3 === 1 ? 7 : 6)));
      const needs = sub(sum(reshape(x, [5, 3]), { axis: 1 }), tensor([60, 50, 70, 85, 100]));
      return [add(change, 7), sub(most, change), needs];
    },
    value: 664.82045,
    at: orders,
  },
];
