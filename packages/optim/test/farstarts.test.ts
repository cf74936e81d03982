/*
 * The problems of Moré, Garbow and Hillstrom from one, ten, a hundred times, a tenth and the opposite of their start: what ends with
 * success is a minimum, here or at infinity, and what does not is named. Some with BFGS;
 * `WENGERT_MGH="bfgs lbfgs trust-ncg newton-cg lm"` tries all with these methods.
 */
import { type Tensor, tensor } from "@wengert/array";
import { square, sum } from "@wengert/ops";
import { moreGarbowHillstrom } from "@wengert/problems";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares, type MethodName, minimize } from "../src/index.ts";

/** The least values; 0 for those that are not here. */
const least: Readonly<Record<string, number>> = {
  "Jennrich and Sampson": 124.3622,
  Bard: 8.214877e-3,
  Gaussian: 1.127933e-8,
  Meyer: 87.94586,
  "Kowalik and Osborne": 3.075056e-4,
  "Brown and Dennis": 85822.2,
  "Osborne 1": 5.464895e-5,
  "Watson, n = 6": 2.287671e-3,
  "Watson, n = 9": 1.39976e-6,
  "Penalty I, n = 4": 2.249978e-5,
  "Penalty I, n = 10": 7.087651e-5,
  "Penalty II, n = 4": 9.376293e-6,
  "Penalty II, n = 10": 2.936605e-4,
  "Linear, full rank": 10,
  "Linear, rank 1": 4.634146,
  "Linear, rank 1 with zero columns and rows": 6.135135,
  "Chebyquad, n = 8": 3.516874e-3,
  "Chebyquad, n = 10": 4.772714e-3,
};

/** Where else a run may end with success, and why that is a minimum. */
const others: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Freudenstein and Roth": { 48.98425: "another minimum, as published" },
  "Powell badly scaled": { 1.040294: "another minimum" },
  Bard: { 17.42869: "flat at infinity, as published" },
  "Gulf research and development": { 16.087: "flat where the exponential has vanished" },
  "Box three-dimensional": { 0.07558874: "flat at infinity" },
  "Kowalik and Osborne": { 4.236746e-4: "another minimum", 1.027343e-3: "flat at infinity, as published" },
  "Osborne 1": {
    1.106036: "flat where both exponentials have vanished",
    0.0245183: "flat where one exponential has vanished",
    0.05057205: "a ridge where both exponentials are the same, with the gradient along it 0",
  },
  "Biggs EXP6": {
    5.65565e-3: "another minimum, as published",
    0.3063668: "a ridge where exponentials are the same, with the gradient along it 0",
    0.2426777: "flat at infinity",
    9.863732: "flat where all exponentials have vanished",
  },
  Trigonometric: { 2.795056e-5: "another minimum, as published", 4.218634e-5: "another minimum" },
  "Broyden tridiagonal": { 1.028652: "another minimum", 1.349536: "another minimum" },
  "Broyden banded": { 2.68022: "another minimum", 3.057278: "another minimum" },
  "Chebyquad, n = 10": { 6.503955e-3: "another minimum, as published" },
};

const slow = "a valley that a thousand iterations do not get through";
const polynomial = "values of 10¹² and more, beyond which no column of the Jacobian tells anything about the others";

/** What does not end with success, and why: by the problem and the multiple of its start, for all methods or for one. */
const unfinished: Readonly<Record<string, string>> = {
  "Powell badly scaled, 100": slow,
  "Jennrich and Sampson, 100": "no finite value at the start",
  "Meyer, 10": slow,
  "Meyer, 100": slow,
  "Gulf research and development, 100": "the same value everywhere near the start",
  "Osborne 1, 10": slow,
  "Biggs EXP6, -1": slow,
  "bfgs, Penalty II, n = 4, -1": slow,
  "bfgs, Penalty II, n = 10, 10": slow,
  "bfgs, Penalty II, n = 10, -1": slow,
  "trust-ncg, Osborne 1, 100": slow,
  "newton-cg, Gulf research and development, 0.1": slow,
  "newton-cg, Gulf research and development, 1": slow,
  "newton-cg, Kowalik and Osborne, 10": slow,
  "newton-cg, Kowalik and Osborne, 100": slow,
  "newton-cg, Osborne 1, 100": slow,
  "newton-cg, Osborne 1, -1": slow,
  "newton-cg, Biggs EXP6, 100": slow,
  "newton-cg, Penalty II, n = 4, -1": slow,
  "newton-cg, Meyer, -1": slow,
  "newton-cg, Beale, 100": slow,
  "lm, Powell badly scaled, 10": slow,
  "lm, Beale, 10": slow,
  "lm, Beale, 100": slow,
  "lm, Osborne 1, 0.1": slow,
  "lm, Osborne 1, -1": slow,
  "lm, Gulf research and development, 0.1": slow,
  "lm, Meyer, -1": "no step lowers the sum, however short",
  "lm, Box three-dimensional, 100": "no step lowers the sum, however short",
  "lm, Chebyquad, n = 8, 10": polynomial,
  "lm, Chebyquad, n = 8, 100": polynomial,
  "lm, Chebyquad, n = 8, -1": polynomial,
  "lm, Chebyquad, n = 10, 10": polynomial,
  "lm, Chebyquad, n = 10, 100": polynomial,
  "lm, Chebyquad, n = 10, -1": polynomial,
};

/** The multiples of a start: all, or what is quick and what once ended on its way down. */
function multiplesOf(name: string): readonly number[] {
  if (process.env["WENGERT_MGH"] !== undefined) return [1, 10, 100, 0.1, -1];
  return [10, -1, ...(name === "Osborne 1" ? [100, 0.1] : name === "Kowalik and Osborne" ? [100] : [])];
}

const methods = (process.env["WENGERT_MGH"] ?? "bfgs").split(" ");

function run(method: string, residual: (x: Tensor) => Tensor, start: Tensor): { success: boolean; value: number } {
  if (method !== "lm")
    return minimize((x: Tensor) => sum(square(residual(x))), start, { method: method as MethodName });
  const { success, value } = leastSquares((x: Tensor) => residual(x), start, { method: method as LeastSquaresMethod });
  return { success, value: 2 * value };
}

describe.each(methods)("%s", (method) => {
  it.each(moreGarbowHillstrom)("$name", { timeout: 120_000 }, ({ name, start, residual }) => {
    for (const k of multiplesOf(name)) {
      const from = tensor(start.map((x) => k * x));
      const { success, value } = run(method, residual, from);
      const isNamed = `${name}, ${k}` in unfinished || `${method}, ${name}, ${k}` in unfinished;
      // What is named for all methods is finished by some.
      if (`${method}, ${name}, ${k}` in unfinished) expect(success, `× ${k}`).toBe(false);
      if (!success) {
        expect(isNamed, `× ${k}`).toBe(true);
        continue;
      }
      const first = sum(square(residual(from))).item();
      const minima = [least[name] ?? 0, ...Object.keys(others[name] ?? {}).map(Number)];
      const distances = minima.map((minimum) => (Math.abs(value - minimum) - 1e-9 * first) / minimum);
      // From ten times its start, Gulf begins at a minimum, whose value is rounding.
      if (value > 1e-30) expect(Math.min(...distances), `× ${k}: ${value}`).toBeLessThan(1e-3);
    }
  });
});
