/*
 * The law of units to the last bit. Powers of two as units round nothing, so that c·f(s·x) takes the very path of f: whatever differs is a
 * test in absolute units. In other units the runs round differently from the first step on, and where one ends at its limit of iterations
 * is decided by that. Here every problem takes its turn with one of the methods; WENGERT_SCALE=1000 takes each with all of them, for so
 * many iterations.
 */
import { type Tensor, tensor } from "@wengert/array";
import { mul, slice, square, sum } from "@wengert/ops";
import { moreGarbowHillstrom, type ResidualFunction } from "@wengert/problems";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares, type MethodName, minimize } from "../../src/index.ts";
import { certified, residualOf } from "../curvefit/certified.ts";

const whole = process.env["WENGERT_SCALE"];
const maxIterations = Number(whole ?? 20);
const fits: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];
const minimizers: readonly MethodName[] = ["lbfgs", "cg", "bfgs", "newton-cg", "lbfgsb", "nelder-mead", "trust-ncg"];

/** Where a unit shows, and why. */
const exceptions: Readonly<Record<string, string>> = {
  "Watson, n = 6, nelder-mead": "a start of zeros shows no size of a first simplex",
  "Watson, n = 9, nelder-mead": "a start of zeros shows no size of a first simplex",
  "BoxBOD, lbfgs": "a trial of its line search overflows in one unit only",
  "BoxBOD, lbfgsb": "a trial of its line search overflows in one unit only",
};

const problems: readonly ResidualFunction[] = [
  ...certified.map((problem): ResidualFunction => {
    const residual = residualOf(problem);
    const entry = (x: Tensor, i: number): Tensor => sum(slice(x, [i], [i + 1]));
    return {
      name: problem.id,
      start: problem.start2,
      residual: (x) => residual(problem.start2.map((_, i) => entry(x, i))),
    };
  }),
  ...moreGarbowHillstrom,
];

type Path = { readonly status: string; readonly evaluations: number; readonly values: readonly number[] };

/** What a run on c²·f(s·x) sees on its way, in the units of f. */
function path(method: string, { residual, start }: ResidualFunction, c: number, s: number): Path {
  const from = tensor(start.map((x) => x / s));
  const r = (x: Tensor): Tensor => mul(c, residual(mul(s, x)));
  const fit = fits.find((name) => name === method);
  const { status, evaluations, history } =
    fit === undefined
      ? minimize((x: Tensor) => sum(square(r(x))), from, { method: method as MethodName, maxIterations, history: true })
      : leastSquares(r, from, { method: fit, maxIterations, history: true });
  return { status, evaluations, values: history.flatMap(({ value, stepNorm }) => [value / c ** 2, stepNorm * s]) };
}

const methods = [...minimizers, ...fits];
const rows = problems.flatMap((problem, i) =>
  methods
    .filter((method, j) => (whole !== undefined || (i + j) % methods.length === 0) && !isException(problem, method))
    .map((method) => ({ name: `${problem.name}, ${method}`, method, problem })),
);

function isException({ name }: ResidualFunction, method: string): boolean {
  return `${name}, ${method}` in exceptions;
}

describe("in units that are powers of two", () => {
  it.each(rows)("the path is the same, bit for bit: $name", { timeout: 120_000 }, ({ method, problem }) => {
    const plain = path(method, problem, 1, 1);
    expect(plain.values.length).toBeGreaterThan(1);
    expect(path(method, problem, 2 ** 25, 2 ** -30)).toEqual(plain);
    expect(path(method, problem, 2 ** -25, 2 ** 30)).toEqual(plain);
  });
});
