import { expectFunction, fromData } from "@wengert/array/author";
import { checkOptions } from "../minimize/options.ts";
import { minimizeReport } from "../reports/minimizereport.ts";
import { type Grads, type ParamSet, paramResiduals } from "../spaces/paramspace.ts";
import type { ResidualSpace } from "../spaces/space.ts";
import { type Gradient, type Lifted, treeResiduals, type Value, type Widened } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { covarianceOf } from "./covariance.ts";
import {
  checkLeastSquares,
  type LeastSquaresOptions,
  type LeastSquaresResult,
  leastSquaresOptionNames,
} from "./options.ts";
import type { ResidualProblem } from "./residualproblem.ts";
import { runFit } from "./runfit.ts";

/**
 * Fits parameters by least squares: minimizes ½‖r(p)‖². This is faster and more accurate than `minimize` on the sum of squares.
 * The Jacobian is computed by the cheaper mode.
 *
 * A step to a point where a residual is not finite is shortened. The result has the best parameters found, their covariance
 * and their standard errors.
 *
 * @param residual - a function of the parameters, written in ops, that returns a Tensor of any shape; a function without
 * arguments where the start is a ParamSet
 * @param start - a tree of numbers and Tensors, whose static leaves are kept; or a ParamSet, whose parameters are written at
 * the end, and whose covariance is that of their unconstrained values
 * @throws {UnknownLeafError} for a leaf of the start that is neither a number nor a Tensor
 * @throws {ArgumentError} for an invalid option
 * @example
 * import { type Tensor, tensor } from "@wengert/array";
 * import { exp, mul, sub } from "@wengert/ops";
 * import { leastSquares } from "@wengert/optim";
 *
 * const x = tensor([0, 1, 2, 3]);
 * const y = tensor([2.0, 1.22, 0.73, 0.45]);
 * const misfit = (p: { a: Tensor; k: Tensor }) => sub(mul(p.a, exp(mul(-1, mul(p.k, x)))), y);
 * const { params, standardErrors } = leastSquares(misfit, { a: 1, k: 1 });
 * params.k.toFixed(2); // => 0.50
 * standardErrors.k < 0.01; // => true
 */
export function leastSquares(
  residual: () => Value,
  start: ParamSet,
  options?: LeastSquaresOptions<Float64Array>,
): LeastSquaresResult<ParamSet, Grads>;
export function leastSquares<P>(
  residual: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: LeastSquaresOptions<NoInfer<P>>,
): LeastSquaresResult<Widened<P>, Gradient<P>>;
export function leastSquares(
  residual: (p: never) => unknown,
  start: unknown,
  options: LeastSquaresOptions<never> = {},
): unknown {
  expectFunction("leastSquares", "residual", residual);
  checkOptions(options, "leastSquares", leastSquaresOptionNames);
  checkLeastSquares(options, "leastSquares");
  const space = spaceOf(residual, start, options);
  const { point, result, problem } = runFit("leastSquares", space, options);
  const whole = { ...result, ...accuracy(space, problem, point.x, point.value) };
  return minimizeReport(whole, space, "leastSquares");
}

/** The parts of the result that a fit adds to those of a minimization. */
function accuracy(space: ResidualSpace<unknown, unknown>, problem: ResidualProblem, x: Vector, cost: number): object {
  const n = x.length;
  const { residual, jacobian: columns } = problem.raw(x);
  const m = residual.length;
  const rows = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) rows[i * n + j] = columns[j * m + i];
  const linear = problem.linearized(residual.slice(), columns.slice());
  const { matrix, errors, undetermined } = covarianceOf(linear.jacobian, m, n, 2 * cost);
  const names = undetermined.length === 0 ? [] : space.names();
  return {
    gradient: space.gradient(linear.gradient),
    residual: fromData(residual.slice(), [m]),
    jacobian: fromData(rows, [m, n]),
    covariance: fromData(matrix, [n, n]),
    standardErrors: space.gradient(errors),
    undetermined: undetermined.map((i) => names[i]),
  };
}

function spaceOf(
  f: (p: never) => unknown,
  start: unknown,
  { sparsity, compile }: Pick<LeastSquaresOptions, "sparsity" | "compile">,
): ResidualSpace<unknown, unknown> {
  return isParamSet(start)
    ? paramResiduals(f as () => unknown, start as ParamSet, sparsity, compile)
    : treeResiduals(f, start, "leastSquares", sparsity, compile);
}
