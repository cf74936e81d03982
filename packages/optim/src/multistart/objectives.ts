import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { ResidualProblem } from "../leastsquares/residualproblem.ts";
import { fitMethods, isFitMethod } from "../leastsquares/runfit.ts";
import type { Method, MethodOptions } from "../minimize/method.ts";
import { methodFor } from "../minimize/methodbyname.ts";
import type { MethodName } from "../minimize/options.ts";
import { Problem } from "../minimize/problem.ts";
import { scaled } from "../minimize/scaling.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import { type ParamSet, paramResiduals, paramSpace, paramsOf } from "../spaces/paramspace.ts";
import type { Layout } from "../spaces/space.ts";
import { treeResiduals, treeSpace } from "../spaces/treespace.ts";
import { flattenScales } from "../spaces/variablescales.ts";
import type { Vector } from "../spaces/vector.ts";
import { decode } from "../trees/jsonencoding.ts";
import { isParamSet } from "../trees/plaintree.ts";
import type { MultiStartOptions, ObjectiveModule } from "./options.ts";
import type { Attempt } from "./taskdata.ts";

/** What is minimized from several starts. */
export interface Runnable {
  readonly layout: Layout<unknown, unknown>;
  /** @throws {ArgumentError} for an option of another method */
  readonly begin: (task: Attempt) => Begun;
}

/** A run about to begin. */
export interface Begun {
  /** A new problem, which counts its evaluations. */
  readonly problem: Problem;
  readonly method: Method;
  readonly options: MethodOptions;
  /** The units in which the method sees the variables; absent where it sees them as they are. */
  readonly units?: Vector | undefined;
}

/** An objective, or residuals if the method is one of least squares. */
export function runnableOf(
  f: (p: never) => unknown,
  start: unknown,
  { method, compile }: Pick<MultiStartOptions, "method" | "compile">,
): Runnable {
  if (isFitMethod(method)) {
    const space = isParamSet(start)
      ? paramResiduals(f as () => unknown, start as ParamSet, undefined, compile)
      : treeResiduals(f, start, "multiStart", undefined, compile);
    const chosen = fitMethods[method] as unknown as Method;
    return {
      layout: space,
      begin: ({ loss = "linear", lossScale = 1, ...task }) => {
        const { xScale = "jacobian", bounds } = decoded(task);
        const options = {
          bounds: bounds && flattenBounds(bounds, space.parts),
          xScale: xScale === "jacobian" ? undefined : flattenScales("multiStart", xScale, space.parts),
        };
        return { problem: new ResidualProblem(space, loss, lossScale), method: chosen, options };
      },
    };
  }
  const space = isParamSet(start)
    ? paramSpace(f as () => unknown, start as ParamSet, compile)
    : treeSpace(f, start, "multiStart", compile);
  return {
    layout: space,
    begin: (task) => {
      const chosen = methodFor(task.method as MethodName, space, task.bounds !== undefined);
      const { space: inner, scales, options } = scaled(space, task.method, decoded(task), false, "multiStart");
      const objective = chosen.derivatives ? inner.objective : inner.valueOnly;
      return {
        problem: new Problem(objective, inner.curvature, inner.firstNaN),
        method: chosen,
        options: { ...options, simplex: options.simplex && movedTo(inUnits(task.x, scales), options.simplex) },
        units: scales,
      };
    },
  };
}

/** The options of a task as trees. */
function decoded({
  bounds,
  xScale,
  simplex,
  trustRadius,
}: Attempt): Pick<MultiStartOptions, "bounds" | "xScale" | "simplex" | "trustRadius"> {
  const tree = (encoded: unknown): unknown => (encoded === undefined ? undefined : decode(encoded));
  return {
    bounds: tree(bounds) as MultiStartOptions["bounds"],
    xScale: tree(xScale),
    simplex: tree(simplex) as MultiStartOptions["simplex"],
    trustRadius,
  };
}

/** A point as a method sees it; or, the other way round, a gradient that it has found. */
export function inUnits(x: ArrayLike<number>, units: Vector | undefined): Vector {
  return Float64Array.from(x, (xi, i) => xi / (units?.[i] ?? 1));
}

/** A point that a method has found. */
export function inVariables(z: Vector, units: Vector | undefined): number[] {
  return Array.from(z, (zi, i) => zi * (units?.[i] ?? 1));
}

/** A simplex of the same form, whose first corner is a start. */
function movedTo(start: Vector, simplex: readonly Vector[]): readonly Vector[] {
  return simplex.map((corner) => corner.map((xi, i) => start[i] + (xi - simplex[0][i])));
}

/**
 * The objective for this thread. Other threads import theirs, and this one needs the layout of the parameters only.
 *
 * @throws {ArgumentError} for what cannot be sent to another thread
 */
export function objectiveHere(
  f: ((p: never) => unknown) | ObjectiveModule,
  start: unknown,
  { executor, method, compile }: MultiStartOptions,
): Runnable {
  if (typeof f === "function") {
    if (executor === undefined) return runnableOf(f, start, { method, compile });
    throw refused("an executor needs the objective as { module, name }: a closure cannot be sent to another thread");
  }
  const { module, name, params } = (f ?? {}) as ObjectiveModule;
  if (typeof name !== "string" || (typeof module !== "string" && !(module instanceof URL))) {
    throw refused(`the objective must be a function, or { module, name }, not ${kindOf(f)}`);
  }
  if (isParamSet(start) && typeof params !== "string") {
    throw refused(
      "tags cannot be sent to another thread: name the module's export that has them, { module, name, params }",
    );
  }
  return runnableOf(() => Number.NaN, start, { method });
}

/** @throws {ArgumentError} when the module exports no function of that name */
export function functionIn(
  exports: Readonly<Record<string, unknown>>,
  module: string,
  name: string,
): (p: never) => unknown {
  const f = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (typeof f === "function") return f as (p: never) => unknown;
  throw new ArgumentError(`run: ${module} exports no function "${name}".`, "run");
}

/**
 * The tagged parameters of a module in another thread.
 *
 * @throws {ArgumentError} when it has no such export, or other parameters than the start
 */
export function paramsIn(
  exports: Readonly<Record<string, unknown>>,
  module: string,
  name: string,
  paths?: readonly string[],
): ParamSet {
  const found = exports[name];
  if (typeof found !== "object" || found === null) throw refused(`${module} exports no parameters "${name}"`);
  const params = isParamSet(found) ? (found as unknown as ParamSet) : paramsOf(found);
  if (paths === undefined || `${params.paths}` === `${paths}`) return params;
  throw refused(
    `"${name}" of ${module} has the parameters ${params.paths.join(", ")}, but the start ${paths.join(", ")}`,
  );
}

function refused(what: string): ArgumentError {
  return new ArgumentError(`multiStart: ${what}.`, "multiStart");
}
