import { expect, test } from "vitest";
import { bare, jobOf } from "../src/job.ts";
import { budgets } from "../src/options.ts";
import { runWorkload } from "../src/run.ts";
import { Absent, type Contender, type Workload } from "../src/workload.ts";

const silent = { show: () => {}, rest: () => {} };

const giving = (name: string, ...numbers: number[]): Contender => ({
  name,
  prepare: async () => jobOf(bare(() => numbers)),
});

const failing = (name: string, error: Error): Contender => ({ name, prepare: () => Promise.reject(error) });

function workloadOf(contenders: readonly Contender[], sizes: readonly number[] = [1]): Workload {
  return {
    name: "made-up",
    title: "Made up",
    what: "Nothing.",
    sizes: { tiny: sizes, quick: sizes, full: sizes },
    label: (n) => `n = ${n}`,
    rate: { unit: "runs per second", of: (_n, seconds) => 1 / seconds },
    cannot: { abacus: "it is made of wood" },
    contenders: () => contenders,
  };
}

const absences = async (...contenders: Contender[]): Promise<Record<string, string>> => {
  const { cases } = await runWorkload(workloadOf(contenders), "tiny", budgets.tiny, silent);
  return Object.fromEntries(cases[0].rows.flatMap((row) => ("absent" in row ? [[row.name, row.absent]] : [])));
};

test("who agrees is measured, who cannot is listed", async () => {
  const workload = workloadOf([giving("by hand", 1, 2), giving("peer", 1, 2 + 1e-12)]);
  const { cases, rateUnit } = await runWorkload(workload, "tiny", budgets.tiny, silent);
  expect(rateUnit).toBe("runs per second");
  expect(cases[0].rows).toMatchObject([
    { name: "by hand", difference: 0, seconds: { count: 1 } },
    { name: "peer", seconds: { count: 1 } },
    { name: "abacus", absent: "it is made of wood" },
  ]);
});

test("a peer with other numbers, or none, is not measured", async () => {
  expect(
    await absences(
      giving("by hand", 1, 2),
      giving("wrong", 1, 2.1),
      giving("none", 1, Number.NaN),
      giving("short", 1),
      failing("broken", new Error("out of order\nat line 1")),
    ),
  ).toMatchObject({
    wrong: expect.stringContaining("other numbers"),
    none: expect.stringContaining("other numbers"),
    short: expect.stringContaining("other numbers"),
    broken: "out of order",
  });
});

test("precision decides what agrees", async () => {
  const nearly = giving("nearly", 1, 2.00002);
  const single: Contender = { ...giving("single", 1, 2.00002), precision: "f32" };
  expect(Object.keys(await absences(giving("by hand", 1, 2), nearly, single))).toEqual(["nearly", "abacus"]);
});

test("Wengert must not fail, though its BLAS may not be there", async () => {
  const reference = giving("by hand", 1);
  await expect(absences(reference, giving("Wengert", 2))).rejects.toThrow("Wengert: gives other numbers");
  await expect(absences(reference, failing("Wengert", new Error("out of order")))).rejects.toThrow("out of order");
  await expect(absences(failing("by hand", new Error("out of order")))).rejects.toThrow("out of order");
  const blas = failing("Wengert + OpenBLAS", new Absent("no BLAS here"));
  expect(await absences(reference, blas)).toMatchObject({ "Wengert + OpenBLAS": "no BLAS here" });
});

test("who is slow is left out of larger sizes, with the reason", async () => {
  const slow: Contender = {
    name: "slow",
    prepare: async () => ({ result: async () => [1], sample: async (calls) => 100 * calls }),
  };
  const workload = workloadOf([giving("by hand", 1), slow], [1, 2]);
  const { cases } = await runWorkload(workload, "tiny", budgets.tiny, silent);
  expect(cases[0].rows[1]).toMatchObject({ seconds: { median: 100 } });
  expect(cases[1].rows[1]).toEqual({ name: "slow", absent: "left out: 100 s for one run at n = 1" });
});

test("inputs are let go when a size is done", async () => {
  let closed = 0;
  const peer: Contender = {
    name: "peer",
    prepare: async () => ({
      ...jobOf(bare(() => [1])),
      close: async () => {
        closed++;
      },
    }),
  };
  await runWorkload(workloadOf([giving("by hand", 1), peer], [1, 2]), "tiny", budgets.tiny, silent);
  expect(closed).toBe(2);
});
