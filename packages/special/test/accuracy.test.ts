import { readFileSync } from "node:fs";
import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import * as special from "../src/index.ts";

/*
 * Rows of argument(s) and the nearest double to the exact value, computed with 90 digits (mpmath): over 80 points per function
 * over its whole range, near 0, in both tails, next to its zeros and to the borders between methods. Twenty of them are
 * the worst of a thousand.
 */
const reference = JSON.parse(readFileSync(new URL("./fixtures/accuracy.json", import.meta.url), "utf8")) as Record<
  string,
  number[]
>;
const functions = special as unknown as Record<string, (...xs: Value[]) => Tensor>;

/** What the docstrings promise: a relative error, and an absolute one where there are zeros off the origin. */
const promised: Record<string, readonly [relative: number, absolute: number]> = {
  besselI0: [2e-15, 0],
  besselI0e: [2e-15, 0],
  besselI1: [2e-15, 0],
  besselI1e: [2e-15, 0],
  besselJ0: [2e-15, 1e-15],
  besselJ1: [2e-15, 1e-15],
  besselK0: [3e-15, 0],
  besselK1: [3e-15, 0],
  digamma: [2e-15, 2e-15],
  erf: [3e-16, 0],
  erfInv: [1e-15, 0],
  erfc: [5e-16, 0],
  erfcx: [1e-15, 0],
  gamma: [2e-15, 0],
  lgamma: [2e-15, 1e-15],
  logBeta: [1e-14, 0],
  logNormalCdf: [2e-15, 0],
  normalCdf: [2e-15, 0],
  normalCdfInverse: [1e-15, 0],
  trigamma: [2e-15, 0],
};

/** Of several arguments, tested in packages/tests/test/special/realorder.test.ts and covariances.test.ts. */
const SEVERAL = new Set(["besselK", "matern", "periodic", "rationalQuadratic"]);
const names = Object.keys(special).filter((name) => !SEVERAL.has(name));

describe("accuracy", () => {
  test.each(names)("%s", (name) => {
    const args = name === "logBeta" ? 2 : 1;
    const values = reference[name];
    expect(values.length).toBeGreaterThan(80 * (args + 1));
    const [relative, absolute] = promised[name];
    for (let i = 0; i < values.length; i += args + 1) {
      const xs = values.slice(i, i + args);
      const exact = values[i + args];
      const error = Math.abs(functions[name](...xs).item() - exact);
      // lgamma and digamma are within the relative error to the right, zeros included.
      const floor = name.endsWith("gamma") && xs[0] > 0 ? 0 : absolute;
      expect(error, `${name}(${xs})`).toBeLessThanOrEqual(relative * Math.abs(exact) + floor);
    }
  });

  test("far out", () => {
    const { erfcx, gamma, logBeta, logNormalCdf, normalCdfInverse } = special;
    expect(logNormalCdf(-1e10).item()).toBe(-5e19);
    expect(logNormalCdf(-1e200).item()).toBe(Number.NEGATIVE_INFINITY);
    expect(erfcx(50).item() / 0.011281536265323773).toBeCloseTo(1, 14);
    expect(erfcx(1e300).item() / 5.641895835477563e-301).toBeCloseTo(1, 14);
    expect(normalCdfInverse(5e-324).item() / -38.467405617144344).toBeCloseTo(1, 14);
    expect(gamma(171.62).item() / 1.7576826789978127e308).toBeCloseTo(1, 14);
    expect(gamma(-171.5).item() / 1.9316265431712e-310).toBeCloseTo(1, 12);
    expect(logBeta(1e-320, 1).item() / 736.827240890974).toBeCloseTo(1, 12);
    expect(special.besselK0(1e-300).item() / 690.891459413872).toBeCloseTo(1, 12);
  });
});

describe("at the edges", () => {
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  const rows: readonly (readonly [name: string, x: number, y: number])[] = [
    ["erf", inf, 1],
    ["erf", -inf, -1],
    ["erfc", inf, 0],
    ["erfc", -inf, 2],
    ["erfcx", inf, 0],
    ["erfcx", -27, inf],
    ["erfcx", -30, inf],
    ["erfcx", -inf, inf],
    ["erfc", 30, 0],
    ["erf", 0, 0],
    ["erf", 5e-324, 5e-324],
    ["erfInv", 1, inf],
    ["erfInv", -1, -inf],
    ["erfInv", 1.5, nan],
    ["normalCdf", -inf, 0],
    ["normalCdf", inf, 1],
    ["logNormalCdf", inf, 0],
    ["logNormalCdf", -inf, -inf],
    ["normalCdfInverse", 0, -inf],
    ["normalCdfInverse", 1, inf],
    ["normalCdfInverse", 0.5, 0],
    ["normalCdfInverse", -0.5, nan],
    ["normalCdfInverse", 1.5, nan],
    ["gamma", 0, inf],
    ["gamma", -0, -inf],
    ["gamma", -3, nan],
    ["gamma", 171.625, inf],
    ["gamma", inf, inf],
    ["gamma", -inf, nan],
    ["gamma", 1e-310, inf],
    ["gamma", -190.5, 0],
    ["lgamma", 0, inf],
    ["lgamma", -3, inf],
    ["lgamma", inf, inf],
    ["lgamma", -inf, inf],
    ["digamma", 0, -inf],
    ["digamma", -0, inf],
    ["digamma", -2, nan],
    ["digamma", -inf, nan],
    ["digamma", inf, inf],
    ["trigamma", 0, inf],
    ["trigamma", -2, inf],
    ["trigamma", -0, inf],
    ["trigamma", inf, 0],
    ["trigamma", -inf, nan],
    ["besselJ0", inf, 0],
    ["besselJ1", -inf, 0],
    ["besselI0", -inf, inf],
    ["besselI0", 720, inf],
    ["besselI1", -inf, -inf],
    ["besselI1", 0, 0],
    ["besselI1e", 0, 0],
    ["besselI0e", inf, 0],
    ["besselI1e", -inf, 0],
    ["besselK0", 0, inf],
    ["besselK0", inf, 0],
    ["besselK0", -1, nan],
    ["besselK1", 0, inf],
    ["besselK1", inf, 0],
    ["besselK1", -1, nan],
  ];
  test.each(rows)("%s(%d) is %d", (name, x, y) => {
    expect(functions[name](x).item() + 0).toBe(y);
  });

  test.each(names.filter((name) => name !== "logBeta"))("%s of NaN", (name) => {
    expect(functions[name](nan).item()).toBeNaN();
  });

  test("logBeta", () => {
    expect(special.logBeta(0, 1).item()).toBe(inf);
    expect(special.logBeta(0, 0).item()).toBe(inf);
    expect(special.logBeta(inf, 1).item()).toBe(-inf);
    expect(special.logBeta(2, inf).item()).toBe(-inf);
    expect(special.logBeta(1, 1).item() + 0).toBe(0);
    expect(special.logBeta(-1, 2).item()).toBeNaN();
    expect(special.logBeta(nan, 2).item()).toBeNaN();
    expect(special.logBeta(1e-310, nan).item()).toBeNaN();
  });
});
