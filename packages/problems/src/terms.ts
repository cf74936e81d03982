import { add, mul, square, sub } from "@wengert/ops";
import type { Scalar } from "./problem.ts";

/** Rosenbrock's function of two variables. */
export const rosenbrock = (a: Scalar, b: Scalar): Scalar[] => [mul(10, sub(b, square(a))), sub(1, a)];
/** Powell's singular function of four. */
export const powell = (a: Scalar, b: Scalar, c: Scalar, d: Scalar): Scalar[] => [
  add(a, mul(10, b)),
  mul(Math.sqrt(5), sub(c, d)),
  square(sub(b, mul(2, c))),
  mul(Math.sqrt(10), square(sub(a, d))),
];
