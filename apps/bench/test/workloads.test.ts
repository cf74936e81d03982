import { expect, test } from "vitest";
import { budgets } from "../src/options.ts";
import { runWorkload } from "../src/run.ts";
import { workloads } from "../src/workloads/index.ts";

const silent = { show: () => {}, rest: () => {} };

/** What need not be installed where the tests run. */
const optional = /^(OpenBLAS|NumPy\/SciPy by hand|PyTorch|scikit-learn|C\+\+|koffi) cannot be loaded: /;

test("workloads have names of their own, and sizes in ascending order", () => {
  expect(new Set(workloads.map(({ name }) => name)).size).toBe(workloads.length);
  for (const { sizes } of workloads) {
    for (const scale of [sizes.tiny, sizes.quick, sizes.full]) expect(scale).toEqual(scale.toSorted((a, b) => a - b));
  }
});

// Loading the libraries takes its time: a bundle of tensorflow.js is made first, and Python imports PyTorch.
test.each(workloads.map((workload) => [workload.name, workload] as const))(
  "%s: everybody finds the same numbers",
  { timeout: 120_000 },
  async (_name, workload) => {
    const { cases } = await runWorkload(workload, "tiny", budgets.tiny, silent);
    expect(cases.length).toBeGreaterThan(0);
    for (const { rows } of cases) {
      const measured = rows.flatMap((row) => ("seconds" in row ? [row.name] : []));
      expect(measured.slice(0, 2)).toEqual(["TypeScript by hand", "Wengert"]);
      const known = Object.values(workload.cannot ?? {});
      for (const row of rows) {
        if ("absent" in row && !known.includes(row.absent)) expect(row.absent, row.name).toMatch(optional);
      }
    }
  },
);
