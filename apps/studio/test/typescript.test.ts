import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { learn, parseExpression, predictorOf, type Series, startsFrom } from "@wengert/gp-app/model";
import { afterEach, describe, expect, test, vi } from "vitest";
import { programFor } from "../src/export/typescript.ts";

const folder = fileURLToPath(new URL("../.cache/programs/", import.meta.url));

/** Forty observations of one or two inputs. */
function seriesOf(inputs: number): Series {
  const x = Array.from({ length: inputs }, (_, k) =>
    Float64Array.from({ length: 40 }, (_, i) => (k === 0 ? i / 4 : (i * 7) % 11)),
  );
  const y = x[0].map(
    (value, i) => Math.sin(value) + 0.3 * value + 0.3 * scattered(i) + (inputs > 1 ? 0.2 * x[1][i] : 0),
  );
  return { name: "made", title: "Made", xLabels: x.map((_, k) => `x${k}`), yLabel: "y", x, y, notes: [] };
}

/** Numbers between −1 and 1 that no smooth function goes through. */
function scattered(i: number): number {
  const value = 43758.5453 * Math.sin(12.9898 * (i + 1));
  return 2 * (value - Math.floor(value)) - 1;
}

/** What a program prints. */
async function run(name: string, program: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}${name}.ts`;
  writeFileSync(file, program);
  const lines: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void lines.push(line));
  await import(/* @vite-ignore */ file);
  return lines;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the exported program finds the likelihood and the forecast that the studio finds", () => {
  test.each([
    ["sums", 1, "auto*rbf(2) + 0.1*rbf(3)*periodic(1, period=2) + auto*noise"],
    ["rough", 1, "auto*matern(2, nu=0.5) + auto*linear + 0.5*constant + fixed(0.01)*noise"],
    ["smooth", 1, "auto*matern(2, nu=2.5) + logNormal(0.01, 0.02, 0.5)*noise"],
    ["between", 1, "auto*matern(2, nu=2) + 0.1*matern(1, nu=1.5) + fixed(0.02)*noise"],
    [
      "believed",
      1,
      "gamma(1, 2, 0.5)*rbf(inverseGamma(2, 3, 4)) + halfNormal(0.3, 1)*periodic(halfCauchy(1, 2), period=2) + uniform(0.05, 0.01, 1)*noise",
    ],
    ["each", 2, "auto*rbf([logNormal(2, 3, 0.5), gamma(3, 2, 1.5)]) + uniform(0.05, 0.01, 1)*noise"],
    ["mixed", 2, "auto*rationalQuadratic([2, 3], 1) + 0.2*matern(4, nu=1.5) + within(0.01, 0.001, 1)*noise"],
  ])("%s", async (name, inputs, expression) => {
    const data = seriesOf(inputs);
    const covariance = startsFrom(parseExpression(expression), data.x, data.y);
    const learnt = await learn(covariance, data, { method: "lbfgs", iterations: 1000, tell: () => {} });
    const { fit } = learnt;
    const lines = await run(name, programFor(covariance, data, 3));
    const [, value] = /([-\d.]+) \(/.exec(lines[0]) ?? [];
    expect(Number(value)).toBeCloseTo(fit.value, 2);
    const last = Math.max(...data.x[0]);
    const places = inputs === 1 ? [Float64Array.of(last + 0.3)] : data.x.map((one) => one.slice(0, 1));
    const [, mean, deviation] = /: ([-\d.e]+) ± ([-\d.e]+)$/.exec(lines[2]) ?? [];
    const expected = predictorOf(learnt.covariance, data)(places);
    expect(Number(mean)).toBeCloseTo(expected.mean[0], 2);
    expect(Number(deviation)).toBeCloseTo(2 * expected.std[0], 2);
  });
});
