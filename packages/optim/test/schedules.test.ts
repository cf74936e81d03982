import { ArgumentError } from "@wengert/array";
import { describe, expect, it } from "vitest";
import {
  adam,
  constant,
  cosineDecay,
  exponentialDecay,
  linear,
  oneCycle,
  piecewise,
  reduceOnPlateau,
  type Schedule,
  stepDecay,
  warmupCosine,
} from "../src/index.ts";

/** Rates at steps, by hand. */
const table: [name: string, schedule: Schedule, rates: Record<number, number>][] = [
  ["constant", constant(0.3), { 0: 0.3, 1000: 0.3 }],
  ["stepDecay", stepDecay(1, 30), { 0: 1, 29: 1, 30: 0.1, 89: 0.01 }],
  ["exponentialDecay", exponentialDecay(2, 0.9), { 0: 2, 1: 1.8, 3: 1.458 }],
  ["cosineDecay", cosineDecay(1, 8, 0.2), { 0: 1, 2: 0.6 + 0.4 * Math.SQRT1_2, 4: 0.6, 8: 0.2, 20: 0.2 }],
  ["linear", linear(0.1, 1, 9), { 0: 0.1, 1: 0.2, 9: 1, 12: 1 }],
  ["piecewise", piecewise([3, 2, 1], [5, 6]), { 4: 3, 5: 2, 6: 1, 600: 1 }],
  [
    "warmupCosine",
    warmupCosine(4, { warmup: 4, steps: 12, start: 2, end: 1 }),
    { 0: 2, 3: 3.5, 4: 4, 8: 2.5, 12: 1, 99: 1 },
  ],
  ["warmupCosine without warmup", warmupCosine(4, { warmup: 0, steps: 10 }), { 0: 4, 5: 2, 10: 0 }],
  // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=11): up in steps 0 … 2.3, down until step 10.
  [
    "oneCycle",
    oneCycle(1, { steps: 11 }),
    {
      0: 0.04,
      1: 1 - 0.48 * (1 + Math.cos(Math.PI / 2.3)),
      3: 4e-6 + 0.499998 * (1 + Math.cos((Math.PI * 0.7) / 7.7)),
      10: 4e-6,
      50: 4e-6,
    },
  ],
];

describe("schedules", () => {
  it.each(table)("%s", (_, schedule, rates) => {
    for (const [step, rate] of Object.entries(rates)) expect(schedule(Number(step))).toBeCloseTo(rate, 13);
  });

  it("refuse what makes no sense", () => {
    expect(() => cosineDecay(1, 0)).toThrowError(ArgumentError);
    expect(() => linear(1, 0, Number.NaN)).toThrowError(ArgumentError);
    expect(() => stepDecay(1, -1)).toThrowError(ArgumentError);
    expect(() => oneCycle(1, { steps: 0 })).toThrowError(ArgumentError);
    expect(() => warmupCosine(1, { warmup: 10, steps: 10 })).toThrowError(/shorter/);
    expect(() => piecewise([1, 2], [])).toThrowError(/one rate more/);
    expect(() => piecewise([1, 2, 3], [4, 4])).toThrowError(ArgumentError);
    expect(() => piecewise([1, "2" as never], [4])).toThrowError(/rates\[1\]/);
    for (const [, schedule] of table) expect(() => schedule("3" as never)).toThrowError(ArgumentError);
    const odd = adam((() => "0.1") as never);
    expect(() => odd.update({ a: 1 }, odd.init({ a: 0 }))).toThrowError(/the rate of step 0/);
    const broken = adam(() => Number.NaN);
    expect(() => broken.update({ a: 1 }, broken.init({ a: 0 }))).toThrowError(
      /the rate of step 0 must be finite, not NaN/,
    );
  });

  it("drive an optimizer", () => {
    const optimizer = adam(piecewise([0.1, 0.01], [1]));
    const [first, state] = optimizer.update({ a: 1 }, optimizer.init({ a: 0 }));
    const [second] = optimizer.update({ a: 1 }, state);
    expect(first.a).toBeCloseTo(-0.1, 8);
    expect(second.a).toBeCloseTo(-0.01, 8);
  });
});

describe("reduceOnPlateau", () => {
  it("lowers the rate after too many values without improvement, and rests", () => {
    const rate = reduceOnPlateau(1, { factor: 0.5, patience: 2, cooldown: 1, min: 0.2 });
    const rates = [5, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4].map((value) => {
      rate.observe(value);
      return rate(0);
    });
    expect(rates).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.2]);
  });

  it("counts an improvement only beyond the threshold, on either side of zero", () => {
    for (const best of [10, -10]) {
      const rate = reduceOnPlateau(1, { patience: 0, threshold: 0.1, factor: 0.5 });
      for (const value of [best, best - 0.5]) rate.observe(value);
      expect(rate(0)).toBe(0.5);
      rate.observe(best - 1.5);
      expect(rate(0)).toBe(0.5);
    }
  });

  it("has a state that can be saved", () => {
    const [whole, begun, resumed] = [1, 2, 3].map(() => reduceOnPlateau(1, { patience: 1 }));
    const values = [3, 3, 3, 2, 2, 2];
    for (const value of values) whole.observe(value);
    for (const value of values.slice(0, 2)) begun.observe(value);
    resumed.state = JSON.parse(JSON.stringify(begun.state));
    for (const value of values.slice(2)) resumed.observe(value);
    expect(resumed.state).toEqual(whole.state);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "recovers from a first value of %d",
    (first) => {
      const rate = reduceOnPlateau(1, { patience: 1, factor: 0.5 });
      for (const value of [first, 3, 2, 1, 1]) rate.observe(value);
      expect(rate.state).toMatchObject({ best: 1, rate: 1 });
      expect(JSON.parse(JSON.stringify(rate.state))).toEqual(rate.state);
      rate.observe(Number.NaN);
      expect(rate(0)).toBe(0.5);
      expect(JSON.parse(JSON.stringify(rate.state))).toEqual(rate.state);
    },
  );

  it("raises no rate that is below its minimum", () => {
    const rate = reduceOnPlateau(0.01, { patience: 0, min: 0.1 });
    for (const value of [1, 1, 1]) rate.observe(value);
    expect(rate(0)).toBe(0.01);
  });

  it("refuses a state and values of something else", () => {
    const rate = reduceOnPlateau(0.1);
    for (const state of [null, 5, {}, { rate: 0.1, best: Number.NaN, bad: 0, rest: 0 }]) {
      expect(() => {
        rate.state = state as never;
      }).toThrowError(ArgumentError);
    }
    expect(() => rate.observe("3" as never)).toThrowError(ArgumentError);
  });
});
