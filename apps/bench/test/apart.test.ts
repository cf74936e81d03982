import { existsSync } from "node:fs";
import { afterEach, expect, test, vi } from "vitest";
import type { Contender, Workload } from "../src/workload.ts";
import { workloads } from "../src/workloads/index.ts";

// Processes run what is built.
const built = new URL("../dist/apart/apart.js", import.meta.url);
const { apart } = (await import(built.href)) as typeof import("../src/apart/apart.ts");

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
  vi.unstubAllEnvs();
});

const named = (name: string): Workload => workloads.find((one) => one.name === name) as Workload;

function moved(workload: Workload, contender: string, n: number): Contender {
  const { workload: inProcesses, close } = apart(workload);
  ended.push(close);
  return inProcesses.contenders(n).find(({ name }) => name === contender) as Contender;
}

test("contenders of a workload have names of their own, at every size", () => {
  expect(existsSync(built), "built by npm test").toBe(true);
  for (const { name, sizes, contenders } of workloads) {
    for (const n of sizes.tiny) {
      const names = contenders(n).map((one) => one.name);
      expect(new Set(names).size, name).toBe(names.length);
    }
  }
});

test("a contender in a process of its own has the same result, at one size after the other, and its own time", async () => {
  const { workload, close } = apart(named("xsinx"));
  ended.push(close);
  for (const n of [4, 6]) {
    const [there, here] = [workload, named("xsinx")].map(({ contenders }) => contenders(n)[1]);
    const [job, wanted] = [await there.prepare(), await here.prepare()];
    expect([there.name, job.compiled]).toEqual(["Wengert", false]);
    expect(Array.from(await job.result())).toEqual(Array.from(await wanted.result()));
    const begun = performance.now();
    const seconds = await job.sample(3);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual((performance.now() - begun) / 1000);
    await job.close?.();
    await expect(job.sample(1)).rejects.toThrow("nothing is prepared");
  }
});

test("what a contender throws comes back, and that it is not there", async () => {
  vi.stubEnv("WENGERT_BLAS", "/no/such/library.so");
  const absent = await moved(named("cholesky"), "Wengert + OpenBLAS", 5)
    .prepare()
    .catch((error: unknown) => error);
  expect(absent).toBeInstanceOf(Error);
  expect((absent as Error).name).toBe("Absent");
  expect((absent as Error).message).toMatch(/^OpenBLAS cannot be loaded: /);
  const other: Workload = { ...named("cholesky"), name: "nothing" };
  await expect(moved(other, "Wengert", 5).prepare()).rejects.toThrow("nothing has no contender Wengert at 5");
});

test("a process that has ended is no answer", async () => {
  const { workload, close } = apart(named("xsinx"));
  const job = await workload.contenders(4)[1].prepare();
  close();
  await expect(job.sample(1)).rejects.toThrow();
});
