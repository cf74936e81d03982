import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const folder = join(import.meta.dirname, "../src");
const programs = readdirSync(folder).filter((file) => file.endsWith(".ts"));

/** What a program has printed. */
let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => void printed.push(parts.map(String).join(" ")));
});
afterEach(() => void vi.restoreAllMocks());

/** Relative: within so many percent. */
const near = (found: number, expected: number, percent: number): void =>
  expect(Math.abs(found / expected - 1) * 100, `${found} instead of ${expected}`).toBeLessThan(percent);

describe("each program", () => {
  test("there are ten, and the README lists them", () => {
    expect(programs).toHaveLength(10);
    const readme = readFileSync(join(folder, "../README.md"), "utf8");
    const listed = Array.from(readme.matchAll(/\]\(src\/([a-z]+\.ts)\)/g), ([, file]) => file);
    expect(listed.sort()).toEqual(programs.sort());
  });

  test.each(programs)("%s is short, keeps its types, and uses public exports alone", (file) => {
    const text = readFileSync(join(folder, file), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThan(60);
    expect(text).not.toMatch(/\bany\b(?! of)|as never|as unknown|@ts-/);
    const imports = Array.from(text.matchAll(/from "([^"]+)"/g), ([, name]) => name);
    expect(["wengert", "@wengert/special"]).toEqual(expect.arrayContaining(imports));
    expect(text.startsWith("/**\n * ")).toBe(true);
  });
});

test("curvefit finds what R's nls finds", async () => {
  const { fit } = await import("../src/curvefit.ts");
  near(fit.params.v, 212.7, 0.1);
  near(fit.params.k, 0.06412, 0.1);
  near(fit.standardErrors.v, 6.947, 0.1);
  near(fit.standardErrors.k, 0.008281, 0.1);
  expect(printed.at(-1)).toBe("rate at 2: 206.1, between 192.4 and 219.7");
});

test("adjoint has the value, gradient and second derivative of the composed operations", async () => {
  const { value, gradient, curvature } = await import("../src/adjoint.ts");
  expect(value).toBeCloseTo(4.0899043891933619938, 13);
  expect(gradient.v).toBeCloseTo(0.971421590232911374, 13);
  expect(gradient.length).toBeCloseTo(0.673259412575610024, 13);
  expect(gradient.noise).toBeCloseTo(-0.0339195767645261067, 13);
  expect(curvature).toBeCloseTo(1.20160447894533, 12);
});

test("gptags knows a sine between its observations, and little beyond them", async () => {
  const { success, mean, variance } = await import("../src/gptags.ts");
  expect(success).toBe(true);
  for (const [i, x] of [1.6, 3.1].entries()) expect(Math.abs(mean.data[i] - Math.sin(x))).toBeLessThan(0.15);
  const [a, b, beyond] = variance.data;
  expect(Math.max(a, b) * 50).toBeLessThan(beyond);
  expect(printed.at(-1)).toMatch(/^at 9: /);
});

test("logistic is at the minimum, and is less sure than its best weights", async () => {
  const { best, posterior, plugIn, averaged, colderIsWorse } = await import("../src/logistic.ts");
  // Without a prior the slope is 2.322 for 10 °F and the intercept 15.043 − 65·0.2322; the prior draws both a little to 0.
  expect(best.slope).toBeGreaterThan(2.1);
  expect(best.slope).toBeLessThan(2.322);
  expect(Math.abs(best.intercept - (15.043 - 65 * 0.2322))).toBeLessThan(0.05);
  expect(posterior.decrement).toBeLessThan(1e-8);
  expect(plugIn).toBeGreaterThan(0.998);
  expect(averaged).toBeGreaterThan(0.9);
  expect(averaged).toBeLessThan(0.97);
  expect(colderIsWorse).toBeGreaterThan(0.97);
});

test("mixture finds the parts that the sample was drawn from", async () => {
  const { model, success } = await import("../src/mixture.ts");
  expect(success).toBe(true);
  const [shares, means, deviations] = [model.shares, model.means, model.deviations].map(({ value }) => value.data);
  for (const [k, share] of [0.3, 0.5, 0.2].entries()) expect(Math.abs(shares[k] - share)).toBeLessThan(0.03);
  for (const [k, mean] of [-2, 1, 5].entries()) expect(Math.abs(means[k] - mean)).toBeLessThan(0.15);
  for (const [k, deviation] of [0.5, 1, 0.3].entries()) near(deviations[k], deviation, 10);
});

test("kalman finds the variances of Durbin and Koopman", async () => {
  const { model, logLikelihood, levels } = await import("../src/kalman.ts");
  near(model.noise.value, 15099, 0.1);
  near(model.wandering.value, 1469.1, 0.2);
  expect(logLikelihood).toBeCloseTo(-632.54, 1);
  near(levels.at(-1) ?? 0, 798.4, 0.1);
});

test("network tells the spirals apart", async () => {
  const { fit, accuracy } = await import("../src/network.ts");
  expect(fit.success).toBe(true);
  expect(accuracy).toBeGreaterThan(0.95);
});

test("ode finds rates like those of the case study", async () => {
  const { rates, first, fit } = await import("../src/ode.ts");
  expect(fit.success).toBe(true);
  near(rates.alpha.value, 0.55, 4);
  near(rates.beta.value, 0.028, 6);
  near(rates.gamma.value, 0.8, 4);
  near(rates.delta.value, 0.024, 6);
  near(first.value.data[0], 33.96, 8);
});

test("portfolio keeps to its limits, and its multipliers are the slope of the frontier", async () => {
  const { frontier, portfolioFor } = await import("../src/portfolio.ts");
  for (const { shares } of frontier) {
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
    for (const share of shares) {
      expect(share).toBeGreaterThan(-1e-9);
      expect(share).toBeLessThan(0.5 + 1e-9);
    }
  }
  const slope = (portfolioFor(0.0601).deviation ** 2 - portfolioFor(0.0599).deviation ** 2) / 2e-4;
  near(frontier[2].limits[1].multiplier.item(), slope, 0.1);
});

test("deblur removes two thirds of the error", async () => {
  const { before, after } = await import("../src/deblur.ts");
  expect(after).toBeLessThan(before / 3);
  expect(printed).toHaveLength(17);
});
