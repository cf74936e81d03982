/*
 * The law of units for fits. See law.ts.
 */
import type { Tensor } from "@wengert/array";
import { mul } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares } from "../../src/index.ts";
import { certified, residualOf } from "../curvefit/certified.ts";
import { keepsLawOfUnits, type Run, type Runner, started } from "./law.ts";

const fitted =
  (method: LeastSquaresMethod): Runner =>
  (problem, c, s) => {
    const r = (x: Tensor): Tensor => mul(Math.sqrt(c), problem.residual(mul(s, x)));
    const { success, value, params } = leastSquares(r, started(problem, s), { method });
    return { success, value: value / c, x: [...params.data].map((x) => s * x) };
  };

const methods = ["lm", "trf", "dogleg"] as const;
for (const method of methods) keepsLawOfUnits(method, fitted(method));

describe.each(methods)("all certified fits by %s", (method) => {
  it("are 27", () => expect(certified).toHaveLength(27));

  it.each(certified)("$id", (problem) => {
    const residual = residualOf(problem);
    const fit = (c: number, s: readonly number[]): Run & { readonly errors: readonly number[] } => {
      const start = problem.start2.map((b, i) => b / s[i]);
      const r = (b: readonly Tensor[]): Tensor => mul(c, residual(b.map((x, i) => mul(s[i], x))));
      const { success, value, params, standardErrors } = leastSquares(r, start, { method });
      const scaled = (x: readonly number[]): number[] => x.map((xi, i) => s[i] * xi);
      return { success, value: value / c ** 2, x: scaled(params), errors: scaled(standardErrors) };
    };
    const ones = problem.start2.map(() => 1);
    const plain = fit(1, ones);
    // Each parameter in a unit of its own.
    const apart = ones.map((_, i) => 10 ** (i % 2 === 0 ? 9 : -9));
    for (const [c, s] of [
      [1e30, ones],
      [1e-30, ones],
      [1e15, ones.map(() => 1e9)],
      [1e-15, ones.map(() => 1e-9)],
      [1, apart],
    ] as const) {
      const scaled = fit(c, s);
      expect(scaled.success).toBe(plain.success);
      for (const [i, x] of scaled.x.entries()) {
        expect(Math.abs(x / plain.x[i] - 1)).toBeLessThan(1e-6);
        // The residuals of Lanczos1 are the rounding of its data, and so are its errors.
        if (problem.id !== "Lanczos1") expect(Math.abs(scaled.errors[i] / plain.errors[i] - 1)).toBeLessThan(1e-6);
      }
    }
  });
});
