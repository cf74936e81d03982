import type { Tensor } from "@wengert/array";
import { add, cosh, mul, pow, slice, square, sub, sum } from "@wengert/ops";

/** A function of a vector, with its usual start and its least value. */
export interface TestFunction {
  readonly name: string;
  readonly f: (x: Tensor) => Tensor;
  readonly start: readonly number[];
  readonly least: number;
}

/** Neighbours in a vector: all but the last, all but the first. */
const before = (x: Tensor): Tensor => slice(x, [0], [x.size - 1]);
const after = (x: Tensor): Tensor => slice(x, [1], [x.size]);

const rosenbrock = (x: Tensor): Tensor =>
  sum(add(square(sub(1, before(x))), mul(100, square(sub(after(x), square(before(x)))))));

/** Convex, with curvatures from 1 to 1000, and not quadratic. */
const valley = (x: Tensor): Tensor =>
  add(sum(sub(cosh(before(x)), 1)), mul(500, square(sub(after(x), mul(2, before(x))))));

const saddles = (x: Tensor): Tensor => sum(add(sub(pow(x, 4), mul(2, square(x))), 1));

export const functions: readonly TestFunction[] = [
  { name: "Rosenbrock", f: rosenbrock, start: [-1.2, 1], least: 0 },
  { name: "Rosenbrock of four variables", f: rosenbrock, start: [1.3, 0.7, 0.8, 1.9], least: 0 },
  { name: "a narrow valley", f: (x) => sum(valley(x)), start: [2, -3], least: 0 },
  // Between its minima the curvature is negative.
  { name: "a field of saddles", f: saddles, start: [0.1, -0.2, 0.3], least: 0 },
];
