import { ArgumentError } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import type { RandomGenerator } from "@wengert/random";
import { flag, nonNegative, positiveInteger, type Range, refused } from "../options/ranges.ts";
import { expectTransformation, type Transformation } from "../transforms/transformation.ts";

/** What a loss receives beside a batch. */
export interface BatchStep {
  /** Counted from 0. */
  readonly epoch: number;
  /** The number of steps done before, in all epochs. */
  readonly step: number;
  /** A generator for this step, for dropout and the like: with the same seed it draws the same numbers, resumed or not. */
  readonly random: RandomGenerator;
}

/** The progress after a batch. */
export interface BatchProgress {
  readonly epoch: number;
  /** The number of steps done, in all epochs. */
  readonly step: number;
  /** The number of batches done in this epoch, and of all in it. */
  readonly batch: number;
  readonly batches: number;
  /** The loss of the batch, before its step. */
  readonly value: number;
  /** A state that can be saved as JSON and given to `resume`, to continue to the same result bit for bit. */
  readonly state: FitBatchesState;
}

/** An epoch as the history keeps it. */
export interface EpochRecord {
  /** Counted from 0. */
  readonly epoch: number;
  /** The mean loss of the epoch's rows, each at the parameters before the step of its batch. */
  readonly value: number;
  /** The loss of the validation data after the epoch; absent without them. */
  readonly validation?: number | undefined;
}

/** The progress after an epoch. */
export interface EpochProgress<P> extends EpochRecord {
  readonly step: number;
  /** Whether this is the best epoch so far, by the validation if there is one. */
  readonly isBest: boolean;
  /** The parameters. For a ParamSet, the unconstrained vector: the set itself is written at the end. */
  readonly params: P;
  readonly state: FitBatchesState;
}

/** A fit between two steps, as JSON can hold it. The content of `run` may change between versions. */
export interface FitBatchesState {
  readonly version: 1;
  /** The numbers of parameters and of rows. */
  readonly size: number;
  readonly rows: number;
  readonly run: unknown;
}

/**
 * Why a fit ended.
 *
 * - `epochs`: all epochs are done
 * - `earlyStopping`: no improvement for as many epochs as `patience` allows
 * - `nonFinite`: the loss or its gradient is not finite; the parameters are the last or best ones before
 * - `constant`: the loss uses none of its parameters
 * - `noParameters`: there is nothing to vary, for instance because all parameters are frozen
 * - `timeLimit`: the limit was reached
 * - `aborted`: by its signal
 * - `stopped`: `onBatch` or `onEpoch` returned false
 */
export type FitBatchesStatus =
  | "epochs"
  | "earlyStopping"
  | "nonFinite"
  | "constant"
  | "noParameters"
  | "timeLimit"
  | "aborted"
  | "stopped";

/** Options of `fitBatches`. */
export interface FitBatchesOptions<P = unknown, D = unknown> {
  /** The optimizer: a transformation such as `adam(1e-3)`. */
  readonly optimizer: Transformation;
  /** Rows per step. The last batch of an epoch has what is left. Default 32. */
  readonly batchSize?: number | undefined;
  /** How many times the data are gone through. Default 10. */
  readonly epochs?: number | undefined;
  /** An integer, for the order of the rows and for `random` in the loss. Default 0. */
  readonly seed?: number | undefined;
  /** Whether each epoch has an order of its own. Default true. */
  readonly shuffle?: boolean | undefined;
  /** Data of the same form, on which the loss is computed after each epoch. */
  readonly validation?: D | undefined;
  /** Stop after so many epochs in a row without an improvement. By default, all epochs are done. */
  readonly patience?: number | undefined;
  /** The least improvement that counts, relative to the best value. Default 0. */
  readonly threshold?: number | undefined;
  /** Called after each step; `false` ends the fit. */
  readonly onBatch?: ((progress: BatchProgress) => unknown) | undefined;
  /** Called after each epoch; `false` ends the fit. */
  readonly onEpoch?: ((progress: EpochProgress<P>) => unknown) | undefined;
  /** A state of a fit of the same loss and data with the same options, to continue from. */
  readonly resume?: FitBatchesState | undefined;
  /** Checked before each step. */
  readonly signal?: AbortSignal | undefined;
  /** The most time, in milliseconds: no step begins after that. Default: no limit. */
  readonly timeLimit?: number | undefined;
}

/** The result of `fitBatches`. */
export interface FitBatchesResult<P> {
  /** With `validation` or `patience`, the parameters after the best epoch; else the last ones. */
  readonly params: P;
  /** The loss of the epoch to which they belong, on the validation data if there are some. NaN before the end of an epoch. */
  readonly value: number;
  readonly epochs: number;
  readonly steps: number;
  /** Whether the fit went to its end: the status is "epochs" or "earlyStopping". */
  readonly success: boolean;
  readonly status: FitBatchesStatus;
  /** The status in a sentence. */
  readonly message: string;
  readonly history: readonly EpochRecord[];
}

const op = "fitBatches";
const integer: Range = { holds: (x) => Number.isSafeInteger(x), what: "an integer" };
const callback: Range = { holds: (f) => typeof f === "function", what: "a function" };
const ranges: Readonly<Record<string, Range>> = {
  batchSize: positiveInteger,
  epochs: positiveInteger,
  seed: integer,
  shuffle: flag,
  patience: positiveInteger,
  threshold: nonNegative,
  timeLimit: nonNegative,
  onBatch: callback,
  onEpoch: callback,
  signal: { holds: (s) => typeof (s as Partial<AbortSignal> | null)?.aborted === "boolean", what: "an AbortSignal" },
};

/** @throws {ArgumentError} for unknown and invalid options, and without an optimizer */
export function checkBatchOptions(options: FitBatchesOptions<never, unknown>): void {
  if (typeof options === "object" && options !== null) {
    expectOptions(op, options, [...Object.keys(ranges), "optimizer", "validation", "resume"], ["validation"]);
  }
  if (options?.optimizer === undefined) {
    throw new ArgumentError(`${op}: give an optimizer, { optimizer: adam(1e-3) }, not ${kindOf(options)}.`, op);
  }
  expectTransformation(op, options.optimizer);
  for (const [name, { holds, what }] of Object.entries(ranges)) {
    const value: unknown = options[name as keyof typeof options];
    if (value !== undefined && !holds(value)) throw refused(op, `${name} must be ${what}`, value);
  }
}
