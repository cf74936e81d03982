import { type ResidualFunction, sumOfSquares } from "@wengert/problems";
import { type LeastSquaresOptions, leastSquares, type MinimizeOptions, minimize, type Tensor, tensor } from "wengert";
import type { Column, Effort } from "./effort.ts";

/** How far a minimizer was after how many evaluations. */
export interface Place {
  readonly evaluations: number;
  readonly value: number;
}

/** One of our minimizers, and who it stands beside. */
export interface Minimizer {
  readonly method: string;
  readonly column: Column;
  /** SciPy's name for it. */
  readonly theirs: string;
  /** Until it stops: both are told the same tolerances, or left to their own defaults. */
  run(problem: ResidualFunction): Effort;
  /**
   * As far as it goes, without a test of convergence: the start, and the end of each iteration.
   *
   * @param enough - the value at which it may stop
   */
  approach(problem: ResidualFunction, enough?: number): readonly Place[];
}

/** The same box as in evaluations.py. */
function box({ start }: ResidualFunction): NonNullable<MinimizeOptions["bounds"]> {
  const size = start.map((x) => Math.max(1, Math.abs(x)));
  return {
    lower: tensor(start.map((x, i) => x - 0.4 * size[i])),
    upper: tensor(start.map((x, i) => x + 1.5 * size[i])),
  };
}

type Options = MinimizeOptions<Tensor>;

/** A method of `minimize`. */
function minimizer(
  names: Pick<Minimizer, "method" | "column" | "theirs">,
  options: (problem: ResidualFunction) => Options,
  tolerances: Options = {},
): Minimizer {
  const minimized = (problem: ResidualFunction, further: Options): ReturnType<typeof minimize<Tensor>> => {
    const f = sumOfSquares(problem);
    return minimize((x: Tensor) => f(x), tensor([...problem.start]), { ...options(problem), ...further });
  };
  return {
    ...names,
    run: (problem) => {
      const { evaluations, hessianEvaluations, value, success } = minimized(problem, tolerances);
      const effort = { evaluations, value, success };
      return hessianEvaluations === 0 ? effort : { ...effort, products: hessianEvaluations };
    },
    approach: (problem, enough = Number.NEGATIVE_INFINITY) => {
      const onIteration = ({ value }: Place): boolean => value > enough;
      return minimized(problem, { tolerance: 0, maxIterations: 2000, history: true, onIteration }).history;
    },
  };
}

function fitted(
  problem: ResidualFunction,
  options: LeastSquaresOptions<Tensor>,
): ReturnType<typeof leastSquares<Tensor>> {
  return leastSquares((x: Tensor) => problem.residual(x), tensor([...problem.start]), options);
}

/** In the order of the report. */
export const minimizers: readonly Minimizer[] = [
  minimizer({ method: "lbfgs", column: "lbfgsb", theirs: "L-BFGS-B" }, () => ({ method: "lbfgs" })),
  minimizer({ method: "lbfgsb", column: "lbfgsb", theirs: "L-BFGS-B" }, () => ({ method: "lbfgsb" })),
  minimizer({ method: "lbfgsb with bounds", column: "boxed", theirs: "L-BFGS-B with bounds" }, (problem) => ({
    bounds: box(problem),
  })),
  minimizer({ method: "bfgs", column: "bfgs", theirs: "BFGS" }, () => ({ method: "bfgs" }), {
    tolerance: 1e-5,
  }),
  minimizer({ method: "trust-ncg", column: "trust-ncg", theirs: "trust-ncg" }, () => ({ method: "trust-ncg" }), {
    tolerance: 1e-5,
  }),
  {
    method: "lm",
    column: "lm",
    theirs: "least_squares, method lm",
    run: (problem) => {
      const { evaluations, value, success } = fitted(problem, { tolerance: 1e-8 });
      return { evaluations, value: 2 * value, success };
    },
    approach: (problem, enough = Number.NEGATIVE_INFINITY) => {
      const onIteration = ({ value }: Place): boolean => 2 * value > enough;
      const { history } = fitted(problem, { history: true, onIteration });
      return history.map(({ evaluations, value }) => ({ evaluations, value: 2 * value }));
    },
  },
];
