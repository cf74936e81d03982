/*
 * The law of units for minimizers on the sums of squares that NIST certifies: parameters that differ by many powers of ten, and narrow
 * valleys, in which fits by `leastSquares` do better. They end at the certified sum, with the same success in any units.
 */
import type { Tensor } from "@wengert/array";
import { mul, square, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { minimize } from "../../src/index.ts";
import { certified, residualOf } from "../curvefit/certified.ts";

/** Where another unit shows in the value, or the end is not the certified one, and why. */
const exceptions: Readonly<Record<string, string>> = {
  Bennett5: "a valley that a thousand iterations do not get through",
  Lanczos1: "a sum of 10⁻²⁵, the rounding of the data",
  Lanczos2: "three exponentials that can hardly be told apart",
  Lanczos3: "three exponentials that can hardly be told apart",
};

describe.each(["lbfgs", "lbfgsb", "bfgs", "trust-ncg"] as const)("certified sums of squares by %s", (method) => {
  it.each(certified)("$id", { timeout: 60_000 }, (problem) => {
    const residual = residualOf(problem);
    const minimized = (c: number, s: number): { readonly success: boolean; readonly value: number } => {
      const f = (b: readonly Tensor[]): Tensor => mul(c, sum(square(residual(b.map((x) => mul(s, x))))));
      const start = problem.start2.map((b) => b / s);
      const { success, value } = minimize(f, start, { method });
      return { success, value: value / c };
    };
    const [plain, up, down] = [minimized(1, 1), minimized(1e15, 1e-9), minimized(1e-15, 1e9)];
    expect([plain.success, up.success, down.success]).toEqual(new Array(3).fill(problem.id !== "Bennett5"));
    if (problem.id in exceptions) return;
    for (const { value } of [plain, up, down])
      expect(Math.abs(value / Number(problem.residualSumOfSquares) - 1)).toBeLessThan(1e-4);
    if (problem.id === "Hahn1") return;
    for (const { value } of [up, down]) expect(Math.abs(value / plain.value - 1)).toBeLessThan(1e-6);
  });
});
