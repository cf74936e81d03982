/*
 * The law of units in powers of ten for the methods of `minimize` that are slow on the sums of squares which NIST certifies. Some runs
 * end at their limit of iterations, at a point that the rounding of another unit decides: there powersoftwo.test.ts shows that no test depends
 * on units. WENGERT_SCALE takes all problems, not each third.
 */
import type { Tensor } from "@wengert/array";
import { mul, square, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { minimize } from "../../src/index.ts";
import { certified, residualOf } from "../curvefit/certified.ts";
import type { Run } from "./law.ts";

const methods = ["newton-cg", "nelder-mead", "cg"] as const;

const creeping = "a valley that the method creeps along: some runs or all end at their limit of iterations";
const tight = "a sum of 10⁻²⁵, the rounding of the data";

/** Where another unit shows in the end of a run, and why. */
const exceptions: Readonly<Record<(typeof methods)[number], Readonly<Record<string, string>>>> = {
  "newton-cg": { Hahn1: creeping, Lanczos1: tight },
  "nelder-mead": { Bennett5: creeping, Lanczos1: creeping, Lanczos2: creeping, Lanczos3: creeping },
  cg: Object.fromEntries(
    "Bennett5 Gauss1 Gauss2 Gauss3 Hahn1 Kirby2 Lanczos1 Lanczos2 Lanczos3 MGH10 MGH17 Thurber"
      .split(" ")
      .map((id) => [id, creeping]),
  ),
};

/** Where the criteria end a slow approach at no sharp point: the values agree, the solutions to fewer digits. */
const blunt: Readonly<Record<(typeof methods)[number], readonly string[]>> = {
  "newton-cg": ["Thurber"],
  "nelder-mead": [],
  cg: ["MGH09", "Misra1d", "Nelson", "Rat43", "Roszman1"],
};

/** Thousands of products with the Hessian of 154 data. */
const long = ["Bennett5, newton-cg"];

describe.each(methods)("certified sums of squares by %s", (method) => {
  const third = methods.indexOf(method);
  const mine = certified.filter(({ id }, i) => {
    const isShort = i % 3 === third && !long.includes(`${id}, ${method}`);
    return !(id in exceptions[method]) && (process.env["WENGERT_SCALE"] !== undefined || isShort);
  });

  it.each(mine)("$id", { timeout: 120_000 }, (problem) => {
    const residual = residualOf(problem);
    const minimized = (c: number, s: number): Run => {
      const f = (b: readonly Tensor[]): Tensor => mul(c, sum(square(residual(b.map((x) => mul(s, x))))));
      const start = problem.start2.map((b) => b / s);
      const { success, value, params } = minimize(f, start, { method });
      return { success, value: value / c, x: params.map((x) => s * x) };
    };
    const plain = minimized(1, 1);
    for (const scaled of [minimized(1e15, 1e-9), minimized(1e-15, 1e9)]) {
      expect(scaled.success).toBe(plain.success);
      if (blunt[method].includes(problem.id)) {
        expect(Math.abs(scaled.value / plain.value - 1)).toBeLessThan(1e-6);
        continue;
      }
      const size = Math.max(...plain.x.map(Math.abs), ...problem.start2.map(Math.abs));
      for (const [i, x] of scaled.x.entries()) expect(Math.abs(x - plain.x[i])).toBeLessThanOrEqual(1e-6 * size);
    }
  });
});
