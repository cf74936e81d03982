import { expect, test } from "vitest";
import { type Budget, interleave } from "../src/interleave.ts";
import { bare, type Job, jobOf, lastResult } from "../src/job.ts";

/** A job that takes so many seconds per run by its own account, and notes when it was asked for how many runs. */
function pretended(name: string, seconds: number, log: string[], traits: Partial<Job> = {}): Job {
  return {
    result: async () => [],
    sample: async (calls) => {
      log.push(`${name}${calls}`);
      return calls * seconds;
    },
    ...traits,
  };
}

const budget: Budget = { sample: 0, firsts: 1, warmUp: 0, total: 0, fewest: 3, most: 3, patience: 10 };

test("jobs take turns", async () => {
  const log: string[] = [];
  const jobs = ["a", "b", "c"].map((name) => pretended(name, 1, log));
  const measured = await interleave(jobs, budget);
  expect(log.slice(3).join(" ")).toBe("a1 b1 c1 a1 b1 c1 a1 b1 c1");
  expect(measured.map(({ samples }) => samples)).toEqual([
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ]);
});

test("a short job runs often enough for a sample, and is measured per run", async () => {
  const [measured] = await interleave([pretended("a", 0.001, [])], { ...budget, sample: 0.1 });
  expect(measured.calls).toBeGreaterThanOrEqual(100);
  expect(measured.calls).toBeLessThan(200);
  for (const sample of measured.samples) expect(sample).toBeCloseTo(0.001, 12);
});

test("an interruption does not shorten the samples", async () => {
  let samples = 0;
  const interrupted: Job = {
    result: async () => [],
    sample: async (calls) => calls * 0.001 + (samples++ === 3 ? 5 : 0),
  };
  const [measured] = await interleave([interrupted], { ...budget, sample: 1 });
  expect(measured.calls).toBeGreaterThanOrEqual(1000);
});

test("a job warms up, unless it is compiled already", async () => {
  const [cold, warm]: string[][] = [[], []];
  await interleave([pretended("a", 1, cold), pretended("a", 1, warm, { compiled: true })], { ...budget, warmUp: 5 });
  expect(cold.length - warm.length).toBe(4);
});

test("runs that come first do not tell how many make a sample", async () => {
  let runs = 0;
  const recorded: Job = {
    result: async () => [],
    sample: async (calls) => calls * 0.001 + (runs++ < 2 ? 5 : 0),
  };
  const [measured] = await interleave([recorded], { ...budget, sample: 1, firsts: 4 });
  expect(measured.calls).toBeGreaterThanOrEqual(1000);
});

test("a job that is slow takes part in two rounds", async () => {
  const forever = { ...budget, total: 1e9, fewest: 5, most: 6 };
  const [quick, slow] = await interleave([pretended("a", 1, []), pretended("b", 11, [])], forever);
  expect([quick.samples.length, quick.slow]).toEqual([6, false]);
  expect([slow.samples.length, slow.slow]).toEqual([2, true]);
});

test("rounds end when the time is over, after the fewest", async () => {
  const [measured] = await interleave([pretended("a", 1, [])], { ...budget, fewest: 2, most: 1000 });
  expect(measured.samples.length).toBe(2);
});

test("between samples there is a rest", async () => {
  const log: string[] = [];
  await interleave([pretended("a", 1, log), pretended("b", 1, log)], { ...budget, fewest: 1, most: 1 }, () => {
    log.push("rest");
  });
  expect(log.slice(2)).toEqual(["rest", "a1", "rest", "b1"]);
});

test("a job in this process runs as often as it is asked to, inside of what is around it", async () => {
  const log: string[] = [];
  const task = bare(() => {
    log.push("run");
    return [log.length];
  });
  const job = jobOf(task, (f) => {
    log.push("begin");
    const result = f();
    log.push("end");
    return result;
  });
  expect(await job.sample(2)).toBeGreaterThan(0);
  expect(log).toEqual(["begin", "run", "run", "end"]);
  expect(lastResult()).toEqual([3]);
  expect(await job.result()).toEqual([6]);
});
