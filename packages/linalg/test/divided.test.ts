/*
 * Divided differences at eigenvalues that coincide, but come out of an eigensolver some roundings apart: where the function, or
 * its derivative, vanishes there, rounding is all that is left of a difference.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, div, mul, sub } from "@wengert/ops";
import { expect, test } from "vitest";
import { dividedDifferences } from "../src/functions/divideddifferences.ts";

const spread = [
  [0, 0, 0],
  [0, 1, 2],
  [0, 2, 3],
  [-3, -1, 4],
  [-20, 3, 30],
  [-4000, 0, 100000],
];

/** f, f[x, x] and f[x, x, x] at 1. */
const functions: Record<string, readonly [f: (x: Tensor) => Tensor, at1: number, first: number, second: number]> = {
  "x² − 1": [(x) => sub(mul(x, x), 1), 0, 2, 1],
  "(x − 1)²": [(x) => mul(sub(x, 1), sub(x, 1)), 0, 0, 1],
  "x/(1 + x²)": [(x) => div(x, add(1, mul(x, x))), 0.5, 0, -0.25],
  "1/x": [(x) => div(1, x), 1, -1, 1],
};

test.each(Object.entries(functions))("%s", (_name, [f, at1, first, second]) => {
  for (const units of spread) {
    const points = tensor([...units.map((unit) => 1 + unit * Number.EPSILON), 2]);
    const [g0, g1, g2] = dividedDifferences(f, points, 2);
    const size = 1e-14 + 4 * Number.EPSILON * Math.max(...units.map(Math.abs));
    for (let i = 0; i < 3; i++) {
      expect(Math.abs(g0.data[i] - at1)).toBeLessThan(size);
      for (let j = 0; j < 3; j++) {
        expect(Math.abs(g1.data[i * 4 + j] - first)).toBeLessThan(size);
        for (let k = 0; k < 3; k++) expect(Math.abs(g2.data[(i * 4 + j) * 4 + k] - second)).toBeLessThan(size);
      }
    }
  }
});
