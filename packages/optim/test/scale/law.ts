/*
 * The law of units: c·f(s·x) ends as f does, with the same success and at the same point in the scaled variables.
 */
import { type Tensor, tensor } from "@wengert/array";
import { mul, square, sum } from "@wengert/ops";
import { moreGarbowHillstrom, type ResidualFunction } from "@wengert/problems";
import { describe, expect, it } from "vitest";
import { type MethodName, minimize } from "../../src/index.ts";

/** The end of a run, in the units of the plain problem. */
export type Run = { readonly success: boolean; readonly value: number; readonly x: readonly number[] };

/** Runs a method on c·f(s·x). */
export type Runner = (problem: ResidualFunction, c: number, s: number) => Run;

/** The start in scaled variables. */
export const started = ({ start }: ResidualFunction, s: number): Tensor => tensor(start.map((x) => x / s));

/** A method of `minimize`. */
export const minimized =
  (method: MethodName): Runner =>
  (problem, c, s) => {
    const f = (x: Tensor): Tensor => mul(c, sum(square(problem.residual(mul(s, x)))));
    const { success, value, params } = minimize(f, started(problem, s), { method });
    return { success, value: value / c, x: [...params.data].map((x) => s * x) };
  };

/**
 * Where the rounding of another unit shows in the solution, and why, for all methods or for one. There the value must be the same,
 * in relation to the start.
 */
const blurred: Record<string, string> = {
  "Linear, rank 1": "a plane of minima",
  "Linear, rank 1 with zero columns and rows": "a plane of minima",
  "Biggs EXP6": "two minima of the same value, and one at infinity",
  "Powell badly scaled": "a minimum that is flat to nine digits in one direction",
  "Gulf research and development": "a valley that is flat to eight digits",
  "Osborne 1": "two exponentials that can hardly be told apart",
  "Watson, n = 9": "a condition number of 10¹¹",
  "Penalty I, n = 4": "a circle of points that are minima to nine digits",
  "Penalty II, n = 4": "a valley that is flat to ten digits",
  "Penalty II, n = 10": "a valley that is flat to eight digits",
  Meyer: "a condition number of 10¹⁵",
  "cg, Kowalik and Osborne": "slow convergence, which the criteria end at no sharp point",
  "cg, Watson, n = 6": "slow convergence, which the criteria end at no sharp point",
  "cg, Powell singular": "a singular Hessian",
  "cg, Extended Powell, n = 8": "a singular Hessian",
};

/**
 * What is left out: thousands of iterations, or no convergence from the usual start. On Powell's badly scaled function the compact
 * matrix of L-BFGS-B loses its digits, and in some units the method ends without success.
 */
const beyond: readonly string[] = [
  "lbfgsb, Powell badly scaled",
  "cg, Osborne 1",
  "cg, Watson, n = 9",
  "cg, Meyer",
  "newton-cg, Meyer",
  "newton-cg, Gulf research and development",
  "trust-ncg, Meyer",
  "nelder-mead, Watson, n = 6",
  "nelder-mead, Watson, n = 9",
  "nelder-mead, Extended Rosenbrock, n = 10",
  "trf, Brown and Dennis",
  "dogleg, Brown and Dennis",
  "dogleg, Biggs EXP6",
  "dogleg, Penalty II, n = 10",
  "dogleg, Chebyquad, n = 10",
];

const rows = moreGarbowHillstrom.map((problem, i) => ({
  ...problem,
  other: i % 2 === 0 ? [1e15, 1e-9] : [1e-15, 1e9],
}));

/** Tests a method on all problems, in units that alternate from one problem to the next. */
export function keepsLawOfUnits(method: string, run: Runner): void {
  const within = rows.filter(({ name }) => !beyond.includes(`${method}, ${name}`));
  describe(method, () => {
    it.each(within)("$name", { timeout: 120_000 }, ({ other: [c, s], ...problem }) => {
      const [plain, scaled] = [run(problem, 1, 1), run(problem, c, s)];
      expect(scaled.success).toBe(plain.success);
      if (problem.name in blurred || `${method}, ${problem.name}` in blurred) {
        const first = sum(square(problem.residual(tensor([...problem.start])))).item();
        expect(Math.abs(scaled.value - plain.value)).toBeLessThanOrEqual(1e-6 * first);
        return;
      }
      const size = Math.max(...plain.x.map(Math.abs), ...problem.start.map(Math.abs));
      for (const [i, x] of scaled.x.entries()) expect(Math.abs(x - plain.x[i])).toBeLessThanOrEqual(1e-6 * size);
    });
  });
}
