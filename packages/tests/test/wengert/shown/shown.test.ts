/*
 * What every public function of core, forward, params, optim, batch and random does to a number, a tag, a frozen tag and a traced
 * value: the same number and the same derivative each way, or an error that says what to do. Never a zero that nobody asked for.
 * (`tags.test.ts` does so for the operations of ops, special and linalg.)
 */
import * as batch from "@wengert/batch";
import * as core from "@wengert/core";
import { grad, type Tensor, type Value } from "@wengert/core";
import * as forward from "@wengert/forward";
import * as ops from "@wengert/ops";
import { mul, square, sub } from "@wengert/ops";
import * as optim from "@wengert/optim";
import * as params from "@wengert/params";
import { gradient, param, paramsOf } from "@wengert/params";
import * as random from "@wengert/random";
import { generator } from "@wengert/random";
import { describe, expect, test } from "vitest";
import { batchRows, randomRows } from "./batch.ts";
import { cells, type Row, type Table } from "./cells.ts";
import { coreRows } from "./core.ts";
import { forwardRows } from "./forward.ts";
import { optimRows } from "./optim.ts";
import { paramsRows } from "./params.ts";

/** Functions that ask for a 0, or tell how often and where, but not what. */
const constant = ["nonDifferentiable", "stopGradient", "sparsityOf", "explainBatch"];

const tables: Readonly<Record<string, Table>> = {
  core: coreRows,
  forward: forwardRows,
  params: paramsRows,
  optim: optimRows,
  batch: batchRows,
  random: randomRows,
};

describe.each(Object.entries(tables))("%s", (_, table) => {
  const rows = Object.entries(table).flatMap(([name, all]) =>
    all.map((row, i) => [`${name}, use ${i + 1}`, row] as const),
  );
  describe.each(rows)("%s", (_name, row: Row) => {
    test.each(Object.keys(cells))("%s", (cell) => cells[cell](row));
  });
});

/** What rejects: the derivative of a number that was awaited cannot be asked for, as transformations are synchronous. */
describe("asynchronous functions refuse what a transformation follows", () => {
  const parabola = (x: Value) => (y: Tensor) => square(sub(y, x));
  const calls: Readonly<Record<string, (x: Value) => Promise<{ readonly params: unknown }>>> = {
    fitBatchesAsync: (x) =>
      optim.fitBatchesAsync(
        (y: Tensor, rows: Tensor) => ops.sum(square(sub(ops.add(y, rows), x))),
        0,
        core.zeros([2]),
        {
          optimizer: optim.sgd(0.1),
        },
      ),
    minimizeAsync: (x) => optim.minimizeAsync(parabola(x), 0),
    multiStart: (x) => optim.multiStart(parabola(x), 0, { starts: 1 }),
  };

  test.each(Object.entries(calls))("%s", async (name, call) => {
    const values = await Promise.all([call(2), call(param(2))]);
    expect(values[0].params).toBeCloseTo(values[1].params as number, 12);
    for (const differentiate of [
      (keep: (x: Value) => Value) => grad(keep)(2),
      (keep: (x: Value) => Value) => grad(keep)(param(2)),
      (keep: (x: Value) => Value) => {
        const p = param(2);
        return gradient(() => keep(p), paramsOf(p));
      },
    ]) {
      let pending: Promise<{ readonly params: unknown }> | undefined;
      differentiate((x) => {
        pending = call(x);
        pending.catch(() => {});
        return mul(x, 1);
      });
      const outcome = await pending?.then(
        ({ params }) => params,
        (error: Error) => error.message,
      );
      // What begins after the transformation has ended sees a tag as it is.
      if (typeof outcome === "number" && name === "multiStart") expect(outcome).toBeCloseTo(2, 6);
      else expect(outcome).toMatch(/differentiated by running it|outside of the transformation/);
    }
  });
});

/** A derivative does not go to another thread and back: what is followed is refused before anything is sent. */
describe("tasks elsewhere refuse what a transformation follows", () => {
  const module = "data:text/javascript,export const same = (x) => x;";
  const executor: optim.Executor = { run: async () => expect.unreachable() };
  const calls: Readonly<Record<string, (x: Value) => Promise<unknown>>> = {
    mapTasks: (x) => optim.mapTasks({ module, name: "same" }, [x], { executor }),
    shardedSum: (x) => optim.shardedSum({ module, name: "same" }, [1], { executor }).value(x as number),
    "shardedSum, shards": async (x) => optim.shardedSum({ module, name: "same" }, [x], { executor }).value(1),
  };

  test.each(Object.entries(calls))("%s", async (_name, call) => {
    let pending: Promise<unknown> | undefined;
    grad((x) => {
      pending = call(x);
      pending.catch(() => {});
      return mul(x, 1);
    })(2);
    await expect(pending).rejects.toThrow(/traced/);
  });
});

describe("the tables", () => {
  const asynchronous = ["fitBatchesAsync", "minimizeAsync", "multiStart"];
  /** What computes elsewhere takes the name of a function. */
  const elsewhereComputed = ["mapTasks", "shardedSum", "threads"];
  /** Without any number: what recognises, and what changes how numbers are computed. */
  const without = ["isTensor", "kernels", "useKernels"];
  const isError = (value: unknown): boolean => typeof value === "function" && value.prototype instanceof Error;
  const functionsOf = (of: object): string[] =>
    Object.entries(of)
      .filter(([, value]) => typeof value === "function" && !isError(value))
      .map(([name]) => name);

  test("have every public function", () => {
    const elsewhere = new Set(Object.keys(ops));
    const own = (of: object): string[] =>
      functionsOf(of)
        .filter((name) => !elsewhere.has(name))
        .sort();
    const listed = (...names: string[]): string[] => names.sort();
    expect(listed(...Object.keys(coreRows), ...without)).toEqual(own(core));
    expect(listed(...Object.keys(forwardRows))).toEqual(own(forward));
    expect(listed(...Object.keys(paramsRows))).toEqual(own(params));
    expect(listed(...Object.keys(optimRows), ...asynchronous, ...elsewhereComputed)).toEqual(own(optim));
    expect(listed(...Object.keys(batchRows))).toEqual(own(batch));
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(generator(1)));
    const drawn = methods.filter((name) => !["constructor", "state"].includes(name));
    expect(listed(...Object.keys(randomRows))).toEqual([...own(random), ...drawn].sort());
  });

  test("have a row for each, and no derivative of 0 that nobody asked for", () => {
    for (const table of Object.values(tables)) {
      for (const [name, rows] of Object.entries(table)) {
        expect(rows.length, name).toBeGreaterThan(0);
        if (!constant.includes(name)) for (const { slope } of rows) expect(slope, name).not.toBe(0);
      }
    }
  });
});
