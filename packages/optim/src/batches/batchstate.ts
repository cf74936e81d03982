import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import type { GeneratorState } from "@wengert/random";
import type { Vector } from "../spaces/vector.ts";
import { decode, encode } from "../trees/jsonencoding.ts";
import type { EpochRecord, FitBatchesState } from "./options.ts";

/** The best epoch so far. */
export interface BestEpoch {
  readonly x: Vector;
  readonly value: number;
  readonly epoch: number;
}

/** Everything that a fit needs to continue. */
export interface BatchRun {
  readonly x: Vector;
  readonly optimizer: unknown;
  readonly epoch: number;
  /** Batches done in this epoch, and the sum of their losses times their rows. */
  readonly batch: number;
  readonly total: number;
  readonly step: number;
  /** The generator now, and at the beginning of this epoch, from which its order follows. */
  readonly random: GeneratorState;
  readonly epochRandom: GeneratorState;
  readonly best?: BestEpoch | undefined;
  readonly history: readonly EpochRecord[];
  readonly drawing: Drawing;
}

/** The options that decide which rows a batch has. */
export interface Drawing {
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
}

export function saveBatchRun(run: BatchRun, rows: number): FitBatchesState {
  return { version: 1, size: run.x.length, rows, run: encode(run) };
}

/** @throws {ArgumentError} for what is no state, and for one of other parameters, data or batches */
export function loadBatchRun(saved: FitBatchesState, size: number, rows: number, drawing: Drawing): BatchRun {
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(`fitBatches: resume is ${what}.`, "fitBatches", "resume");
  if (typeof saved !== "object" || saved === null || saved.version !== 1) {
    throw refuse(`${kindOf(saved)}, not a state from onBatch or onEpoch of this version`);
  }
  if (saved.size !== size) throw refuse(`of ${saved.size} numbers, and the start has ${size}`);
  if (saved.rows !== rows) throw refuse(`of data with ${saved.rows} rows, and these have ${rows}`);
  const run = decode(saved.run) as BatchRun | null | undefined;
  if (!(run?.x instanceof Float64Array) || run.x.length !== size || typeof run.step !== "number" || !run.drawing) {
    throw refuse("a state that has been changed, or cut");
  }
  for (const name of ["batchSize", "seed", "shuffle"] as const) {
    const before: unknown = run.drawing[name];
    if (before !== drawing[name])
      throw refuse(`of a fit with the ${name} ${before}, and this one has ${drawing[name]}`);
  }
  return run;
}
