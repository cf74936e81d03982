import { parseExpression, startsAround, startsFrom, valuesIn, withValues } from "@wengert/gp-app/model";
import { describe, expect, test } from "vitest";
import type { MinimizeState } from "wengert";
import { partsAnswer, posteriorAnswer, samplesAnswer } from "../src/worker/answers.ts";
import { checkAnswer } from "../src/worker/check.ts";
import { learn } from "../src/worker/learner.ts";
import type { Iteration, Method, Start, Task } from "../src/worker/protocol.ts";
import { residualsAnswer } from "../src/worker/residuals.ts";
import { surfaceAnswers } from "../src/worker/surface.ts";
import { tapeAnswer } from "../src/worker/tape.ts";

const x = Float64Array.from({ length: 40 }, (_, i) => 1000 + 5 * i);
const y = Float64Array.from(x, (value, i) => 300 + 20 * Math.sin(value / 30) + 3 * Math.sin(12.9898 * i * i));

function taskOf(text: string, places = x, values = y): Task {
  return { x: [places], y: values, covariance: startsFrom(parseExpression(text), [places], values) };
}

const task = taskOf("400*rbf(30) + 9*matern(8, nu=1.5) + within(4, 0.1, 100)*noise");
const method: Method = { name: "lbfgs", iterations: 100, starts: 1, seed: 1 };

const whole: Start = { start: 0, state: undefined, most: undefined };

describe("learning", () => {
  test.each([
    [0, "400*rbf(30) + 9*matern(8, nu=1.5) + within(4, 0.1, 100)*noise"],
    [2, "400*rbf(30) + 9*matern(8, nu=1.5) + within(4, 0.1, 100)*noise"],
    [
      1,
      "400*rationalQuadratic(30, 1)*periodic(1, period=200) + linear*matern(gamma(9, 3, 2), nu=2.5) + constant + 4*noise",
    ],
  ])("start %i, interrupted after any iteration and continued from saved JSON, is the same fit: %s", (start, text) => {
    const own = taskOf(text);
    const all: Iteration[] = [];
    // As a whole it is compiled, and in parts it is not.
    const end = learn(own, method, { ...whole, start }, (entry) => void all.push(entry));
    const parts: Iteration[] = [];
    let state: MinimizeState | undefined;
    let last: ReturnType<typeof learn>;
    do {
      last = learn(own, method, { start, state, most: 3 }, (entry, next) => {
        parts.push(entry);
        state = JSON.parse(JSON.stringify(next)) as MinimizeState;
      });
    } while (last === undefined);
    expect(parts).toEqual(all);
    expect(last).toEqual(end);
  });

  test("a start from which nothing can be computed says so, compiled or not", () => {
    const twice = Float64Array.of(0, 0, 1, 1);
    const singular = taskOf("rbf(1)", twice, Float64Array.of(1, 2, 3, 4));
    for (const most of [undefined, 1]) {
      expect(() => learn(singular, method, { ...whole, most }, () => {})).toThrowError(
        expect.objectContaining({ name: "NotPositiveDefiniteError" }),
      );
    }
  });

  test("other starts begin elsewhere, where the terminal's begin, and the seed determines them", () => {
    const first = (start: number, seed: number): readonly number[] => {
      const entries: Iteration[] = [];
      const slow: Method = { ...method, seed, name: "adam" };
      learn(task, slow, { ...whole, start, most: 1 }, (entry) => void entries.push(entry));
      return entries[0].values;
    };
    expect(first(1, 1)).toEqual(first(1, 1));
    expect(first(1, 1)).not.toEqual(first(1, 2));
    expect(first(1, 1)).not.toEqual(first(2, 1));
    const others = startsAround(task.covariance, 3, 1).map(valuesIn);
    // One step of Adam moves a logarithm by at most 0.05.
    for (const [i, value] of first(2, 1).entries()) expect(Math.abs(Math.log(value / others[2][i]))).toBeLessThan(0.3);
  });

  test("what is fixed stays, and what is bounded stays within", () => {
    const end = learn(taskOf("fixed(400)*rbf(within(30, 25, 35)) + 4*noise"), method, whole, () => {});
    expect(end?.values[0]).toBeCloseTo(400, 9);
    expect(end?.values[1]).toBeGreaterThanOrEqual(25);
    expect(end?.values[1]).toBeLessThanOrEqual(35);
  });
});

test.each([
  "logNormal(400, 500, 0.5)*rbf(gamma(30, 3, 10)) + halfCauchy(4, 5)*noise",
  "uniform(300, 9, 900)*rbf(30) + noise",
])("with priors, curve, gradient check, tape and fit are about the same objective: %s", (text) => {
  const believed = taskOf(text);
  const entries: Iteration[] = [];
  learn(believed, method, { ...whole, most: 1 }, (entry) => void entries.push(entry));
  const covariance = withValues(believed.covariance, entries[0].values);
  const { objective } = posteriorAnswer({ ...believed, covariance, places: [x] });
  expect(entries[0].value / objective).toBeCloseTo(1, 12);
  for (const { reverse, forward, differences, tolerance } of checkAnswer(believed).rows) {
    expect(forward / reverse).toBeCloseTo(1, 9);
    expect(Math.abs(differences - reverse)).toBeLessThanOrEqual(tolerance);
  }
  expect(tapeAnswer(believed).lines.map(({ op }) => op)).toContain("log");
});

test("the parts add up to the curve less the mean, and so do their prior variances", () => {
  const places = [Float64Array.of(1003, 1111, 1250)];
  const { parts } = partsAnswer({ ...task, places });
  const { mean } = posteriorAnswer({ ...task, places });
  const average = y.reduce((a, b) => a + b) / y.length;
  for (const [i, value] of mean.entries()) {
    expect(parts.reduce((total, part) => total + part.mean[i], average)).toBeCloseTo(value, 8);
  }
  expect(parts.map(({ name }) => name)).toEqual(["rbf", "matern", "noise"]);
});

test("residuals are those of leaving out one observation after the other", () => {
  // A level that is free makes the mean of the data, which moves when one is left out, irrelevant.
  const free = taskOf("400*rbf(30) + 9*matern(8, nu=1.5) + 4*noise + 1e7*constant");
  const { raw, standardized, quantiles } = residualsAnswer(free);
  for (const left of [0, 7, 39]) {
    const others = (values: Float64Array): Float64Array => values.filter((_, i) => i !== left);
    const rest = { ...free, x: [others(x)], y: others(y), places: [Float64Array.of(x[left])] };
    const { mean, std } = posteriorAnswer(rest);
    expect(raw[left]).toBeCloseTo(y[left] - mean[0], 3);
    expect(raw[left] / standardized[left]).toBeCloseTo(std[0], 3);
  }
  expect(quantiles[0]).toBeCloseTo(-quantiles[quantiles.length - 1], 12);
  expect(quantiles[19] + quantiles[20]).toBeCloseTo(0, 12);
});

test("draws have the deviation of the covariance, and follow it continuously", () => {
  const ask = { places: [x], seed: 3, count: 400 };
  const at = (variance: number) => samplesAnswer({ ...ask, covariance: taskOf(`${variance}*rbf(20)`).covariance });
  const { draws, std } = at(9);
  expect(std[0]).toBeCloseTo(3, 6);
  const mean = draws.reduce((total, draw) => total + draw[5] ** 2, 0) / draws.length;
  expect(mean).toBeGreaterThan(7);
  expect(mean).toBeLessThan(11);
  const close = at(9.0001).draws[0];
  expect(Math.max(...close.map((value, i) => Math.abs(value - draws[0][i])))).toBeLessThan(1e-3);
});

describe("a look into the objective", () => {
  test("reverse mode, forward mode and differences agree", () => {
    const { rows } = checkAnswer(
      taskOf("400*rbf(30) + logNormal(9, 5, 1)*matern(fixed(8), nu=1.5) + within(4, 0.1, 100)*noise"),
    );
    expect(rows.map(({ parameter }) => parameter)).toEqual([0, 1, 2, 4]);
    for (const { reverse, forward, differences } of rows) {
      expect(forward).toBeCloseTo(reverse, 8);
      expect(differences).toBeCloseTo(reverse, 4);
    }
  });

  test("the tape has every operation, with shapes, inputs and times", () => {
    const { lines, value, valueAndGradient } = tapeAnswer(task);
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.some(({ op }) => op === "exp")).toBe(true);
    expect(lines.at(-1)?.shape).toBe("scalar");
    for (const [i, { inputs, forward, bytes }] of lines.entries()) {
      expect(inputs.every((input) => input < i)).toBe(true);
      expect(forward).toBeGreaterThanOrEqual(0);
      expect(bytes).toBeGreaterThan(0);
    }
    const used = new Set(
      lines.flatMap(({ inputs }) => inputs.filter((input) => input < -1).map((input) => -2 - input)),
    );
    expect([...used].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(value).toBeGreaterThan(0);
    expect(valueAndGradient).toBeGreaterThan(0);
  });

  test("a surface has the likelihood at its places, and arrows that point downhill", () => {
    const ranges = { first: 0, second: 1, firstRange: [100, 1600], secondRange: [10, 90] } as const;
    const answers = [...surfaceAnswers({ ...task, ...ranges })].filter((one) => one !== undefined);
    const last = answers.at(-1);
    if (last === undefined) throw new Error("there is no surface");
    expect([last.first.length, last.values.length, last.arrows.length]).toEqual([25, 625, 49]);
    // The middle of both ranges is where the task's parameters are.
    const { objective } = posteriorAnswer({ ...task, places: [x] });
    expect(last.values[12 * 25 + 12]).toBeCloseTo(objective, 6);
    const arrow = last.arrows.find(({ second }) => second < 15);
    expect(arrow?.alongSecond).toBeGreaterThan(0);
  });
});
