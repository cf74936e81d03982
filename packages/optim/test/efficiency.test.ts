import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@wengert/array";
import { describe, expect, it } from "vitest";
import { leastSquares, minimize, type OptimizeResult } from "../src/index.ts";
import { moreGarbowHillstrom, type ResidualFunction, sumOfSquares } from "./moregarbowhillstrom.ts";

/** What a minimizer needed: evaluations of the value, and of what else it asked for. */
interface Effort {
  readonly evaluations: number;
  readonly products?: number;
  readonly jacobians?: number;
  readonly value: number | null;
  readonly success: boolean;
}
type Column = "lbfgsb" | "boxed" | "trust-ncg" | "lm";
const record: { problems: ({ name: string } & Record<Column, Effort>)[] } = JSON.parse(
  readFileSync(new URL("./scipy/record.json", import.meta.url), "utf8"),
);

type Result = OptimizeResult<Tensor, Tensor>;
const minimized = (problem: ResidualFunction, options: Parameters<typeof minimize>[2]): Result => {
  const f = sumOfSquares(problem);
  return minimize((x: Tensor) => f(x), tensor([...problem.start]), options as object);
};

/** Around the start, so that about half of the minima are cut off; the same box as SciPy's. */
const box = ({ start }: ResidualFunction): { lower: Tensor; upper: Tensor } => {
  const size = start.map((x) => Math.max(1, Math.abs(x)));
  return {
    lower: tensor(start.map((x, i) => x - 0.4 * size[i])),
    upper: tensor(start.map((x, i) => x + 1.5 * size[i])),
  };
};

const methods: [name: string, column: Column, run: (problem: ResidualFunction) => Effort][] = [
  ["lbfgs", "lbfgsb", (problem) => minimized(problem, { method: "lbfgs" })],
  ["lbfgsb", "lbfgsb", (problem) => minimized(problem, { method: "lbfgsb" })],
  ["lbfgsb with bounds", "boxed", (problem) => minimized(problem, { bounds: box(problem) })],
  [
    "trust-ncg",
    "trust-ncg",
    (problem) => {
      const result = minimized(problem, { method: "trust-ncg", tolerance: 1e-5 });
      return { ...result, products: result.hessianEvaluations };
    },
  ],
  [
    "lm",
    "lm",
    (problem) => {
      const residual = (x: Tensor): Tensor => problem.residual(x);
      const result = leastSquares(residual, tensor([...problem.start]), { tolerance: 1e-8 });
      return { ...result, value: 2 * result.value, jacobians: result.gradientEvaluations };
    },
  ],
];

/**
 * What SciPy's least value is worth: less by rounding is the same. A method has solved what ends there or below, by its own
 * word.
 */
const solves = ({ value, success }: Effort, reference: Effort): boolean => {
  const least = reference.value ?? Number.POSITIVE_INFINITY;
  return success && value !== null && value <= least + 1e-5 * Math.max(1, Math.abs(least));
};

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

describe("evaluations beside SciPy's, on the functions of Moré, Garbow and Hillstrom", () => {
  it("has SciPy's figures for every function", () => {
    expect(record.problems.map(({ name }) => name)).toEqual(moreGarbowHillstrom.map(({ name }) => name));
    expect(moreGarbowHillstrom).toHaveLength(38);
  });

  it.each(methods)(
    "%s",
    (_, column, run) => {
      const ratios: number[] = [];
      const lost: string[] = [];
      const products: number[] = [];
      for (const [i, problem] of moreGarbowHillstrom.entries()) {
        const theirs = record.problems[i][column];
        const ours = run(problem);
        if (theirs.success && !solves(ours, theirs)) lost.push(problem.name);
        ratios.push(ours.evaluations / theirs.evaluations);
        if (theirs.products !== undefined) products.push((ours.products as number) / theirs.products);
      }
      expect(lost).toEqual([]);
      expect(median(ratios)).toBeLessThanOrEqual(1);
      if (products.length > 0) expect(median(products)).toBeLessThan(0.75);
    },
    120_000,
  );
});
