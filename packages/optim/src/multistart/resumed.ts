import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { decode, encode } from "../trees/jsonencoding.ts";
import type { Attempt, StartReport } from "./taskdata.ts";

/**
 * Several starts, some of which are done. It can be saved as JSON and given to `resume`, which does the others: those that were not
 * run, or not to their end.
 */
export interface MultiStartState {
  readonly version: 1;
  readonly method: string;
  /** The number of variables. */
  readonly size: number;
  readonly starts: number;
  readonly seed: number;
  /** The last of the starts that were drawn, by which those of another region or sampler are known. */
  readonly last: unknown;
  /** The reports of starts that are done. */
  readonly done: unknown;
}

/** Whether a start need not be repeated. */
function isDone({ status }: StartReport): boolean {
  return status !== "aborted" && status !== "timeLimit";
}

/** The state after some reports. */
export function stateAfter(tasks: readonly Attempt[], seed: number, reports: readonly StartReport[]): MultiStartState {
  const [{ method, x }] = tasks;
  const done = encode(reports.filter(isDone).toSorted((a, b) => a.index - b.index));
  // The given start is not compared: a ParamSet holds the best of the first part by now.
  const last = encode(tasks.slice(1).at(-1)?.x ?? null);
  return { version: 1, method, size: x.length, starts: tasks.length, seed, last, done };
}

/** @throws {ArgumentError} for a state of other starts, and for what is no state */
export function doneBefore(
  tasks: readonly Attempt[],
  seed: number,
  resume: MultiStartState | undefined,
): readonly StartReport[] {
  if (resume === undefined) return [];
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(`multiStart: resume is ${what}.`, "multiStart", "resume");
  if (typeof resume !== "object" || resume === null || resume.version !== 1) {
    throw refuse(`${kindOf(resume)}, not a state of this version`);
  }
  const now = stateAfter(tasks, seed, []);
  for (const name of ["method", "size", "starts", "seed"] as const) {
    if (resume[name] !== now[name])
      throw refuse(`a state with the ${name} ${resume[name]}, but this one is ${now[name]}`);
  }
  if (JSON.stringify(resume.last) !== JSON.stringify(now.last)) {
    throw refuse("a state of starts from another region or sampler");
  }
  const done = decode(resume.done);
  const known = (report: Partial<StartReport> | null): boolean =>
    tasks[report?.index ?? -1] !== undefined && report?.x?.length === now.size && typeof report.value === "number";
  if (Array.isArray(done) && done.every(known)) return done;
  throw refuse("a state that has been changed, or cut");
}
