import type { Constraint } from "./constraints/constraint.ts";

/** The name of a parameter, what values it may take, and whether it is learned. */
export interface ParamOptions {
  /** A name for messages; by default the path at which the parameter is found. */
  readonly name?: string;
  /** What values it may take; by default any. */
  readonly constraint?: Constraint;
  /** `false` keeps it fixed: `paramsOf` leaves it out. Default true. */
  readonly trainable?: boolean;
}
