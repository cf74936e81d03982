import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { type ParamSet, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { type Gradient, treeSpace } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { Answers, Pause } from "./pause.ts";
import { EvaluationLimit } from "./problem.ts";

/** What comes along with a point. */
export interface EvaluateOptions {
  /** Ends the evaluation. */
  readonly signal?: AbortSignal | undefined;
  /** The paths of tagged parameters, in the order of the vector. */
  readonly paths?: readonly string[] | undefined;
}

/**
 * An objective that answers later, because other threads or machines compute it. `minimizeAsync` takes it in place of a function.
 *
 * @typeParam P - the parameters, a tree of numbers and Tensors; for a ParamSet the vector of its unconstrained values
 */
export interface AsyncObjective<P> {
  value(p: P, options?: EvaluateOptions): Promise<number>;
  /** The gradient is a tree like `p`. */
  valueAndGrad(p: P, options?: EvaluateOptions): Promise<readonly [value: number, gradient: Gradient<P>]>;
  /** The product of the Hessian at `p` with `v`, for methods that need it. */
  hvp?(p: P, v: P, options?: EvaluateOptions): Promise<Gradient<P>>;
}

/** Whether it has the methods of an objective that answers later. */
export function isAsyncObjective(f: unknown): f is AsyncObjective<unknown> {
  return typeof (f as Partial<AsyncObjective<unknown>> | null)?.valueAndGrad === "function";
}

/**
 * An objective that answers later over flat vectors. A question throws a {@link Pause} until its answer is there.
 */
export function asyncSpace(
  f: AsyncObjective<unknown>,
  start: unknown,
  signal: AbortSignal | undefined,
): Space<unknown, unknown> {
  const set = isParamSet(start) ? (start as ParamSet) : undefined;
  const space: Space<unknown, unknown> = set
    ? paramSpace(() => Number.NaN, set)
    : treeSpace(() => Number.NaN, start, "minimizeAsync");
  const options = { signal, paths: set?.paths };
  const point = (x: Vector): unknown => (set === undefined ? space.tree(x) : x.slice());
  const vector = (tree: unknown): Vector => {
    const flat = set === undefined ? space.vector(tree) : tree;
    if (flat instanceof Float64Array && flat.length === space.size) return flat;
    throw new ArgumentError(`minimizeAsync: the objective gave ${kindOf(flat)} as a gradient.`, "minimizeAsync");
  };
  const answers = new Answers();
  let begun = false;
  const ask = <T>(points: readonly Vector[], question: () => Promise<T>): T => {
    try {
      const answer = answers.to(points, question);
      begun = true;
      return answer;
    } catch (error) {
      // A run that has a point ends there, with the status "aborted".
      if (begun && signal?.aborted && !(error instanceof Pause)) throw new EvaluationLimit();
      throw error;
    }
  };
  return {
    ...space,
    firstNaN: () => undefined,
    valueOnly: (x) => ask([x], async () => ({ value: await f.value(point(x), options) })),
    objective: (x) =>
      ask([x], async () => {
        const [value, gradient] = await f.valueAndGrad(point(x), options);
        return { value, gradient: vector(gradient) };
      }),
    curvature: (x) => (v) =>
      ask([x, v], async () => {
        if (f.hvp !== undefined) return vector(await f.hvp(point(x), point(v), options));
        throw new ArgumentError("minimizeAsync: this method needs the objective's hvp(p, v).", "minimizeAsync", "hvp");
      }),
  };
}
