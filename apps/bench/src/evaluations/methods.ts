import { leastSquares, type MinimizeOptions, minimize, type Tensor, tensor } from "wengert";
import type { Effort } from "./effort.ts";
import { type ResidualFunction, sumOfSquares } from "./functions.ts";
import type { Column } from "./scipy.ts";

/** One of our minimizers, and who it stands beside. Both are told the same tolerances, or left to the same defaults. */
export interface Minimizer {
  readonly method: string;
  readonly column: Column;
  /** SciPy's name for it. */
  readonly theirs: string;
  run(problem: ResidualFunction): Effort;
}

/** The same box as in evaluations.py. */
function box({ start }: ResidualFunction): NonNullable<MinimizeOptions["bounds"]> {
  const size = start.map((x) => Math.max(1, Math.abs(x)));
  return {
    lower: tensor(start.map((x, i) => x - 0.4 * size[i])),
    upper: tensor(start.map((x, i) => x + 1.5 * size[i])),
  };
}

function minimized(problem: ResidualFunction, options: MinimizeOptions<Tensor>): Effort {
  const f = sumOfSquares(problem);
  const { evaluations, hessianEvaluations, value, success } = minimize(
    (x: Tensor) => f(x),
    tensor([...problem.start]),
    options,
  );
  const effort = { evaluations, value, success };
  return hessianEvaluations === 0 ? effort : { ...effort, products: hessianEvaluations };
}

/** In the order of the report. */
export const minimizers: readonly Minimizer[] = [
  {
    method: "lbfgs",
    column: "lbfgsb",
    theirs: "L-BFGS-B",
    run: (problem) => minimized(problem, { method: "lbfgs" }),
  },
  {
    method: "lbfgsb",
    column: "lbfgsb",
    theirs: "L-BFGS-B",
    run: (problem) => minimized(problem, { method: "lbfgsb" }),
  },
  {
    method: "lbfgsb with bounds",
    column: "boxed",
    theirs: "L-BFGS-B with bounds",
    run: (problem) => minimized(problem, { bounds: box(problem) }),
  },
  {
    method: "trust-ncg",
    column: "trust-ncg",
    theirs: "trust-ncg",
    run: (problem) => minimized(problem, { method: "trust-ncg", tolerance: 1e-5 }),
  },
  {
    method: "lm",
    column: "lm",
    theirs: "least_squares, method lm",
    run: (problem) => {
      const residual = (x: Tensor): Tensor => problem.residual(x);
      const { evaluations, value, success } = leastSquares(residual, tensor([...problem.start]), { tolerance: 1e-8 });
      return { evaluations, value: 2 * value, success };
    },
  },
];
