import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ArgumentError, type Tensor, tensor, WengertError } from "@wengert/array";
import { add, cos, mul, square, sub, sum } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import { generator } from "@wengert/random";
import { Piscina } from "piscina";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, vi } from "vitest";
import { type MultiStartResult, multiStart, type SamplerName, type StartReport } from "../src/index.ts";
import { samplerFor } from "../src/multistart/samplers.ts";
import { halfBroken, rastrigin, slow, tagged, taggedLoss, taggedResidual } from "./objective.ts";

const bounds = { lower: { x: -5.12, y: -5.12 }, upper: { x: 5.12, y: 5.12 } };
const start = { x: 3.3, y: -2.1 };

describe("samplers", () => {
  const names: SamplerName[] = ["uniform", "latinHypercube", "sobol"];

  it.each(names)("draw from the unit cube, the same for a seed: %s", async (name) => {
    const draw = (seed: number): unknown => samplerFor(name)(50, 3, generator(seed));
    const places = (await draw(1)) as number[][];
    expect(places).toHaveLength(50);
    for (const place of places) {
      expect(place).toHaveLength(3);
      for (const u of place) expect(u >= 0 && u < 1).toBe(true);
    }
    expect(await draw(1)).toEqual(places);
    expect(await draw(2)).not.toEqual(places);
    for (const j of [0, 1, 2]) expect(places.reduce((total, place) => total + place[j], 0) / 50).toBeCloseTo(0.5, 0);
  });

  it("fill the cube evenly, each in its way", async () => {
    const cells = (places: readonly (readonly number[])[], j: number, n: number): number =>
      new Set(places.map((place) => Math.floor(place[j] * n))).size;
    const latin = await samplerFor("latinHypercube")(32, 4, generator(7));
    const sobol = await samplerFor("sobol")(32, 4, generator(7));
    const uniform = await samplerFor("uniform")(32, 4, generator(7));
    for (const j of [0, 1, 2, 3]) {
      expect(cells(latin, j, 32)).toBe(32);
      expect(cells(sobol, j, 32)).toBeGreaterThanOrEqual(31);
      expect(cells(uniform, j, 32)).toBeLessThan(28);
    }
    // Every quarter of the square in the first two variables has its share of Sobol's places.
    const shares = [0, 1, 2, 3].map(
      (q) => sobol.filter(([u, v]) => (u < 0.5 ? 0 : 1) + (v < 0.5 ? 0 : 2) === q).length,
    );
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(4);
  });
});

describe("multiStart", () => {
  it("finds the lowest of many minima, and tells them apart", async () => {
    const result = await multiStart(rastrigin, start, { bounds, starts: 40, sampler: "sobol", seed: 1 });
    expectTypeOf(result).toEqualTypeOf<MultiStartResult<{ x: number; y: number }, { x: number; y: number }>>();
    expect(result).toMatchObject({ success: true, status: "converged" });
    expect(result.value).toBeLessThan(1.1);
    const { optima, reports } = result;
    expect(optima.length).toBeGreaterThan(10);
    expect(optima[0].params).toEqual(result.params);
    for (const [i, { value, params }] of optima.entries()) {
      if (i > 0) expect(value).toBeGreaterThanOrEqual(optima[i - 1].value);
      expect(rastrigin({ x: tensor(params.x), y: tensor(params.y) }).item()).toBe(value);
    }
    const values = optima.flatMap(({ starts }) => starts);
    expect(new Set(values).size).toBe(values.length);
    expect(reports.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    expect(result.evaluations).toBe(reports.reduce((total, { evaluations }) => total + evaluations, 0));
  });

  it("is the same again for a seed, and another for another", async () => {
    const run = (seed: number): Promise<unknown> => multiStart(rastrigin, start, { bounds, starts: 6, seed });
    expect(await run(5)).toEqual(await run(5));
    expect(await run(5)).not.toEqual(await run(6));
  });

  it("begins with the given start, and needs no region for that one alone", async () => {
    const { params, reports } = await multiStart((x) => square(sub(x, 2)), 7, { starts: 1 });
    expect(params).toBeCloseTo(2, 6);
    expect(reports).toHaveLength(1);
    await expect(multiStart((x) => square(x), 7, { bounds: { lower: 0 } })).rejects.toThrowError(/on both sides/);
  });

  it("draws starts from a region of its own, for methods without bounds", async () => {
    const seen: StartReport[] = [];
    const { params } = await multiStart((x: Tensor) => sum(square(sub(x, 20))), tensor([1, 2]), {
      within: { lower: -1, upper: 1 },
      method: "bfgs",
      starts: 4,
      onStart: (report) => seen.push(report),
    });
    expect(params.data[0]).toBeCloseTo(20, 5);
    expect(seen).toHaveLength(4);
  });

  it("loses nothing by a start that fails", async () => {
    const { value, reports, params } = await multiStart(halfBroken, tensor([0.5]), {
      within: { lower: -4, upper: 4 },
      starts: 8,
    });
    expect(value).toBeLessThan(1e-9);
    expect(params.data[0]).toBeCloseTo(-1, 5);
    const failed = reports.filter(({ status }) => status === "failed");
    expect(failed.length).toBeGreaterThan(0);
    expect(failed[0].message).toBe("the right half is broken");
    const all = multiStart(halfBroken, tensor([0.5]), { within: { lower: 0.1, upper: 4 }, starts: 3 });
    await expect(all).rejects.toThrowError(/all 3 starts failed.*right half/);
    await expect(all).rejects.toThrowError(WengertError);
  });

  it("keeps to a budget", async () => {
    const { evaluations, reports } = await multiStart(rastrigin, start, { bounds, starts: 5, budget: 40 });
    expect(evaluations).toBeLessThan(40 + 5 * 20);
    expect(reports.some(({ status }) => status === "maxEvaluations")).toBe(true);
  });

  it("writes a ParamSet once, with the best", async () => {
    const model = { a: param(3.3) };
    const loss = (): Tensor => add(mul(0.1, square(model.a)), cos(mul(3, model.a)));
    const set = paramsOf(model);
    const assign = vi.spyOn(set, "assign");
    const { value, gradient, optima } = await multiStart(loss, set, {
      bounds: { lower: -6, upper: 6 },
      starts: 12,
    });
    expect(assign).toHaveBeenCalledTimes(1);
    expect(Math.abs(model.a.value)).toBeCloseTo(1.024, 2);
    expect(value).toBeLessThan(-0.88);
    expect(Math.abs(gradient.get(model.a))).toBeLessThan(1e-4);
    expect(optima.length).toBeGreaterThan(1);
  });

  it("is aborted by its signal, before it begins", async () => {
    const result = await multiStart(rastrigin, start, { bounds, starts: 3, signal: AbortSignal.abort() });
    expect(result.reports.map(({ status }) => status)).toEqual(["aborted", "aborted", "aborted"]);
    expect(result).toMatchObject({ status: "aborted", success: false, evaluations: 0, params: start, optima: [] });
  });

  it("is aborted by its signal in the middle of a start, with the best so far", async () => {
    const began = Date.now();
    const signal = AbortSignal.timeout(150);
    const { status, reports, value, evaluations } = await multiStart(slow, start, { bounds, starts: 5, signal });
    expect(Date.now() - began).toBeLessThan(1000);
    expect(status).toBe("aborted");
    expect(reports.map((report) => report.status)).toEqual(new Array(5).fill("aborted"));
    expect(evaluations).toBeGreaterThan(2);
    expect(reports.slice(1).every((report) => report.evaluations === 0)).toBe(true);
    expect(value).toBeLessThan(slow({ x: tensor(start.x), y: tensor(start.y) }).item());
  });

  it("refuses what makes no sense", async () => {
    const bad = (options: object): Promise<unknown> => multiStart(rastrigin, start, { bounds, ...options });
    for (const options of [
      { starts: 0 },
      { starts: 1.5 },
      { seed: 0.5 },
      { budget: 3 },
      { resolution: -1 },
      { sampler: "halton" },
      { signal: 3 },
      { onStart: 3 },
    ]) {
      await expect(bad(options)).rejects.toThrowError(ArgumentError);
    }
    await expect(bad({ executor: { run: async () => ({}) } })).rejects.toThrowError(/closure cannot be sent/);
    const module = { module: "file:///objective.js", name: "f" };
    await expect(multiStart(module, paramsOf(param(1)) as never, {})).rejects.toThrowError(
      /tags cannot be sent to another thread: name the module/,
    );
  });
});

describe("multiStart in a pool of worker threads", () => {
  let folder = "";
  let pool: Piscina;
  let objective = "";

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "wengert-pool-"));
    const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
    const conditions = ["@wengert/source", "module", "node", "development|production"];
    await build({
      configFile: false,
      logLevel: "silent",
      resolve: { conditions },
      ssr: { resolve: { conditions }, noExternal: true },
      build: {
        ssr: true,
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: {
          input: { worker: source("../src/worker.ts"), objective: source("./objective.ts") },
          preserveEntrySignatures: "strict",
          output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
        },
      },
    });
    objective = pathToFileURL(join(folder, "objective.mjs")).href;
    pool = new Piscina({ filename: pathToFileURL(join(folder, "worker.mjs")).href, maxThreads: 2 });
  }, 60_000);

  afterAll(async () => {
    await pool?.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the same, number for number, as in this thread", async () => {
    const options = { bounds, starts: 12, seed: 9 } as const;
    const [here, elsewhere] = await Promise.all([
      multiStart(rastrigin, start, options),
      multiStart({ module: objective, name: "rastrigin" }, start, { ...options, executor: pool }),
    ]);
    expect(elsewhere).toEqual(here);
  }, 30_000);

  it("takes tags, by the name of the module's own", async () => {
    const within = { lower: -2, upper: 2 };
    const set = paramsOf(tagged);
    const from = set.toVector();
    const options = { within, starts: 6, seed: 2 } as const;
    for (const [name, loss, method] of [
      ["taggedLoss", taggedLoss, "bfgs"],
      ["taggedResidual", taggedResidual, "lm"],
    ] as const) {
      set.assign(from);
      const here = await multiStart(loss, set, { ...options, method });
      const found = set.toVector();
      set.assign(from);
      const there = { module: objective, name, params: "tagged" };
      const elsewhere = await multiStart(there, set, { ...options, method, executor: pool });
      expect(elsewhere.reports).toEqual(here.reports);
      expect(set.toVector()).toEqual(found);
      expect(tagged.scale.value).toBeCloseTo(2, 4);
      expect(elsewhere.optima).toHaveLength(2);
    }
    const other = multiStart({ module: objective, name: "taggedLoss", params: "tagged" }, paramsOf(tagged.place), {
      ...options,
      executor: pool,
    });
    await expect(other).rejects.toThrowError(/"tagged" of \S+ has the parameters scale, place, but the start/);
  }, 30_000);

  it("reports what fails there", async () => {
    const options = { within: { lower: -4, upper: 4 }, starts: 5, executor: pool };
    const { params, reports } = await multiStart({ module: objective, name: "halfBroken" }, tensor([0.5]), options);
    expect(params.data[0]).toBeCloseTo(-1, 5);
    expect(reports[0]).toMatchObject({ status: "failed", message: "the right half is broken" });
    const nowhere = multiStart({ module: objective, name: "nothing" }, tensor([0.5]), options);
    await expect(nowhere).rejects.toThrowError(/all 5 starts failed.*exports no function "nothing"/);
  }, 30_000);

  it("ends when its signal says so, tasks that are running included, with what they have", async () => {
    const controller = new AbortController();
    const began = Date.now();
    let ended = 0;
    const result = await multiStart({ module: objective, name: "slow" }, start, {
      bounds,
      starts: 8,
      executor: pool,
      signal: controller.signal,
      // Both threads are up when the first report comes.
      onStart: () => {
        if (ended++ === 0) setTimeout(() => controller.abort(), 100);
      },
      maxIterations: 5,
    });
    expect(Date.now() - began).toBeLessThan(5000);
    expect(result.status).toBe("aborted");
    expect(result.success).toBe(false);
    const [finished, cut] = [
      result.reports.filter(({ status }) => status === "maxIterations"),
      result.reports.filter(({ status }) => status === "aborted"),
    ];
    expect(finished.length).toBeGreaterThan(0);
    expect(finished.length + cut.length).toBe(8);
    expect(cut.some(({ evaluations, value }) => evaluations > 0 && Number.isFinite(value))).toBe(true);
    expect(result.value).toBe(Math.min(...result.reports.map(({ value }) => value)));
    // The pool is as good as new.
    const options = { bounds, starts: 3, seed: 9 } as const;
    const again = await multiStart({ module: objective, name: "rastrigin" }, start, { ...options, executor: pool });
    expect(again).toEqual(await multiStart(rastrigin, start, options));
  }, 30_000);

  it("does not wait for an evaluation without end", async () => {
    const began = Date.now();
    const { status, reports, params } = await multiStart({ module: objective, name: "stuck" }, tensor([3]), {
      within: { lower: -4, upper: 4 },
      starts: 4,
      executor: pool,
      signal: AbortSignal.timeout(1500),
    });
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(status).toBe("aborted");
    expect(params.toArray()).toEqual([3]);
    expect(reports.every((report) => report.status === "aborted")).toBe(true);
    expect(reports[0].message).toContain("in the middle of an evaluation");
  }, 30_000);

  it("takes no report of an executor for granted", async () => {
    const executor = { run: async () => ({}) as StartReport };
    const odd = multiStart({ module: objective, name: "rastrigin" }, start, { bounds, starts: 2, executor });
    await expect(odd).rejects.toThrowError(/all 2 starts failed.*gave back no report/);
    const none = multiStart({ module: objective, name: "rastrigin" }, start, { bounds, executor: {} as typeof pool });
    await expect(none).rejects.toThrowError(ArgumentError);
  });
});
