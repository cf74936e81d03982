import { moreGarbowHillstrom } from "@wengert/problems";
import { beforeAll, describe, expect, test } from "vitest";
import { type Effort, pairOf, reachedBy } from "../src/evaluations/effort.ts";
import { minimizers } from "../src/evaluations/methods.ts";
import { recorded } from "../src/evaluations/scipy.ts";
import { asRecorded, type Evaluations, survey } from "../src/evaluations/survey.ts";
import { chartOf } from "../src/report/chart.ts";
import { markdownOf } from "../src/report/markdown.ts";
import { textOf } from "../src/report/text.ts";

describe("beside what SciPy once needed", () => {
  let found: Evaluations;
  beforeAll(async () => {
    found = await survey(() => {}, asRecorded("this is a test"));
  }, 180_000);

  test("the record has all functions", () => {
    expect(recorded().problems.map(({ name }) => name)).toEqual(moreGarbowHillstrom.map(({ name }) => name));
    expect(moreGarbowHillstrom).toHaveLength(38);
    expect(moreGarbowHillstrom.every(({ start }) => start.length <= 10)).toBe(true);
  });

  // Before it ends Wengert looks once more at what lies beside the point, with an evaluation or a product for each variable; SciPy does not.
  const withLastLook: Readonly<Record<string, number>> = { lbfgs: 1.15, lbfgsb: 1.15, "lbfgsb with bounds": 1.25 };

  test.each(minimizers.map(({ method }, i) => [method, i] as const))(
    "%s needs no more evaluations but those of its last look, and solves what SciPy solves",
    (method, i) => {
      const { medianRatio, medianRatioOfProducts = 0, lost, pairs } = found.methods[i];
      expect(pairs).toHaveLength(38);
      expect(lost).toEqual([]);
      expect(medianRatio).toBeLessThanOrEqual(withLastLook[method] ?? 1);
      expect(medianRatioOfProducts).toBeLessThan(0.8);
    },
  );

  // LM needs 874 evaluations, SciPy's 873; BFGS to 10⁻⁵ 1068, SciPy's 1030.
  const allowed: Readonly<Record<string, number>> = { "lm, 1e-7": 1.01, "bfgs, 0.00001": 1.04 };

  test.each(minimizers.map(({ method }, i) => [method, i] as const))(
    "%s needs no more evaluations in all until it is as accurate",
    (method, i) => {
      const { totals, pairs } = found.methods[i];
      expect(totals).toHaveLength(3);
      for (const { accuracy, wengert, scipy, functions } of totals) {
        expect(functions).toBeGreaterThanOrEqual(35);
        expect(wengert / scipy).toBeLessThanOrEqual(allowed[`${method}, ${accuracy}`] ?? 1);
      }
      // What Wengert does not reach, SciPy does not either.
      for (const { reached } of pairs)
        for (const { wengert, scipy } of reached) expect(wengert === null && scipy !== null).toBe(false);
    },
  );

  test("the report has a table of all methods, one for each, and a chart", () => {
    const page = markdownOf({}, [found]);
    expect(page.match(/^### .*$/gm)).toHaveLength(1 + minimizers.length);
    expect(page).toContain("SciPy's figures: SciPy");
    for (const { name } of moreGarbowHillstrom) expect(page).toContain(`| ${name} | `);
    for (const table of page.split("### ").slice(1)) {
      const bars = table.match(/^\|.*\|$/gm)?.map((line) => line.split("|").length);
      expect(new Set(bars).size).toBe(1);
    }
    expect(textOf(found)).toContain("recorded earlier: this is a test");
    const svg = chartOf(found);
    expect(svg.match(/<circle/g)?.length).toBeGreaterThan(2 * minimizers.length);
    for (const { method } of minimizers) expect(svg).toContain(`>${method}</text>`);
  });
});

test("evaluations are counted until little is left to gain", () => {
  const approach = [100, 20, 10.5, 10.0001].map((value, i) => ({ evaluations: 2 * i + 1, value }));
  expect(reachedBy(approach, 10, [0.2, 1e-2, 1e-5, 1e-7])).toEqual([3, 5, 7, null]);
});

describe("who has solved a function", () => {
  const at = (value: number | null, success = true): Effort => ({ evaluations: 10, value, success });
  test.each<[string, Effort, Effort, readonly string[]]>([
    ["both, where rounding explains the difference", at(1), at(1 + 1e-9), ["Wengert", "SciPy"]],
    ["who is lower", at(2), at(1), ["SciPy"]],
    ["who is lower", at(-3), at(1), ["Wengert"]],
    ["who has converged", at(1, false), at(1), ["SciPy"]],
    ["who has converged, though the other is lower", at(0, false), at(1), ["SciPy"]],
    ["who has a value", at(1), at(null), ["Wengert"]],
    ["nobody", at(1, false), at(null), []],
  ])("%s", (_, ours, theirs, solvedBy) => {
    expect(pairOf("f", ours, theirs)).toMatchObject({ solvedBy, ratio: 1 });
  });
});
