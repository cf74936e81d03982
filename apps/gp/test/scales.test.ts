import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseExpression } from "../src/covariance/expression.ts";
import { kernelOf, startOf } from "../src/covariance/model.ts";
import { startsFrom } from "../src/covariance/starts.ts";
import { inUnits } from "../src/covariance/units.ts";
import { Pairs } from "../src/process/pairs.ts";
import { decimalsFor } from "../src/show/decimals.ts";
import { argumentsFor, run, tableOf } from "./run.ts";

const signal = (t: number): number => Math.sin(2 * t) + 0.1 * Math.cos(37 * t);
const places = Array.from({ length: 40 }, (_, i) => i / 8);

interface Found {
  readonly start: number;
  readonly value: number;
  readonly parameters: Readonly<Record<string, number>>;
  readonly forecast: readonly { readonly x: number; readonly mean: number; readonly std: number }[];
}

async function foundFor(x: (t: number) => number | string, yUnit: number, ...more: string[]): Promise<Found> {
  const [args] = argumentsFor(tableOf(places.map((t) => [x(t), signal(t) * yUnit])), "--json", ...more);
  const { code, stdout, stderr } = await run(...args);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("warning")]);
  return JSON.parse(stdout);
}

describe("the result does not depend on what data are counted in", () => {
  const covariances = [
    "auto*rbf + auto*noise",
    "auto*matern(nu=2.5) + auto*noise",
    "auto*rationalQuadratic + auto*noise",
  ];
  for (const covariance of covariances) {
    test.each([
      [1e9, 1],
      [1e-9, 1],
      [1, 1e15],
      [1, 1e-15],
      [1e12, 1e9],
      [1e-9, 1e-9],
    ])(`${covariance}, x in units of %d, y of %d`, async (xUnit, yUnit) => {
      const plain = await foundFor((t) => t, 1, "--covariance", covariance);
      const found = await foundFor((t) => t * xUnit, yUnit, "--covariance", covariance);
      const close = (a: number, b: number, digits: number): void => expect(a / b).toBeCloseTo(1, digits);
      expect(found.start - places.length * Math.log(yUnit)).toBeCloseTo(plain.start, 6);
      expect(found.value - places.length * Math.log(yUnit)).toBeCloseTo(plain.value, 4);
      for (const [path, value] of Object.entries(plain.parameters)) {
        const unit = path.endsWith("length") ? xUnit : path.endsWith("variance") ? yUnit ** 2 : 1;
        // A flat direction of the likelihood is known less well.
        if (!path.endsWith("alpha")) close(found.parameters[path] / unit, value, 2);
      }
      for (const [i, { x, mean, std }] of plain.forecast.entries()) {
        close(found.forecast[i].x / xUnit, x, 12);
        expect(found.forecast[i].mean / yUnit).toBeCloseTo(mean, 3);
        close(found.forecast[i].std / yUnit, std, 2);
      }
    });
  }

  test("Unix milliseconds fit as well as years", async () => {
    const year = 365.25 * 86_400_000;
    const plain = await foundFor((t) => t, 1);
    const found = await foundFor((t) => 1.6e12 + t * year, 1);
    expect(found.value).toBeCloseTo(plain.value, 4);
    expect(found.parameters["signal.length"] / year / plain.parameters["signal.length"]).toBeCloseTo(1, 3);
  });

  test("dates do as well, and the forecast has dates", async () => {
    const plain = await foundFor((t) => t, 1, "--horizon", "1");
    const day = (t: number): string => new Date(t * 8 * 86_400_000).toISOString().slice(0, 10);
    const found = await foundFor(day, 1, "--horizon", "8");
    expect(found.value).toBeCloseTo(plain.value, 4);
    expect(found.parameters["signal.length"] / plain.parameters["signal.length"]).toBeCloseTo(8, 2);
    expect(found.forecast.at(-1)).toMatchObject({ x: "1970-02-17" });
    expect(found.forecast[0].x).toBe("1970-02-09T01:36:00Z");
  });
});

test("units move into variances where there are some, and into a constant where there are none", () => {
  const x = [Float64Array.of(0, 1, 3)];
  const y = Float64Array.of(1, 2, 4);
  for (const text of [
    "3*rbf(2)",
    "rbf(2)",
    "2*(rbf(2) + 3*noise)",
    "rbf(2)*periodic(0.5, 7) + noise",
    "rbf(2)*(noise + 3*matern(4, 0.5))",
    "5*rationalQuadratic(3, 2) + rbf(1)",
  ]) {
    const covariance = startsFrom(parseExpression(text), x, y);
    const scaled = inUnits(covariance, { x: 4, y: 8 });
    const outside = kernelOf(covariance)(startOf(covariance), Pairs.within(x));
    const inside = kernelOf(scaled)(startOf(scaled), Pairs.within([x[0].map((value) => value / 4)]));
    // Powers of two round nothing.
    expect([...inside.data].map((value) => value * 64)).toEqual([...outside.data]);
  }
});

test("starts come from the data", () => {
  const starts = (text: string, ...x: Float64Array[]): unknown =>
    startOf(startsFrom(parseExpression(text), x, Float64Array.of(10, 30, 10, 30)));
  const x = Float64Array.of(0, 5, 10, 20);
  expect(starts("auto*rbf + auto*noise + 3*rbf(auto)", x)).toEqual({
    rbf: { variance: 100, length: 2 },
    noise: { variance: 10 },
    rbf2: { variance: 3, length: 2 },
  });
  expect(starts("auto*rbf(7)*periodic(period=3)", x)).toEqual({
    variance: 100,
    rbf: { length: 7 },
    periodic: { length: 1 },
  });
  const b = Float64Array.of(1, 1, 3, 3);
  expect(starts("auto*rbf([auto, auto]) + 2*rbf([4, 5])", b, b)).toEqual({
    rbf: { variance: 100, length: [1, 1] },
    rbf2: { variance: 2, length: [4, 5] },
  });
  expect(() => starts("rbf([1, 2])", x)).toThrow("rbf: length lists 2 numbers for 1 inputs");
});

test("a parameter that never moves is a warning", async () => {
  const [args] = argumentsFor(
    tableOf(places.map((t) => [t, signal(t)])),
    "--covariance",
    "auto*rbf + 1*rbf(1e9) + auto*noise",
  );
  const { code, stderr } = await run(...args);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: rbf2\.length never moved from 1000000000: the likelihood does not depend on it/m);
});

test("tables show significant digits", async () => {
  expect([0.25, 10].map(decimalsFor(0.1, [10], 2))).toEqual(["0.25", "10.00"]);
  expect([1.6e12, 1.7e12].map(decimalsFor(1e9, [1.7e12], 2))).toEqual(["1600000000000", "1700000000000"]);
  expect([1.2341e-9, 2e-9].map(decimalsFor(1e-11, [2e-9], 2))).toEqual(["1.234e-9", "2.000e-9"]);
  expect([1.2345e20].map(decimalsFor(1e17, [1e20], 3))).toEqual(["1.23450e+20"]);
  expect([0, 3].map(decimalsFor(0, [0, 3], 3))).toEqual(["0.00000000000000", "3.00000000000000"]);

  const [args, out] = argumentsFor(tableOf(places.map((t) => [t * 1e-9, signal(t) * 1e-9])));
  const { stdout } = await run(...args);
  const rows = stdout.split("\n").filter((line) => line.includes("±"));
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(row).toMatch(/^\d\.\d+e-9 +-?\d\.\d{2,}e-\d+ +± \d\.\d{2,}e-\d+$/);
  const svg = readFileSync(join(out, "table.svg"), "utf8");
  expect(svg).toMatch(/>2e-9</);
  expect(svg).not.toContain("NaN");
});
