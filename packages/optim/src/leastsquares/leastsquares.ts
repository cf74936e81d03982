import { ArgumentError } from "@wengert/array";
import { expectFunction, fromData } from "@wengert/array/author";
import { flatten } from "@wengert/tree";
import type { Method } from "../minimize/method.ts";
import { checkOptions } from "../minimize/options.ts";
import { reportedLoop } from "../minimize/reportedloop.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import { type Grads, type ParamSet, paramResiduals } from "../spaces/paramspace.ts";
import type { ResidualSpace } from "../spaces/space.ts";
import { type Gradient, type Lifted, treeResiduals, type Value } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
import { type Leaf, sizeOf } from "../trees/leaf.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { covarianceOf } from "./covariance.ts";
import { dogleg } from "./dogleg.ts";
import { withGaussNewtonPolish } from "./gaussnewtonpolish.ts";
import { levenbergMarquardt } from "./lm.ts";
import {
  checkLeastSquares,
  type LeastSquaresMethod,
  type LeastSquaresOptions,
  type LeastSquaresResult,
  leastSquaresOptionNames,
} from "./options.ts";
import { ResidualProblem } from "./residualproblem.ts";
import { trustRegionReflective } from "./trf.ts";

const methods: Readonly<Record<LeastSquaresMethod, Method<unknown, ResidualProblem>>> = {
  lm: withGaussNewtonPolish(levenbergMarquardt),
  trf: withGaussNewtonPolish(trustRegionReflective),
  dogleg: withGaussNewtonPolish(dogleg),
};

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
): LeastSquaresResult<P, Gradient<P>>;
export function leastSquares(
  residual: (p: never) => unknown,
  start: unknown,
  options: LeastSquaresOptions<never> = {},
): unknown {
  expectFunction("leastSquares", "residual", residual);
  checkOptions(options, "leastSquares", leastSquaresOptionNames);
  checkLeastSquares(options);
  const { bounds, method = bounds === undefined ? "lm" : "trf", loss = "linear", lossScale = 1 } = options;
  if (!Object.hasOwn(methods, method)) {
    const message = `leastSquares: there is no method "${method}"; there is "${Object.keys(methods).join('", "')}".`;
    throw new ArgumentError(message, "leastSquares");
  }
  const space = spaceOf(residual, start);
  const problem = new ResidualProblem(space, loss, lossScale);
  const flat = bounds && flattenBounds(bounds, space.parts);
  const steps = reportedLoop(space, problem, methods[method], method, { ...options, bounds: flat });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const { point, result } = step.value;
  return { ...result, ...accuracy(space, problem, point.x, point.value) };
}

/** The parts of the result that a fit adds to those of a minimization. */
function accuracy(space: ResidualSpace<unknown, unknown>, problem: ResidualProblem, x: Vector, cost: number): object {
  const n = x.length;
  const { residual, jacobian: columns } = problem.raw(x);
  const m = residual.length;
  const rows = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) rows[i * n + j] = columns[j * m + i];
  const linear = problem.linearized(residual.slice(), columns.slice());
  const { matrix, errors, undetermined } = covarianceOf(linear.jacobian, linear.residual, n, 2 * cost);
  return {
    gradient: space.gradient(linear.gradient),
    residual: fromData(residual.slice(), [m]),
    jacobian: fromData(rows, [m, n]),
    covariance: fromData(matrix, [n, n]),
    standardErrors: space.gradient(errors),
    undetermined: undetermined.map((i) => elementName(space.parts, i)),
  };
}

/** The path of a variable in the tree of parameters, with the place in its Tensor. */
function elementName(parts: unknown, index: number): string {
  const { leaves, paths } = flatten<Leaf>(parts);
  let begin = 0;
  const place = leaves.findIndex((leaf) => {
    begin += sizeOf(leaf);
    return index < begin;
  });
  const leaf = leaves[place];
  return typeof leaf === "number" || leaf.ndim === 0 ? paths[place] : `${paths[place]}[${index - begin + leaf.size}]`;
}

function spaceOf(f: (p: never) => unknown, start: unknown): ResidualSpace<unknown, unknown> {
  return isParamSet(start) ? paramResiduals(f as () => unknown, start as ParamSet) : treeResiduals(f, start);
}
