import { expectFunction } from "@wengert/array/author";
import { type ParamSet, paramSpace } from "../spaces/paramspace.ts";
import { type Lifted, treeSpace, type Value, type Widened } from "../spaces/treespace.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { batchLoop, type Present } from "./batchloop.ts";
import { type BatchStep, checkBatchOptions, type FitBatchesOptions, type FitBatchesResult } from "./options.ts";
import { Rows } from "./rows.ts";

/**
 * Fits parameters to data, batch after batch: the loop of stochastic training, with an order of the rows that a seed determines,
 * validation, early stopping, and states from which it resumes bit for bit.
 *
 * @param loss - of the parameters and a batch, written in ops: usually a mean over the rows of the batch. For a ParamSet, of a batch
 * @param start - a tree of numbers and Tensors, or a ParamSet, whose parameters are written at the end
 * @param data - a tree of Tensors with the same number of rows: a batch has the same form
 * @param options - at least the optimizer
 * @throws {ArgumentError} for data without rows or with different numbers of them, and for invalid options
 * @example
 * import { tensor } from "@wengert/array";
 * import { add, mean, mul, square, sub } from "@wengert/ops";
 * import { adam, fitBatches } from "@wengert/optim";
 *
 * const data = { x: tensor([0, 1, 2, 3, 4, 5]), y: tensor([1, 3, 5, 7, 9, 11]) };
 * const { params, status } = fitBatches(
 *   (p, batch) => mean(square(sub(add(mul(p.slope, batch.x), p.offset), batch.y))),
 *   { slope: 0, offset: 0 },
 *   data,
 *   { optimizer: adam(0.1), batchSize: 2, epochs: 400 },
 * );
 * [params.slope.toFixed(2), params.offset.toFixed(2)]; // => ["2.00", "1.00"]
 * status; // => epochs
 */
export function fitBatches<D>(
  loss: (batch: NoInfer<D>, step: BatchStep) => Value,
  start: ParamSet,
  data: D,
  options: FitBatchesOptions<Float64Array, NoInfer<D>>,
): FitBatchesResult<ParamSet>;
export function fitBatches<P, D>(
  loss: (p: Lifted<NoInfer<P>>, batch: NoInfer<D>, step: BatchStep) => Value,
  start: P,
  data: D,
  options: FitBatchesOptions<NoInfer<P>, NoInfer<D>>,
): FitBatchesResult<Widened<P>>;
export function fitBatches(
  loss: (...args: never[]) => unknown,
  start: unknown,
  data: unknown,
  options: FitBatchesOptions<never>,
): unknown {
  const steps = stepsOf(loss, start, data, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** How long steps may block the event loop, in milliseconds: half a frame of a display. */
const longestTurn = 8;

/**
 * {@link fitBatches} with pauses, at least every 8 ms between two steps, in which timers, buttons and signals work.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { mean, square, sub } from "@wengert/ops";
 * import { fitBatchesAsync, sgd } from "@wengert/optim";
 *
 * const centre = await fitBatchesAsync((p, batch) => mean(square(sub(p, batch))), 0, tensor([1, 2, 3, 6]), {
 *   optimizer: sgd(0.5),
 *   batchSize: 4,
 *   signal: AbortSignal.timeout(1000),
 * });
 * centre.params; // => 3
 */
export function fitBatchesAsync<D>(
  loss: (batch: NoInfer<D>, step: BatchStep) => Value,
  start: ParamSet,
  data: D,
  options: FitBatchesOptions<Float64Array, NoInfer<D>>,
): Promise<FitBatchesResult<ParamSet>>;
export function fitBatchesAsync<P, D>(
  loss: (p: Lifted<NoInfer<P>>, batch: NoInfer<D>, step: BatchStep) => Value,
  start: P,
  data: D,
  options: FitBatchesOptions<NoInfer<P>, NoInfer<D>>,
): Promise<FitBatchesResult<Widened<P>>>;
export async function fitBatchesAsync(
  loss: (...args: never[]) => unknown,
  start: unknown,
  data: unknown,
  options: FitBatchesOptions<never>,
): Promise<unknown> {
  const steps = stepsOf(loss, start, data, options);
  let resumed = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - resumed < longestTurn) continue;
    await new Promise((resume) => setTimeout(resume));
    resumed = performance.now();
  }
}

function stepsOf(
  loss: (...args: never[]) => unknown,
  start: unknown,
  data: unknown,
  options: FitBatchesOptions<never>,
): ReturnType<typeof batchLoop> {
  expectFunction("fitBatches", "loss", loss);
  checkBatchOptions(options);
  const rows = new Rows("fitBatches", data);
  const validation = options.validation === undefined ? undefined : new Rows("fitBatches", options.validation);
  const present = {} as Present;
  const of = loss as (...args: unknown[]) => unknown;
  const space = isParamSet(start)
    ? paramSpace(() => of(present.batch, present.step), start as ParamSet)
    : treeSpace((p: never) => of(p, present.batch, present.step), start);
  return batchLoop(space, present, { rows, validation }, options);
}
