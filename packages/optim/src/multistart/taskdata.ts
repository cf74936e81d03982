import type { Loss } from "../leastsquares/loss.ts";
import type { LeastSquaresMethod } from "../leastsquares/options.ts";
import type { IterationOptions } from "../minimize/iterationoptions.ts";
import type { MethodName } from "../minimize/options.ts";
import type { Status } from "../minimize/outcome.ts";

/** The task to minimize from one start. It is plain data, so that it can be sent to another thread. */
export interface Attempt extends Omit<IterationOptions, "signal" | "history"> {
  readonly index: number;
  /** The start, as a flat vector. */
  readonly x: readonly number[];
  readonly method: MethodName | LeastSquaresMethod;
  /** Of residuals. */
  readonly loss?: Loss | undefined;
  readonly lossScale?: number | undefined;
  readonly compile?: boolean | undefined;
  /** Encoded by `encode`; absent without bounds. */
  readonly bounds?: unknown;
  /** Encoded as well. */
  readonly xScale?: unknown;
  readonly simplex?: unknown;
  readonly trustRadius?: number | undefined;
}

/** A task for another thread: names the objective by module and export, and contains the tree of its parameters. */
export interface StartTask extends Attempt {
  readonly kind: "start";
  /** URL of a module. */
  readonly module: string;
  /** The name of the export. */
  readonly name: string;
  /** Encoded by `encode`; absent for tags. */
  readonly start?: unknown;
  /** For tags: the name of the export that has them, and their paths. */
  readonly params?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  /** Shared memory: the task should end soon when its first number is 1. */
  readonly stop?: SharedArrayBuffer | undefined;
}

/** The end of the minimization from one start. */
export interface StartReport {
  readonly index: number;
  /** As of `minimize`, or "failed" where the objective threw. */
  readonly status: Status | "failed";
  readonly message: string;
  /** The point where it ended, as a flat vector. */
  readonly x: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly hessianEvaluations: number;
}
