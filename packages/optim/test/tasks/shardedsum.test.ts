import { type Tensor, tensor } from "@wengert/array";
import { grad, type Value } from "@wengert/core";
import { hvp } from "@wengert/forward";
import { add } from "@wengert/ops";
import { paramsOf, withGradient } from "@wengert/params";
import { afterAll, describe, expect, it } from "vitest";
import { minimize, minimizeAsync, minimizeSteps, shardedSum, threads } from "../../src/index.ts";
import { keyOf } from "../../src/tasks/key.ts";
import { PairwiseSum } from "../../src/tasks/pairwise.ts";
import { runTask } from "../../src/tasks/runtask.ts";
import type { Executor } from "../../src/tasks/task.ts";
import * as objective from "./objective.mjs";
import { worker } from "./worker.ts";

const module = new URL("./objective.mjs", import.meta.url);
const pool = threads({ size: 2, worker });
afterAll(() => pool.close());

/** Computes in this thread, each task after a delay of its own. */
function here(delay: (index: number) => number = () => 0): Executor & { count: number } {
  const executor = {
    count: 0,
    run: async (task: Parameters<Executor["run"]>[0]): Promise<unknown> => {
      executor.count++;
      const wait = delay(task.index);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return runTask(structuredClone(task), async () => objective as never);
    },
  };
  return executor;
}

interface Logit {
  a: number;
  b: Tensor;
}
const references = Array.from({ length: 5 }, (_, seed) => ({ rows: 40 + seed, seed }));
const start: Logit = { a: 0.1, b: tensor([0.2, -0.3]) };
const loss = { module, name: "logistic", load: "load" };

/** The same sum in this thread, added in the same order. */
const [s0, s1, s2, s3, s4] = references.map((reference) => {
  const shard = objective.load(reference);
  return (p: { a: Tensor; b: Tensor }): Tensor => objective.logistic(p, shard);
});
const whole = (p: { a: Tensor; b: Tensor }): Tensor => add(add(add(s0(p), s1(p)), add(s2(p), s3(p))), s4(p));

describe("keyOf", () => {
  it("is different for different data, and the same for the same", () => {
    const make = (): unknown[] => [
      ...[
        null,
        undefined,
        "undefined",
        Number.NaN,
        Number.POSITIVE_INFINITY,
        Number.NEGATIVE_INFINITY,
        0,
        -0,
        1,
        1n,
        "1",
      ],
      ...[
        {},
        [],
        { a: undefined },
        { a: null },
        new Map(),
        new Map([[1, 2]]),
        new Map([[1, 3]]),
        new Set([1]),
        /a/,
        /b/,
      ],
      ...[
        new Date(0),
        new Date(1),
        "1970-01-01T00:00:00.000Z",
        new Float64Array([1]),
        new Float32Array([1]),
        [1],
        { 0: 1 },
      ],
      ...[new Uint8Array([1]).buffer, new Uint8Array([2]).buffer, "\0undefined", "\0\0undefined", "\0bigint1"],
      ...[{ "\0[object Set]": [1] }, new Float64Array([Number.NaN]), new Float64Array([0]), new Float64Array([-0])],
    ];
    const keys = make().map(keyOf);
    expect(new Set(keys).size).toBe(keys.length);
    expect(make().map(keyOf)).toEqual(keys);
  });
});

describe("PairwiseSum", () => {
  it("adds by a fixed tree, in whatever order the terms come", () => {
    for (let count = 1; count <= 17; count++) {
      const terms = Array.from({ length: count }, (_, i) => Math.sin(i + 1) * 10 ** ((7 * i) % 31));
      let level = terms;
      while (level.length > 1) {
        level = level.flatMap((x, i) => (i % 2 === 1 ? [] : [i + 1 < level.length ? x + level[i + 1] : x]));
      }
      for (let seed = 0; seed < 8; seed++) {
        const order = terms.map((_, i) => i).toSorted((i, j) => Math.sin(i * 9 + seed) - Math.sin(j * 9 + seed));
        const sum = new PairwiseSum(count);
        for (const [k, i] of order.entries()) {
          expect(sum.total).toBeUndefined();
          sum.add(i, Float64Array.of(terms[i], -terms[i]));
          if (k === count - 1) expect(sum.total).toEqual(Float64Array.of(level[0], -level[0]));
        }
      }
    }
  });
});

describe("shardedSum", () => {
  it("is the sum, with its gradient and its products with the Hessian", async () => {
    const sum = shardedSum<Logit>(loss, references, { executor: pool });
    const v = { a: -1, b: tensor([0.5, 2]) };
    const lifted = { a: tensor(start.a), b: start.b };
    expect(await sum.value(start)).toBe(whole(lifted).item());
    const [value, gradient] = await sum.valueAndGrad(start);
    expect(value).toBe(whole(lifted).item());
    const expected = grad(whole as (p: { a: Tensor; b: Tensor }) => Value)(start);
    expect(gradient.a).toBeCloseTo(expected.a, 10);
    expect(typeof gradient.a).toBe("number");
    for (const [i, g] of gradient.b.data.entries()) expect(g).toBeCloseTo(expected.b.data[i], 10);
    const product = await sum.hvp(start, v);
    const exact = hvp(whole as never)(start as never, v as never) as { a: Tensor; b: Tensor };
    expect(product.a).toBeCloseTo(exact.a.item(), 10);
    for (const [i, g] of product.b.data.entries()) expect(g).toBeCloseTo(exact.b.data[i], 10);
  });

  it("is the same to the last bit in whatever order the terms come", async () => {
    const [one, other] = [here((i) => 12 - 3 * i), here((i) => (7 * i) % 5)].map((executor) =>
      shardedSum<Logit>(loss, references, { executor }),
    );
    const expected = await one.valueAndGrad(start);
    expect(await other.valueAndGrad(start)).toEqual(expected);
    expect(await shardedSum<Logit>(loss, references, { executor: pool }).valueAndGrad(start)).toEqual(expected);
  });

  it("reads a shard once for many points, and takes shards themselves too", async () => {
    const given = shardedSum<Logit>(
      { module, name: "logistic" },
      references.map((reference) => objective.load(reference)),
      { executor: pool },
    );
    const executor = threads({ size: 1, worker });
    const read = shardedSum<Logit>(loss, references, { executor });
    for (const a of [0, 1, 2]) expect(await read.value({ ...start, a })).toBe(await given.value({ ...start, a }));
    const task = { kind: "call", module: String(module), name: "timesRead", index: 0, input: null } as const;
    expect(await executor.run(task, new AbortController())).toBe(references.length);
    executor.close();
  });

  it("says what is wrong", async () => {
    expect(() => shardedSum(loss, [])).toThrowError(/at least one shard/);
    expect(() => shardedSum(objective.logistic as never, [1])).toThrowError(/must be given as/);
    const executor = { run: async () => ({}) };
    await expect(shardedSum<number>(loss, [1], { executor }).value(1)).rejects.toThrowError(/gave back no term/);
    const missing = shardedSum<number>({ ...loss, load: "nothing" }, [1], { executor: pool });
    await expect(missing.value(1)).rejects.toThrowError(/exports no function "nothing"/);
    const tags = shardedSum<Float64Array>({ module, name: "taggedTerm", params: "tagged" }, [1], { executor: here() });
    await expect(tags.value(Float64Array.of(1))).rejects.toThrowError(/has 2 numbers, the point 1/);
  });
});

describe("minimizeAsync on a sum", () => {
  const methods = ["lbfgs", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead", "lbfgsb"] as const;

  it.each(methods)("goes the same way as minimize in this thread, bit for bit: %s", async (method) => {
    // One shard: a sum of derivatives and the derivative of a sum differ by rounding.
    const [reference] = references;
    const sum = shardedSum<Logit>(loss, [reference], { executor: here() });
    const expected = minimize(s0 as never, start, { method, history: true, maxIterations: 60 });
    const { ...result } = await minimizeAsync(sum, start, { method, history: true, maxIterations: 60 });
    expect(result).toEqual({ ...expected });
    expect(result.iterations).toBeGreaterThan(2);
  });

  it("supports constraints, bounds, and an inverse Hessian", async () => {
    const sum = shardedSum<Logit>(loss, [references[0]], { executor: here() });
    const constraints = [{ of: (p: { a: Tensor }) => p.a, atMost: 0.05 }] as never;
    for (const method of ["sqp", "auglag"] as const) {
      const options = { method, constraints, maxIterations: 30 };
      expect({ ...(await minimizeAsync(sum, start, options)) }).toEqual({ ...minimize(s0 as never, start, options) });
    }
    const options = { bounds: { lower: -0.5, upper: 0.5 } };
    expect({ ...(await minimizeAsync(sum, start, options)) }).toEqual({ ...minimize(s0 as never, start, options) });
    const { inverseHessian } = await minimizeAsync(sum, start, { method: "bfgs", inverseHessian: "exact" });
    const expected = minimize(s0 as never, start, { method: "bfgs", inverseHessian: "exact" });
    expect(inverseHessian?.toArray()).toEqual(expected.inverseHessian?.toArray());
  });

  it("takes tags, and writes them at the end", async () => {
    const { tagged, taggedTerm } = objective;
    const set = paramsOf(tagged);
    const from = set.toVector();
    const shards = [1, 2, 4];
    const expected = minimize(() => add(add(taggedTerm(1), taggedTerm(2)), taggedTerm(4)), set);
    const best = set.toVector();
    set.assign(from);
    const sum = shardedSum<Float64Array>({ module, name: "taggedTerm", params: "tagged" }, shards, { executor: pool });
    const [value, gradient] = await sum.valueAndGrad(from);
    const [here, grads] = withGradient(() => add(add(taggedTerm(1), taggedTerm(2)), taggedTerm(4)), set);
    expect(value).toBe(here);
    for (const [i, g] of grads.toVector().entries()) expect(gradient[i]).toBeCloseTo(g, 10);
    const result = await minimizeAsync(sum, set);
    expect(result.value).toBeCloseTo(expected.value, 8);
    for (const [i, x] of set.toVector().entries()) expect(x).toBeCloseTo(best[i], 4);
    const other = minimizeAsync(sum, paramsOf([tagged.place, tagged.scale]));
    await expect(other).rejects.toThrowError(/has the parameters scale, place, but the start/);
  });

  it("takes a shorter step where a term leaves its domain", async () => {
    const sum = shardedSum<number>({ module, name: "narrow" }, [0], { executor: pool });
    const { params, status } = await minimizeAsync(sum, -300, { method: "bfgs" });
    expect(status).toBe("converged");
    expect(params).toBeLessThan(1);
    await expect(minimizeAsync(sum, 2)).rejects.toThrowError("not positive definite");
  });

  it("ends by its signal, in the middle of an evaluation, with the best so far", async () => {
    const executor = here();
    const sum = shardedSum<Logit>(loss, references, { executor });
    const controller = new AbortController();
    const stuck: typeof sum = {
      ...sum,
      valueAndGrad: (p, options) =>
        executor.count < 12
          ? sum.valueAndGrad(p, options)
          : new Promise((_, reject) => {
              options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
              controller.abort();
            }),
    };
    const { status, value, evaluations } = await minimizeAsync(stuck, start, { signal: controller.signal });
    expect(status).toBe("aborted");
    expect(evaluations).toBeGreaterThan(1);
    expect(value).toBeLessThan(await sum.value(start));
    const before = minimizeAsync(sum, start, { signal: AbortSignal.abort(new Error("too late")) });
    await expect(before).rejects.toThrowError("too late");
  });

  it("counts each evaluation once, and shows its iterations", async () => {
    const executor = here();
    const sum = shardedSum<Logit>(loss, references, { executor });
    const seen: number[] = [];
    const result = await minimizeAsync(sum, start, { onIteration: ({ iteration }) => void seen.push(iteration) });
    expect(executor.count).toBe(result.evaluations * references.length);
    expect(seen).toEqual(Array.from({ length: result.iterations }, (_, i) => i + 1));
  });

  it("is what minimize points to, for a sum", () => {
    const sum = shardedSum<Logit>(loss, references, { executor: here() });
    expect(() => minimize(sum as never, start)).toThrowError(/answers later: use await minimizeAsync/);
    expect(() => minimizeSteps(sum as never, start).next()).toThrowError(/use await minimizeAsync/);
    return expect(minimizeAsync(sum, start, { compile: true })).rejects.toThrowError(/compile is for a function/);
  });
});
