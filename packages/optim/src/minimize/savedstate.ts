import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { decode, encode } from "../trees/jsonencoding.ts";
import type { Outcome } from "./outcome.ts";
import type { EvaluationCounts, Point } from "./problem.ts";

/** Everything that the iteration loop needs to continue. */
export interface LoopState extends EvaluationCounts {
  readonly here: Point;
  readonly iterations: number;
  /** The state of the method. */
  readonly state: unknown;
  /** How the method ends here, with the tolerance that it had: a state of the last iteration is at the end. */
  readonly reached?: { readonly outcome: Outcome; readonly tolerance: number | undefined };
}

/**
 * A minimization between two iterations. It can be saved as JSON and resumed by `minimize(f, start, { resume })`; the result
 * is then the same bit for bit. The content of `run` depends on the method.
 */
export interface MinimizeState {
  readonly version: 1;
  readonly method: string;
  /** The number of variables. */
  readonly size: number;
  readonly run: unknown;
}

/** @param method - the name of the method; `loadState` compares it */
export function saveState(method: string, run: LoopState): MinimizeState {
  return { version: 1, method, size: run.here.x.length, run: encode(run) };
}

/** @throws {ArgumentError} for a state of another method or of another number of variables, and for what is no state */
export function loadState(saved: MinimizeState, method: string, size: number, op: string = "minimize"): LoopState {
  const refuse = (what: string): ArgumentError => new ArgumentError(`${op}: resume is ${what}.`, op, "resume");
  if (typeof saved !== "object" || saved === null || saved.version !== 1) {
    throw refuse(`${kindOf(saved)}, not a state of this version, as iterations have it`);
  }
  if (saved.method !== method) throw refuse(`a state of the method "${saved.method}", not of "${method}"`);
  if (saved.size !== size) throw refuse(`of ${saved.size} numbers, and the start has ${size}`);
  const run = decode(saved.run) as LoopState | null | undefined;
  if (!(run?.here?.x instanceof Float64Array) || run.here.x.length !== size || typeof run.iterations !== "number") {
    throw refuse("a state that has been changed, or cut");
  }
  return run;
}
