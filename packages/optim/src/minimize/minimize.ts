import type { Gradient, Lifted, Value, Widened } from "@wengert/core";
import type { Grads, ParamSet } from "@wengert/params";
import type { Iteration, MinimizeOptions, OptimizeResult } from "./options.ts";
import { prepareHere } from "./prepare.ts";

/**
 * Minimizes a function of a tree of parameters.
 *
 * A step is shortened if the function is not finite at its end, or a matrix in it is not positive definite. The start must be a
 * point where it is. The result has the best point found, whatever the status is.
 *
 * @param f - the objective, written in ops, that returns a scalar; a function without arguments where the start is a ParamSet
 * @param start - a tree of numbers and Tensors, whose static leaves are kept; or a ParamSet, whose parameters are written at the
 * end
 * @param options - by default, L-BFGS until convergence
 * @throws {UnknownLeafError} for a leaf of the start that is neither a number nor a Tensor
 * @throws {NonScalarLossError} where the objective does not return a scalar
 * @example
 * import type { Tensor } from "@wengert/array";
 * import { add, mul, square, sub } from "@wengert/ops";
 * import { minimize } from "@wengert/optim";
 *
 * const rosenbrock = (p: { x: Tensor; y: Tensor }) =>
 *   add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));
 * const { params, status } = minimize(rosenbrock, { x: -1.2, y: 1 });
 * Math.round(1e5 * params.x); // => 100000
 * status; // => converged
 */
export function minimize(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): OptimizeResult<ParamSet, Grads>;
export function minimize<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): OptimizeResult<Widened<P>, Gradient<P>>;
export function minimize(f: (p: never) => unknown, start: unknown, options?: MinimizeOptions<never>): unknown {
  const { loop, finish } = prepareHere(f, start, options);
  for (;;) {
    const end = advanced(loop);
    if (end !== undefined) return finish(end.result);
  }
}

/** The end after another iteration, if it was the last. What an iteration yields is not kept while the next one is computed. */
function advanced<T>(steps: Generator<unknown, T>): { readonly result: T } | undefined {
  const step = steps.next();
  return step.done ? { result: step.value } : undefined;
}

/**
 * {@link minimize} as an iterator: yields after each iteration, and returns the result.
 *
 * @example
 * import { square } from "@wengert/ops";
 * import { minimizeSteps } from "@wengert/optim";
 *
 * let best = 3;
 * for (const { params, value } of minimizeSteps((x) => square(x), best)) {
 *   best = params;
 *   if (value < 1e-3) break;
 * }
 */
export function minimizeSteps(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): Generator<Iteration<Float64Array>, OptimizeResult<ParamSet, Grads>, void>;
export function minimizeSteps<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): Generator<Iteration<P>, OptimizeResult<Widened<P>, Gradient<P>>, void>;
export function minimizeSteps(f: (p: never) => unknown, start: unknown, options?: MinimizeOptions<never>): unknown {
  return iterate(f, start, options);
}

function* iterate(
  f: (p: never) => unknown,
  start: unknown,
  options?: MinimizeOptions<never>,
): Generator<Iteration<unknown>, OptimizeResult<unknown, unknown>, void> {
  const { loop, finish } = prepareHere(f, start, options);
  return finish(yield* loop);
}
