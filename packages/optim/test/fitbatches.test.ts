import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { add, div, log, mean, mul, reshape, sigmoid, square, sub, sum, tanh } from "@wengert/ops";
import { freeze, param, paramsOf } from "@wengert/params";
import { describe, expect, it } from "vitest";
import {
  adam,
  chain,
  clipByGlobalNorm,
  cosineDecay,
  type FitBatchesState,
  fitBatches,
  fitBatchesAsync,
  sgd,
} from "../src/index.ts";

const line = { x: tensor([0, 1, 2, 3, 4, 5, 6]), y: tensor([1, 3, 5, 7, 9, 11, 13]) };
type Line = { readonly slope: Tensor; readonly offset: Tensor };
const squares = (p: Line, batch: typeof line): Tensor =>
  mean(square(sub(add(mul(p.slope, batch.x), p.offset), batch.y)));
const start = { slope: 0, offset: 0 };

/** xw for a matrix of rows. */
const product = (x: Tensor, w: Tensor): Tensor =>
  sum(mul(reshape(x, [...x.shape, 1]), reshape(w, [1, ...w.shape])), { axis: 1 });

describe("fitBatches", () => {
  it("trains a small network without a loop", { timeout: 60_000 }, () => {
    const xor = {
      x: tensor([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
      y: tensor([0, 1, 1, 0]),
    };
    const network = {
      hidden: tensor([
        [0.4, -0.9, 1.3, 0.2],
        [-0.7, 0.8, 1.1, -1.2],
      ]),
      shift: tensor([0.1, -0.2, 0.3, 0]),
      out: tensor([[0.5], [-1.1], [0.7], [0.9]]),
      last: 0,
    };
    const { params, value, history } = fitBatches(
      (p, { x, y }) => {
        const inner = tanh(add(product(x, p.hidden), p.shift));
        const q = sigmoid(add(reshape(product(inner, p.out), [x.shape[0]]), p.last));
        return mean(sub(mul(sub(y, 1), log(sub(1, q))), mul(y, log(q))));
      },
      network,
      xor,
      { optimizer: chain(clipByGlobalNorm(1), adam(0.05)), batchSize: 2, epochs: 400, seed: 3 },
    );
    expect(value).toBeLessThan(0.02);
    expect(history.length).toBe(400);
    expect(params.hidden.shape).toEqual([2, 4]);
  });

  it("does the same with the same seed, and something else with another", () => {
    const run = (seed: number) => fitBatches(squares, start, line, { optimizer: adam(0.1), batchSize: 2, seed });
    expect(run(1)).toEqual(run(1));
    expect(run(1).params).not.toEqual(run(2).params);
  });

  it("goes through all rows once in every epoch, the last batch being smaller", () => {
    const seen: number[][] = [];
    const rows = (_: Tensor, batch: Tensor): Tensor => {
      seen.push([...batch.data]);
      return mul(0, sum(batch));
    };
    fitBatches((p, batch: Tensor) => add(mul(0, p), rows(p, batch)), 1, line.x, {
      optimizer: sgd(0.1),
      batchSize: 3,
      epochs: 2,
    });
    expect(seen.map(({ length }) => length)).toEqual([3, 3, 1, 3, 3, 1]);
    const [one, two] = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    expect([...one].sort()).toEqual([...line.x.data]);
    expect([...two].sort()).toEqual([...line.x.data]);
    expect(one).not.toEqual(two);
  });

  it("resumes after any step, bit for bit, with dropout, a schedule and validation", { timeout: 60_000 }, () => {
    const noisy = (p: Line, batch: typeof line, step: { random: { bernoulli(p: number, s: number[]): Tensor } }) =>
      mean(mul(step.random.bernoulli(0.7, [batch.x.size]), square(sub(add(mul(p.slope, batch.x), p.offset), batch.y))));
    const options = {
      optimizer: adam(cosineDecay(0.1, 20)),
      batchSize: 3,
      epochs: 5,
      patience: 4,
      validation: { x: tensor([7]), y: tensor([15]) },
    };
    const states: string[] = [];
    const whole = fitBatches(noisy, start, line, {
      ...options,
      onBatch: ({ state }) => states.push(JSON.stringify(state)) > 0,
      onEpoch: ({ state }) => states.push(JSON.stringify(state)) > 0,
    });
    expect(states.length).toBe(5 * 4);
    for (const state of states) {
      const resume = JSON.parse(state) as FitBatchesState;
      expect(fitBatches(noisy, start, line, { ...options, resume })).toEqual(whole);
    }
  });

  it("continues for more epochs, and with no other batches, which would be other rows", () => {
    const options = { optimizer: sgd(0.01), batchSize: 3, epochs: 4, seed: 5 };
    const states: FitBatchesState[] = [];
    fitBatches(squares, start, line, {
      ...options,
      epochs: 2,
      onBatch: ({ state }) => states.push(JSON.parse(JSON.stringify(state))) > 0,
    });
    for (const resume of states) {
      expect(fitBatches(squares, start, line, { ...options, resume })).toEqual(
        fitBatches(squares, start, line, options),
      );
      for (const [name, value] of Object.entries({ batchSize: 7, seed: 6, shuffle: false })) {
        const other = (): unknown => fitBatches(squares, start, line, { ...options, resume, [name]: value });
        expect(other).toThrowError(ArgumentError);
        expect(other).toThrowError(new RegExp(`with the ${name} .*, and this one has ${value}`));
      }
    }
  });

  it("stops early, at the parameters of the best epoch", () => {
    const validation = { x: tensor([0]), y: tensor([1]) };
    const epochs: number[] = [];
    const { status, success, params, value, history, message } = fitBatches(squares, { slope: 2, offset: 0.9 }, line, {
      optimizer: sgd(0.2),
      batchSize: 7,
      epochs: 100,
      patience: 3,
      validation,
      onEpoch: ({ epoch, isBest }) => (isBest ? epochs.push(epoch) : true),
    });
    const least = Math.min(...history.map(({ validation: v }) => v as number));
    expect(status).toBe("earlyStopping");
    expect(success).toBe(true);
    expect(message).toContain("no improvement in 3 epochs");
    expect(value).toBe(least);
    expect((params.offset - 1) ** 2).toBe(least);
    expect(history.length).toBe((epochs.at(-1) as number) + 1 + 3);
  });

  it("writes the tags of a ParamSet at its end", { timeout: 60_000 }, () => {
    const model = { slope: param(0), offset: param(0) };
    const seen: number[] = [];
    const { params, success } = fitBatches(
      (batch) => mean(square(sub(add(mul(model.slope, batch.x), model.offset), batch.y))),
      paramsOf(model),
      line,
      { optimizer: adam(0.1), epochs: 400, onEpoch: () => seen.push(model.slope.value) },
    );
    expect(success).toBe(true);
    expect(params.params.length).toBe(2);
    expect(seen.at(-1)).toBe(0);
    expect(model.slope.value).toBeCloseTo(2, 2);
    const set = paramsOf(model);
    freeze(model);
    expect(fitBatches(() => model.slope, set, line, { optimizer: adam(0.1) }).status).toBe("noParameters");
  });

  it("says where a NaN comes from, and keeps the parameters before", () => {
    const { status, message, params, success } = fitBatches(
      (p, batch) => mean(log(sub(p, batch))),
      10,
      tensor([1, 2, 3, 20]),
      { optimizer: sgd(0.01), batchSize: 2, shuffle: false },
    );
    expect([status, success]).toEqual(["nonFinite", false]);
    expect(message).toContain("batch 1 of epoch 0");
    expect(message).toContain("log");
    expect(Number.isFinite(params)).toBe(true);
  });

  it("stops by the clock, and where the loss uses none of its parameters", () => {
    const late = fitBatches(squares, start, line, { optimizer: adam(0.1), timeLimit: 0 });
    expect([late.status, late.success, late.steps]).toEqual(["timeLimit", false, 0]);
    expect(fitBatches(squares, start, line, { optimizer: adam(0.1), timeLimit: 6e5, epochs: 3 }).status).toBe("epochs");
    const idle = fitBatches((_: Line, batch) => mean(batch.y), start, line, { optimizer: adam(0.1) });
    expect([idle.status, idle.success, idle.params]).toEqual(["constant", false, start]);
    expect(idle.message).toMatch(/uses none of them/);
  });

  it("stops by its signal and by callbacks, and pauses when asynchronous", async () => {
    const controller = new AbortController();
    const options = { optimizer: sgd(0.01), epochs: 1000, batchSize: 1, signal: controller.signal };
    const aborted = fitBatches(squares, start, line, {
      ...options,
      onBatch: ({ step }) => (step === 5 ? controller.abort() : undefined),
    });
    expect([aborted.status, aborted.steps]).toEqual(["aborted", 5]);
    const stopped = fitBatches(squares, start, line, { optimizer: sgd(0.01), onEpoch: ({ epoch }) => epoch < 2 });
    expect([stopped.status, stopped.epochs]).toEqual(["stopped", 3]);
    const timer = new AbortController();
    setTimeout(() => timer.abort(), 30);
    const late = await fitBatchesAsync(squares, start, line, {
      optimizer: sgd(1e-9),
      epochs: 1e9,
      signal: timer.signal,
    });
    expect(late.status).toBe("aborted");
  });

  it.each([
    ["no optimizer", line, {}, /optimizer/],
    ["an unknown option", line, { optimizer: sgd(1), batchsize: 3 }, /batchSize/],
    ["half a batch", line, { optimizer: sgd(1), batchSize: 0.5 }, /positive integer/],
    ["arrays of numbers", { x: [1, 2], y: [3, 4] }, { optimizer: sgd(1) }, /tensor\(\.\.\.\)/],
    [
      "different numbers of rows",
      { x: tensor([1, 2]), y: tensor([1]) },
      { optimizer: sgd(1) },
      /"y" in the data has 1/,
    ],
    ["no rows", { x: tensor([]) }, { optimizer: sgd(1) }, /no rows/],
    ["a state of other data", line, { optimizer: sgd(1), resume: { version: 1, size: 2, rows: 3, run: 0 } }, /3 rows/],
    ["a broken state", line, { optimizer: sgd(1), resume: { version: 1, size: 2, rows: 7, run: 0 } }, /cut/],
  ])("%s: refused with the remedy", (_, data, options, message) => {
    expect(() => fitBatches(squares as never, start, data as never, options as never)).toThrow(message);
  });

  it("has a loss that does not depend on units of the data", () => {
    const scaled = { x: line.x, y: div(line.y, 1e-9) };
    const run = (data: typeof line, scale: number) =>
      fitBatches(squares, { slope: 0, offset: 0 }, data, { optimizer: adam(0.1 * scale, { eps: 0 }), epochs: 30 });
    expect(run(scaled, 1e9).params.slope / run(line, 1).params.slope).toBeCloseTo(1e9, -3);
  });
});
