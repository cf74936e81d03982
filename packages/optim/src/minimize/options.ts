import type { Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import type { ConstraintReport, FunctionConstraint } from "../constrained/constraint.ts";
import { flag, positiveInteger, refused } from "../options/ranges.ts";
import type { Bounds } from "../spaces/bounds.ts";
import type { Transformation } from "../transforms/transformation.ts";
import type { Progress } from "./iterationloop.ts";
import type { IterationOptions } from "./iterationoptions.ts";
import type { Status } from "./outcome.ts";
import type { MinimizeState } from "./savedstate.ts";

/** Methods of `minimize` by name. */
export type MethodName =
  | "lbfgs"
  | "lbfgsb"
  | "bfgs"
  | "cg"
  | "newton-cg"
  | "trust-ncg"
  | "nelder-mead"
  | "sqp"
  | "auglag";

/** The progress of a minimization. Its point need not be the best one so far. */
export interface Iteration<P> extends Progress {
  /** The parameters. For a ParamSet, the unconstrained vector: the set itself is written at the end. */
  readonly params: P;
  /** A state that can be saved as JSON and given to `resume`, to continue to the same result. */
  readonly state: MinimizeState;
}

/**
 * Options of `minimize`.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface MinimizeOptions<P = unknown> extends IterationOptions {
  /** A method by name, or a transformation such as `adam(0.1)`. Default "lbfgs"; with bounds, "lbfgsb"; with constraints, "sqp". */
  readonly method?: MethodName | Transformation | undefined;
  /** Bounds on the parameters, for "lbfgsb", "nelder-mead", "sqp" and "auglag". A start outside is moved to the boundary. */
  readonly bounds?: Bounds | undefined;
  /** Constraints, for "sqp" and "auglag": functions of the parameters with limits on their values. */
  readonly constraints?: readonly FunctionConstraint<P>[] | undefined;
  /**
   * With constraints, the largest violation of a limit, in relation to the size of its constraint, at which a point counts as feasible.
   * Default 10⁻⁸.
   */
  readonly feasibilityTolerance?: number | undefined;
  /**
   * Adds an inverse Hessian to the result: the "approximate" one that "lbfgs", "lbfgsb" and "bfgs" have gathered on their way, for free;
   * or the "exact" one at the result, for about as long as n gradients. Only the latter is good for errors.
   */
  readonly inverseHessian?: "approximate" | "exact" | undefined;
  /**
   * The unit of each parameter: a tree like the parameters, or one number for a whole branch. The method works on parameters divided by
   * them; so do `tolerance`, `gradientNorm` and `stepNorm`. Bounds and constraints remain in the units of the parameters. Not for
   * transformations, whose rates are units themselves.
   */
  readonly xScale?: unknown;
  /** The first radius for "trust-ncg", in units of the scaled length of the start. */
  readonly trustRadius?: number | undefined;
  /** The first simplex for "nelder-mead": n + 1 corners, each like the start. */
  readonly simplex?: readonly unknown[] | undefined;
  /** A state of the minimization of the same function from the same start by the same method, to continue from. */
  readonly resume?: MinimizeState | undefined;
  /**
   * Compiles the objective with its gradient (`compile` of `@wengert/graph`): it is written down at the first evaluation and runs as a
   * plan from then on. It must be a pure function. Default false.
   */
  readonly compile?: boolean | undefined;
  /** Called after each iteration; `false` ends the minimization there. */
  readonly onIteration?: ((iteration: Iteration<P>) => unknown) | undefined;
}

/** The result of a minimization. */
export interface OptimizeResult<P, G> {
  /** The best parameters found. */
  readonly params: P;
  /** The objective there. */
  readonly value: number;
  /** Its gradient there; NaN from "nelder-mead", which does not compute it. */
  readonly gradient: G;
  readonly iterations: number;
  /** Evaluations of the objective, with or without its gradient. */
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  /** Products of the Hessian with a vector. */
  readonly hessianEvaluations: number;
  /**
   * By all numbers of the parameters, [n, n], for a ParamSet by the unconstrained ones, if it was asked for. `undefined` where the
   * Hessian is not positive definite, or none was gathered.
   */
  readonly inverseHessian?: Tensor | undefined;
  /** Whether a minimum was found: the status is "converged" or "precision". */
  readonly success: boolean;
  readonly status: Status;
  /** The status in a sentence, with the numbers that decided it. */
  readonly message: string;
  /** One entry for the start and one per iteration; empty without `history: true`. */
  readonly history: readonly Progress[];
  /** The constraints at the best parameters, with their multipliers; empty without constraints. */
  readonly constraints: readonly ConstraintReport[];
  /** The largest violation of a limit relative to the size of its constraint; 0 without constraints. */
  readonly violation: number;
}

/** The names of the options of `minimize` and its relatives. */
export const minimizeOptionNames: Readonly<Record<keyof MinimizeOptions, true>> = {
  method: true,
  bounds: true,
  constraints: true,
  maxIterations: true,
  maxEvaluations: true,
  timeLimit: true,
  tolerance: true,
  feasibilityTolerance: true,
  memory: true,
  signal: true,
  history: true,
  resume: true,
  compile: true,
  xScale: true,
  trustRadius: true,
  simplex: true,
  inverseHessian: true,
  onIteration: true,
};

/** The options that may be Tensors: units and errors of what is one. */
const tensors: readonly string[] = ["xScale", "sigma", "weights"];

/**
 * Checks the options that all methods share.
 *
 * @param known - a record with the names of all options of the operation
 * @throws {ArgumentError} for an unknown option, naming the nearest one, and for an invalid value
 */
export function checkOptions(options: CommonOptions, op: string, known: Readonly<Record<string, true>>): void {
  expectOptions(op, options, Object.keys(known), tensors);
  const demand = (name: keyof CommonOptions, holds: (value: never) => boolean, what: string): void => {
    const value: unknown = options[name];
    if (value !== undefined && !holds(value as never)) throw refused(op, `${name} must be ${what}`, value);
  };
  const atLeast = (least: number) => (x: unknown) => typeof x === "number" && x >= least;
  demand("maxIterations", atLeast(0), "a number ≥ 0");
  demand("maxEvaluations", atLeast(1), "a number ≥ 1");
  demand("timeLimit", atLeast(0), "a number of milliseconds ≥ 0");
  demand("tolerance", atLeast(0), "a number ≥ 0");
  demand("feasibilityTolerance", (x: unknown) => typeof x === "number" && x > 0, "a number > 0");
  demand("trustRadius", (x: unknown) => typeof x === "number" && x > 0, "a number > 0");
  demand("memory", positiveInteger.holds, positiveInteger.what);
  demand("history", flag.holds, flag.what);
  demand("compile", flag.holds, flag.what);
  demand("onIteration", (f: unknown) => typeof f === "function", "a function");
  demand("bounds", isBounds, "an object { lower, upper } of trees like the parameters, or of numbers");
  demand(
    "method",
    (m: unknown) => typeof m === "string" || (typeof m === "object" && m !== null),
    "a name or a transformation",
  );
  const isSignal = (s: Partial<AbortSignal> | null): boolean =>
    typeof s?.aborted === "boolean" && "addEventListener" in s;
  demand("signal", isSignal, "an AbortSignal");
}

/** The options that are checked for every operation that has them. */
interface CommonOptions extends IterationOptions {
  readonly feasibilityTolerance?: unknown;
  readonly trustRadius?: unknown;
  readonly bounds?: unknown;
  readonly method?: unknown;
  readonly onIteration?: unknown;
  readonly compile?: unknown;
}

/** Whether bounds have the form { lower, upper }, and not that of other libraries: pairs, two arrays, { min, max }. */
function isBounds(bounds: unknown): boolean {
  if (typeof bounds !== "object" || bounds === null || Array.isArray(bounds)) return false;
  return Object.keys(bounds).every((name) => name === "lower" || name === "upper");
}
