/*
 * Whatever the public functions are given, they return or throw an error of the library: never a TypeError from
 * inside, never a hang, never a level that stays open.
 */
import * as check from "@wengert/check";
import * as core from "@wengert/core";
import * as forward from "@wengert/forward";
import * as optim from "@wengert/optim";
import * as params from "@wengert/params";
import * as tree from "@wengert/tree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const { grad, mul, tensor, WengertError } = core;
const { param, paramsOf } = params;
const { adam } = optim;

class Unregistered {
  field = 1;
}

/** Anything that one might pass by mistake, and a few things that are right. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    "x",
    Symbol("s"),
    10n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1.5,
    2,
  ),
  fc
    .constantFrom<() => unknown>(
      () => [],
      () => ({}),
      () => [1, 2],
      () => [[1, 2], [3]],
      () => ({ a: 1, b: { c: 2 } }),
      () => ({ axis: 7, shape: "no" }),
      () => ({ method: "no", maxIterations: -1 }),
      () => ({ bounds: { lower: "x" } }),
      () => ({ bounds: { lower: 0, upper: 1 }, starts: 2 }),
      () => ({ method: adam(0.1), maxIterations: 3 }),
      () => new Map([["a", 1]]),
      () => new Float64Array(2),
      () => new Unregistered(),
      () => new Date(0),
      () => tensor(2),
      () => tensor([1, 2, 3]),
      () =>
        tensor([
          [1, 2],
          [3, 4],
        ]),
      () => tensor([], [0, 3]),
      () => param(1),
      () => paramsOf(param(1)),
      () => adam(0.1),
      () => (x: unknown) => x,
      () => (x: never) => mul(x, x),
      () => () => Promise.resolve(1),
      () => () => [1, 2],
      () => () => {
        throw new WengertError("on purpose", "fuzz");
      },
    )
    .map((make) => make()),
);

/** What a function may return that can be called in turn. */
type Callable = Partial<optim.Transformation & Iterator<unknown>> & ((...args: unknown[]) => unknown);

/** Calls a function, and whatever it returns that can be called, with junk. */
async function provoke(
  f: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  again: readonly unknown[],
): Promise<void> {
  try {
    const result = (await f(...args)) as Callable | undefined | null;
    if (typeof result === "function") result(...again);
    const [, second] = Array.isArray(result) ? result : [];
    if (typeof second === "function") second(...again);
    if (typeof result?.init === "function") result.update?.(again[0], result.init(again[0]), again[1]);
    if (typeof result?.next === "function") result.next();
  } catch (error) {
    if (!(error instanceof WengertError)) throw error;
  }
  expect(grad((x) => mul(x, x))(3)).toBe(6);
}

/** Classes are constructed by the library itself, and `useKernels` takes effect beyond the call. */
const left = /^[A-Z]|^useKernels$|^kernels$/;

const packages = { core, forward, params, tree, check, optim };

describe.each(Object.entries(packages))("%s", (_name, exported) => {
  const functions = Object.entries(exported).filter(([name, f]) => typeof f === "function" && !left.test(name));
  test.each(functions)("%s", async (_name, f) => {
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { maxLength: 4 }), fc.array(junk, { maxLength: 2 }), (args, again) =>
        provoke(f as (...args: unknown[]) => unknown, args, again),
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});

/** Some of the keys, each with junk: what else is right reaches further in than junk alone does. */
const oddly = (...keys: string[]): fc.Arbitrary<object> =>
  fc.record(Object.fromEntries(keys.map((key) => [key, junk])), { requiredKeys: [] });

const places = ["lower", "upper"];
const runOptions = ["method", "bounds", "maxIterations", "maxEvaluations", "tolerance", "memory", "signal", "history"];
const bowl = (p: { a: core.Value; b: core.Value }): core.Tensor =>
  core.sum(core.add(core.square(p.a), core.square(p.b)));
const start = { a: 1, b: tensor([2, 3]), label: "bowl" };

describe("options of optim, one thing wrong in what is otherwise right", () => {
  test.each<[string, (options: object) => unknown]>([
    ["minimize", (o) => optim.minimize(bowl, start, { maxIterations: 3, ...o })],
    ["minimizeAsync", (o) => optim.minimizeAsync(bowl, start, { maxIterations: 3, ...o })],
    ["minimizeSteps", (o) => [...optim.minimizeSteps(bowl, start, { maxIterations: 3, ...o })]],
    ["leastSquares", (o) => optim.leastSquares((p) => core.add(p.a, p.b), start, { maxIterations: 3, ...o })],
    [
      "multiStart",
      (o) => optim.multiStart(bowl, start, { within: { lower: -1, upper: 1 }, maxIterations: 3, starts: 2, ...o }),
    ],
  ])(
    "%s",
    async (_name, run) => {
      const more = ["resume", "onIteration", "loss", "lossScale", "within", "starts", "sampler", "seed", "budget"];
      const options = fc.oneof(
        oddly(...runOptions, ...more, "resolution", "executor", "onStart"),
        fc.record({ bounds: oddly(...places) }),
        fc.record({ within: oddly(...places) }),
        fc.record({ bounds: fc.record({ lower: fc.record({ a: junk, b: junk }) }) }),
        fc.record({
          resume: fc.record({ version: fc.constant(1), method: fc.constant("lbfgs"), size: fc.constant(3), run: junk }),
        }),
      );
      await fc.assert(
        fc.asyncProperty(options, (o) => provoke(run as (...args: unknown[]) => unknown, [o], [])),
        { numRuns: 300, seed: 7 },
      );
    },
    60_000,
  );

  const optimizers = Object.entries(optim).filter(
    ([, f]) => typeof f === "function" && /learningRate|inner/.test(String(f)),
  );
  test("has found the optimizers", () => expect(optimizers.length).toBeGreaterThan(15));
  test.each(optimizers)("%s", async (_name, f) => {
    const hyperparameters = [
      ...[
        "momentum",
        "dampening",
        "nesterov",
        "weightDecay",
        "beta1",
        "beta2",
        "eps",
        "amsgrad",
        "rho",
        "alpha",
        "centered",
      ],
      ...[
        "etaMinus",
        "etaPlus",
        "minStep",
        "maxStep",
        "lrDecay",
        "initialAccumulatorValue",
        "momentumDecay",
        "historySize",
      ],
      ...["toleranceGrad", "toleranceChange", "decay", "every", "syncPeriod", "slowStepSize", "debias"],
    ];
    const step = (options: unknown, grads: unknown, params: unknown): void => {
      const make = f as unknown as (rate: unknown, options: unknown) => optim.Transformation;
      const optimizer = make(0.1, options);
      const state = optimizer.init(start);
      optimizer.update({ a: 1, b: tensor([1, 1]), label: null }, state, start);
      optimizer.update(grads, state, params);
    };
    await fc.assert(
      fc.asyncProperty(oddly(...hyperparameters), junk, junk, (...args) =>
        provoke(step as (...args: unknown[]) => unknown, args, []),
      ),
      { numRuns: 200, seed: 7 },
    );
  });
});
