import { ArgumentError } from "@wengert/array";
import type { Method } from "../minimize/method.ts";
import { type ReportedEnd, reportedLoop } from "../minimize/reportedloop.ts";
import { loadState } from "../minimize/savedstate.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import type { ResidualSpace } from "../spaces/space.ts";
import { flattenScales } from "../spaces/variablescales.ts";
import { dogleg } from "./dogleg.ts";
import { withGaussNewtonPolish } from "./gaussnewtonpolish.ts";
import { levenbergMarquardt } from "./lm.ts";
import type { LeastSquaresMethod, LeastSquaresOptions } from "./options.ts";
import { ResidualProblem } from "./residualproblem.ts";
import { trustRegionReflective } from "./trf.ts";

/** The methods of `leastSquares` by name. */
export const fitMethods: Readonly<Record<LeastSquaresMethod, Method<unknown, ResidualProblem>>> = {
  lm: withGaussNewtonPolish(levenbergMarquardt),
  trf: withGaussNewtonPolish(trustRegionReflective),
  dogleg: withGaussNewtonPolish(dogleg),
};

/** The end of a fit, with its problem for what is computed at its point. */
export interface FitEnd extends ReportedEnd {
  readonly problem: ResidualProblem;
}

/** The method for given options: "trf" where there are bounds, else "lm". */
export function methodOf({ bounds, method = bounds === undefined ? "lm" : "trf" }: LeastSquaresOptions<never>): {
  readonly name: LeastSquaresMethod;
  readonly method: Method<unknown, ResidualProblem>;
} {
  return { name: method, method: fitMethods[method] };
}

/** Whether a method is one of least squares. */
export function isFitMethod(method: unknown): method is LeastSquaresMethod {
  return typeof method === "string" && Object.hasOwn(fitMethods, method);
}

/** @throws {ArgumentError} for an unknown method */
export function checkMethod(op: string, method: unknown): void {
  if (method === undefined || isFitMethod(method)) return;
  const names = Object.keys(fitMethods).join('", "');
  throw new ArgumentError(`${op}: there is no method "${method}"; there is "${names}".`, op);
}

/**
 * Fits residuals, in the form of the user's parameters.
 *
 * @throws {ArgumentError} for an unknown method
 */
export function runFit(
  op: string,
  space: ResidualSpace<unknown, unknown>,
  options: LeastSquaresOptions<never>,
): FitEnd {
  const { bounds, loss = "linear", lossScale = 1 } = options;
  checkMethod(op, options.method);
  const { name, method } = methodOf(options);
  const problem = new ResidualProblem(space, loss, lossScale);
  const flat = bounds && flattenBounds(bounds, space.parts);
  const { xScale: given = "jacobian", resume } = options;
  const xScale = given === "jacobian" ? undefined : flattenScales(op, given, space.parts);
  const resumed = resume && loadState(resume, name, space.size, op);
  const steps = reportedLoop(space, problem, method, name, { ...options, bounds: flat, xScale }, resumed);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return { ...step.value, problem };
}
