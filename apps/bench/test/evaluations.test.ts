import { beforeAll, describe, expect, test } from "vitest";
import { type Effort, pairOf } from "../src/evaluations/effort.ts";
import { moreGarbowHillstrom } from "../src/evaluations/functions.ts";
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

  test.each(minimizers.map(({ method }, i) => [method, i] as const))(
    "%s needs no more evaluations, and solves what SciPy solves",
    (_, i) => {
      const { medianRatio, medianRatioOfProducts = 0, lost, pairs } = found.methods[i];
      expect(pairs).toHaveLength(38);
      expect(lost).toEqual([]);
      expect(medianRatio).toBeLessThanOrEqual(1);
      expect(medianRatioOfProducts).toBeLessThan(0.75);
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
