import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Outcome } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";

/** What one call of a method leads to. */
export interface Step<S> {
  /** What the method needs to know to go on. */
  readonly state: S;
  /** Where the iteration arrived; absent where none was made. From `begin`, the start with what is now known of it. */
  readonly point?: Point | undefined;
  /** The size of what ought to vanish there, if it is not the gradient's largest entry. */
  readonly slope?: number | undefined;
  /** Present if it was the last. */
  readonly outcome?: Outcome | undefined;
}

/**
 * A method of minimization. Its state is plain: numbers, vectors, records and arrays of these, never changed in place,
 * so that it can be saved after any iteration and taken up again, to the same end bit for bit.
 */
export interface Method<S = unknown, P extends Problem = Problem> {
  /** The state at an evaluated start whose value is finite. */
  begin(problem: P, start: Point, options: MethodOptions): Step<S>;
  advance(problem: P, state: S, options: MethodOptions): Step<S>;
  /** Whether it wants gradients. */
  readonly derivatives: boolean;
  /** Iterations at most where the caller names no number; by default 1000. */
  readonly patience?: (size: number) => number;
}

/** What methods may be told. */
export interface MethodOptions {
  readonly tolerance?: number | undefined;
  readonly memory?: number | undefined;
  readonly box?: FlatBounds | undefined;
}
