/*
 * Every function with options refuses unknown ones, names the nearest, and refuses what is no set of options.
 */
import { ArgumentError, type Tensor } from "@wengert/array";
import { square, sub } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import * as optim from "../src/index.ts";

const bowl = (x: Tensor): Tensor => square(sub(x, 1));

/** Each function, and a misspelled option with the one that was meant. */
const table: readonly [op: string, call: (options: never) => unknown, wrong: string, meant: string][] = [
  ["sgd", (o) => optim.sgd(0.1, o), "momentun", "momentum"],
  ["momentum", (o) => optim.momentum(0.1, o), "weight_decay", "weightDecay"],
  ["nesterov", (o) => optim.nesterov(0.1, o), "damping", "dampening"],
  ["adagrad", (o) => optim.adagrad(0.1, o), "initialAccumulator", "initialAccumulatorValue"],
  ["adadelta", (o) => optim.adadelta(0.1, o), "rhoo", "rho"],
  ["rmsprop", (o) => optim.rmsprop(0.1, o), "centred", "centered"],
  ["rprop", (o) => optim.rprop(0.1, o), "etaplus", "etaPlus"],
  ["adam", (o) => optim.adam(0.1, o), "epsilon", "eps"],
  ["adamw", (o) => optim.adamw(0.1, o), "weight_decay", "weightDecay"],
  ["adamax", (o) => optim.adamax(0.1, o), "beta_1", "beta1"],
  ["amsgrad", (o) => optim.amsgrad(0.1, o), "beta_2", "beta2"],
  ["nadam", (o) => optim.nadam(0.1, o), "momentum_decay", "momentumDecay"],
  ["radam", (o) => optim.radam(0.1, o), "weightdecay", "weightDecay"],
  ["adabelief", (o) => optim.adabelief(0.1, o), "bta1", "beta1"],
  ["lion", (o) => optim.lion(0.1, o), "beta3", "beta1"],
  ["lamb", (o) => optim.lamb(0.1, o), "weightdecay", "weightDecay"],
  ["yogi", (o) => optim.yogi(0.1, o), "initialAccumulator", "initialAccumulatorValue"],
  ["lbfgs", (o) => optim.lbfgs(1, o), "history_size", "historySize"],
  ["ema", (o) => optim.ema(0.9, o), "unbias", "debias"],
  ["lookahead", (o) => optim.lookahead(optim.sgd(1), o), "step", "steps"],
  ["reduceOnPlateau", (o) => optim.reduceOnPlateau(0.1, o), "patient", "patience"],
  ["warmupCosine", (o) => optim.warmupCosine(0.1, o), "warmUp", "warmup"],
  ["oneCycle", (o) => optim.oneCycle(0.1, o), "div_factor", "divFactor"],
  ["minimize", (o) => optim.minimize(bowl, 0, o), "maxiter", "maxIterations"],
  ["minimize", (o) => optim.minimizeSteps(bowl, 0, o).next(), "maxEvals", "maxEvaluations"],
  ["minimize", (o) => optim.minimizeAsync(bowl, 0, o), "tol", "tolerance"],
  ["leastSquares", (o) => optim.leastSquares((x: Tensor) => sub(x, 1), 0, o), "lossscale", "lossScale"],
  ["curveFit", (o) => optim.curveFit((x) => x, [1], [1], 0, o), "weight", "weights"],
  ["multiStart", (o) => optim.multiStart(bowl, 0, o), "sampling", "sampler"],
  ["mapTasks", (o) => optim.mapTasks({ module: "data:text/javascript,", name: "f" }, [], o), "excutor", "executor"],
  [
    "shardedSum",
    (o) => optim.shardedSum({ module: "data:text/javascript,", name: "f" }, [1], o),
    "execute",
    "executor",
  ],
  ["threads", (o) => optim.threads(o), "sizes", "size"],
];

/** What a call throws, at once or as a Promise. */
async function failure(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("options", () => {
  it.each(table)("of %s: unknown ones are refused, with the nearest (%#)", async (op, call, wrong, meant) => {
    const error = await failure(() => call({ [wrong]: 0.5 } as never));
    expect(error).toBeInstanceOf(ArgumentError);
    const { message } = error as ArgumentError;
    expect(message).toContain(`${op}: there is no option "${wrong}"`);
    // "tol" and "epsilon" are too short, or too long, for half of their letters to agree.
    if (["tol", "epsilon", "damping"].includes(wrong)) expect(message).toContain(meant);
    else expect(message).toContain(`Did you mean "${meant}"?`);
  });

  it.each(table)("of %s: what is no plain object is refused (%#)", async (_, call) => {
    for (const wrong of [null, 5, [0.5]])
      expect(await failure(() => call(wrong as never))).toBeInstanceOf(ArgumentError);
  });

  it("has a row for every function that takes options", () => {
    const named = new Set(table.map(([op]) => op));
    const without =
      "accumulate applyIfFinite applyUpdates chain clipByGlobalNorm clipByValue constant cosineDecay exponentialDecay";
    const others =
      `${without} ParamValues TaskError fitBatches fitBatchesAsync laplace linear mask minimizeAsync minimizeSteps piecewise stepDecay weightDecay`.split(
        " ",
      );
    expect(Object.keys(optim).sort()).toEqual([...named, ...others].sort());
  });

  it.each([
    ["null", { method: null }],
    ["null", { tolerance: null }],
    ["null", { maxIterations: null }],
    ["an array of pairs", { bounds: [[0, 1]] }],
    ["two arrays", { bounds: [[0], [1]] }],
    ["min and max", { bounds: { min: 0, max: 1 } }],
    ["a number", { bounds: 5 }],
    ["a string", { history: "yes" }],
    ["a string", { onIteration: "yes" }],
  ])("refuse %s: %o", (_, options) => {
    expect(() => optim.minimize(bowl, 0, options as never)).toThrowError(ArgumentError);
    expect(() => optim.leastSquares(bowl, 0, options as never)).toThrowError(ArgumentError);
  });
});

describe("hyperparameters", () => {
  it.each<[string, () => unknown]>([
    ["beta1", () => optim.adam(0.1, { beta1: 1 })],
    ["beta2", () => optim.lion(0.1, { beta2: -0.1 })],
    ["eps", () => optim.adamw(0.1, { eps: Number.NaN })],
    ["weightDecay", () => optim.sgd(0.1, { weightDecay: -1 })],
    ["amsgrad", () => optim.adam(0.1, { amsgrad: 1 as never })],
    ["momentum", () => optim.sgd(0.1, { momentum: -0.9 })],
    ["momentum", () => optim.sgd(0.1, { momentum: 2 })],
    ["momentum", () => optim.momentum(0.1, { momentum: 1 })],
    ["momentum", () => optim.nesterov(0.1, { momentum: 1.5 })],
    ["momentum", () => optim.rmsprop(0.1, { momentum: 1 })],
    ["alpha", () => optim.rmsprop(0.1, { alpha: 1 })],
    ["dampening", () => optim.sgd(0.1, { momentum: 0.9, dampening: 2 })],
    ["nesterov", () => optim.sgd(0.1, { nesterov: true })],
    ["learning rate", () => optim.sgd(-0.1)],
    ["learning rate", () => optim.adam(Number.POSITIVE_INFINITY)],
    ["etaMinus", () => optim.rprop(0.1, { etaMinus: 1.2 })],
    ["etaPlus", () => optim.rprop(0.1, { etaPlus: 0.5 })],
    ["minStep", () => optim.rprop(0.1, { minStep: 2, maxStep: 1 })],
    ["historySize", () => optim.lbfgs(1, { historySize: 0 })],
    ["rho", () => optim.adadelta(1, { rho: 1.5 })],
    ["rho", () => optim.adadelta(1, { rho: 1 })],
    ["decay", () => optim.ema(1)],
    ["rate", () => optim.lookahead(optim.sgd(1), { rate: 2 })],
    ["limit", () => optim.clipByValue(-1)],
    ["limit", () => optim.clipByGlobalNorm(Number.NaN)],
    ["lambda", () => optim.weightDecay(-0.1)],
    ["lambda", () => optim.weightDecay(Number.NaN)],
    ["most", () => optim.applyIfFinite(optim.sgd(1), -1)],
    ["most", () => optim.applyIfFinite(optim.sgd(1), Number.NaN)],
    ["rate", () => optim.constant(Number.NaN)],
    ["rate", () => optim.cosineDecay(-0.1, 10)],
    ["steps", () => optim.cosineDecay(0.1, Number.POSITIVE_INFINITY)],
    ["end", () => optim.linear(0.1, Number.NaN, 10)],
    ["gamma", () => optim.stepDecay(0.1, 5, -1)],
    ["gamma", () => optim.exponentialDecay(0.1, Number.NaN)],
    ["rates\\[1\\]", () => optim.piecewise([1, Number.NaN], [4])],
    ["boundaries\\[0\\]", () => optim.piecewise([1, 2], [Number.NaN])],
    ["peak", () => optim.oneCycle(Number.POSITIVE_INFINITY, { steps: 10 })],
    ["rise", () => optim.oneCycle(1, { steps: 10, rise: 1.5 })],
    ["divFactor", () => optim.oneCycle(1, { steps: 10, divFactor: 0 })],
    ["start", () => optim.warmupCosine(1, { warmup: 2, steps: 10, start: -1 })],
    ["factor", () => optim.reduceOnPlateau(0.1, { factor: 1 })],
    ["patience", () => optim.reduceOnPlateau(0.1, { patience: 1.5 })],
    ["min", () => optim.reduceOnPlateau(0.1, { min: -1 })],
  ])("are refused when made: %s (%#)", (name, make) => {
    expect(make).toThrowError(ArgumentError);
    expect(make).toThrowError(new RegExp(name));
  });
});

describe("states", () => {
  const makers = Object.entries({
    sgd: optim.sgd(0.1),
    momentum: optim.momentum(0.1),
    adagrad: optim.adagrad(0.1),
    adadelta: optim.adadelta(1),
    rmsprop: optim.rmsprop(0.1),
    rprop: optim.rprop(0.1),
    adam: optim.adam(0.1),
    adamax: optim.adamax(0.1),
    amsgrad: optim.amsgrad(0.1),
    nadam: optim.nadam(0.1),
    lion: optim.lion(0.1),
    lbfgs: optim.lbfgs(1),
    ema: optim.ema(0.9),
    accumulate: optim.accumulate(optim.sgd(1), 2),
    lookahead: optim.lookahead(optim.sgd(1)),
    applyIfFinite: optim.applyIfFinite(optim.sgd(1)),
  });
  it.each(makers)("of other transformations are refused by %s", (name, transformation) => {
    for (const [other, { init }] of makers) {
      const update = (): unknown => transformation.update({ a: 1 }, init({ a: 0 }) as never, { a: 0 });
      if (other === name) expect(update).not.toThrow();
      else expect(update, other).toThrowError(/state of another transformation/);
    }
    for (const state of [undefined, null, 5, {}]) {
      expect(() => transformation.update({ a: 1 }, state as never, { a: 0 })).toThrowError(ArgumentError);
    }
  });
});
