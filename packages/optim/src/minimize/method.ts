import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Vector } from "../spaces/vector.ts";
import type { Outcome } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";

/** The result of one iteration of a method. */
export interface Step<S> {
  /** The state for the next iteration. */
  readonly state: S;
  /** The new point; absent if the iteration failed. From `begin`, the start with what the method has computed for it. */
  readonly point?: Point | undefined;
  /** The quantity that vanishes at a minimum, if it is not the gradient's largest entry. */
  readonly slope?: number | undefined;
  /** Present if it was the last iteration. */
  readonly outcome?: Outcome | undefined;
}

/**
 * A method of minimization. Its state consists of numbers, vectors, records and arrays, and is never changed in place. So it can be
 * saved after any iteration and resumed with the same result bit for bit.
 */
export interface Method<S = unknown, P extends Problem = Problem> {
  /** The state at an evaluated start whose value is finite. */
  begin(problem: P, start: Point, options: MethodOptions): Step<S>;
  advance(problem: P, state: S, options: MethodOptions): Step<S>;
  /** The inverse Hessian that a state has gathered, n·n; `undefined` as long as it has none. Absent for methods that gather none. */
  inverseHessian?(state: S, size: number): Vector | undefined;
  /** Whether it needs gradients. */
  readonly derivatives: boolean;
  /** The default limit of iterations; 1000 if absent. */
  readonly patience?: (size: number) => number;
  /** The default limit of evaluations; none if absent. */
  readonly evaluationLimit?: (size: number) => number;
}

/** The options that methods receive. */
export interface MethodOptions {
  readonly tolerance?: number | undefined;
  readonly memory?: number | undefined;
  readonly bounds?: FlatBounds | undefined;
  /** The unit of each variable. */
  readonly xScale?: Vector | undefined;
  /** The first radius of a trust region, in units of the length of the start. */
  readonly trustRadius?: number | undefined;
  /** The first simplex: n + 1 corners. */
  readonly simplex?: readonly Vector[] | undefined;
}
