import { generator, type RandomGenerator } from "@wengert/random";
import { constantMessage } from "../minimize/constant.ts";
import { formatNumber } from "../minimize/outcome.ts";
import type { Space } from "../spaces/space.ts";
import type { Vector } from "../spaces/vector.ts";
import { applyUpdates } from "../transforms/applyupdates.ts";
import { type BatchRun, loadBatchRun, saveBatchRun } from "./batchstate.ts";
import type {
  BatchStep,
  EpochRecord,
  FitBatchesOptions,
  FitBatchesResult,
  FitBatchesState,
  FitBatchesStatus,
} from "./options.ts";
import type { Rows } from "./rows.ts";

/** What the objective of a space sees at present. */
export interface Present {
  batch: unknown;
  step: BatchStep;
}

/** The data of a fit. */
export interface Data {
  readonly rows: Rows;
  readonly validation: Rows | undefined;
}

interface End {
  readonly status: FitBatchesStatus;
  readonly message: string;
}

const byOnEpoch: End = { status: "stopped", message: "onEpoch returned false" };

/** Runs a fit; yields after each step. */
export function* batchLoop(
  space: Space<unknown, unknown>,
  present: Present,
  { rows, validation }: Data,
  options: FitBatchesOptions<never, unknown>,
): Generator<undefined, FitBatchesResult<unknown>, void> {
  const { optimizer, batchSize = 32, epochs = 10, seed = 0, shuffle = true, patience, threshold = 0 } = options;
  const batches = Math.ceil(rows.count / batchSize);
  const deadline = options.timeLimit === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.timeLimit;
  const drawing = { batchSize, seed, shuffle };
  let run = options.resume === undefined ? begun() : loadBatchRun(options.resume, space.size, rows.count, drawing);
  const result = ({ status, message }: End): FitBatchesResult<unknown> => {
    const { best, history } = run;
    const chosen = validation === undefined && patience === undefined ? undefined : best;
    const last = history.at(-1);
    return {
      params: space.finish(chosen?.x ?? run.x),
      value: chosen?.value ?? last?.validation ?? last?.value ?? Number.NaN,
      epochs: history.length,
      steps: run.step,
      success: status === "epochs" || status === "earlyStopping",
      status,
      message,
      history,
    };
  };
  const varies = space.present?.trainable().some((t) => t) ?? true;
  if (space.size === 0 || !varies) {
    return result({ status: "noParameters", message: "there is nothing to vary: all parameters are frozen" });
  }
  let order = orderOf(run);
  // A state from onBatch after the last batch of an epoch.
  if (run.batch === batches && endOfEpoch() === false) return result(byOnEpoch);
  for (;;) {
    const ended = over();
    if (ended !== undefined) return result(ended);
    const random = generator(run.random);
    const places = order.subarray(run.batch * batchSize, (run.batch + 1) * batchSize);
    look(rows.take(places), random.split());
    const { value, gradient, usesNothing = false } = space.objective(run.x);
    if (usesNothing) return result({ status: "constant", message: constantMessage(true) });
    if (!Number.isFinite(value) || !gradient?.every(Number.isFinite)) return result(nonFinite(value));
    const params = space.tree(run.x);
    const [updates, state] = optimizer.update(space.tree(gradient), run.optimizer, params);
    const x = space.vector(applyUpdates(params, updates));
    const total = run.total + value * places.length;
    run = { ...run, x, optimizer: state, batch: run.batch + 1, total, step: run.step + 1, random: random.state };
    const { epoch, step, batch } = run;
    const goesOn = options.onBatch?.({ epoch, step, batch, batches, value, ...saved(run) });
    const last = batch === batches ? endOfEpoch() : undefined;
    if (goesOn === false) return result({ status: "stopped", message: "onBatch returned false" });
    if (last === false) return result(byOnEpoch);
    yield;
  }

  function begun(): BatchRun {
    const { state } = generator(seed);
    const x = space.start();
    const optimized = optimizer.init(space.tree(x));
    const none = { epoch: 0, batch: 0, total: 0, step: 0, history: [] };
    return { x, optimizer: optimized, ...none, random: state, epochRandom: state, drawing };
  }

  /** The order of the rows in the present epoch, after which the generator goes on from there at the first batch. */
  function orderOf({ epochRandom, batch }: BatchRun): Vector {
    if (!shuffle) return Float64Array.from({ length: rows.count }, (_, i) => i);
    const random = generator(epochRandom);
    const places = random.permutation(rows.count).data;
    if (batch === 0) run = { ...run, random: random.state };
    return places.slice();
  }

  function look(batch: unknown, random: RandomGenerator): void {
    present.batch = batch;
    present.step = { epoch: run.epoch, step: run.step, random };
  }

  function over(): End | undefined {
    if (performance.now() > deadline)
      return { status: "timeLimit", message: `stopped by the time limit after ${run.step} steps` };
    if (options.signal?.aborted) return { status: "aborted", message: `aborted by its signal after ${run.step} steps` };
    if (run.batch > 0) return undefined;
    const idle = run.best === undefined ? 0 : run.epoch - 1 - run.best.epoch;
    if (patience !== undefined && idle >= patience) {
      const best = `the best value, ${formatNumber(run.best?.value ?? Number.NaN)}, is that of epoch ${run.best?.epoch}`;
      return { status: "earlyStopping", message: `no improvement in ${idle} epochs: ${best}` };
    }
    return run.epoch < epochs ? undefined : { status: "epochs", message: `${run.epoch} epochs are done` };
  }

  /** Notes the epoch and begins the next one. What `onEpoch` answers. */
  function endOfEpoch(): unknown {
    const { epoch, x, step } = run;
    const record: EpochRecord = { epoch, value: run.total / rows.count, ...validated() };
    const watched = record.validation ?? record.value;
    const { best } = run;
    const isBest = Number.isFinite(watched) && !(best && watched >= best.value - threshold * Math.abs(best.value));
    run = {
      ...run,
      epoch: epoch + 1,
      batch: 0,
      total: 0,
      epochRandom: run.random,
      best: isBest ? { x, value: watched, epoch } : best,
      history: [...run.history, record],
    };
    order = orderOf(run);
    return options.onEpoch?.({ ...record, step, isBest, params: space.at(x) as never, ...saved(run) });
  }

  function validated(): Pick<EpochRecord, "validation"> {
    if (validation === undefined) return {};
    look(validation.take(Array.from({ length: validation.count }, (_, i) => i)), generator(run.random).split());
    return { validation: space.valueOnly(run.x).value };
  }

  function nonFinite(value: number): End {
    const what = Number.isFinite(value) ? "the gradient is not finite" : `the loss is ${value}`;
    const cause = space.firstNaN(run.x);
    const where = `in batch ${run.batch} of epoch ${run.epoch}`;
    const message = cause ?? "Try a smaller learning rate, or clipByGlobalNorm before the optimizer";
    return { status: "nonFinite", message: `${what} ${where}. ${message}` };
  }

  /** The state, which is only computed where it is read. */
  function saved(now: BatchRun): { readonly state: FitBatchesState } {
    return Object.defineProperty({} as { state: FitBatchesState }, "state", {
      enumerable: true,
      get: () => saveBatchRun(now, rows.count),
    });
  }
}
