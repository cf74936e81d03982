import type { Method } from "../minimize/method.ts";
import type { ConstrainedProblem } from "./constrainedproblem.ts";

/** A method for objectives with constraints. */
export type ConstrainedMethod<S = unknown> = Method<S, ConstrainedProblem>;
