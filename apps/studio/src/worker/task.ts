import type { Started } from "@wengert/gp-app/model";

/** Data, and a covariance with the settings of its parameters. */
export interface Task {
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
  readonly covariance: Started;
}
