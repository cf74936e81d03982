import fc from "fast-check";
import { expect, test } from "vitest";
import { summarize } from "../src/statistics.ts";

test("quartiles lie between samples, by linear interpolation", () => {
  expect(summarize([4, 1, 3, 2])).toEqual({ min: 1, q1: 1.75, median: 2.5, q3: 3.25, count: 4 });
  expect(summarize([5])).toEqual({ min: 5, q1: 5, median: 5, q3: 5, count: 1 });
});

test("numbers are sorted as numbers, and the samples stay as they were", () => {
  const samples = [10, 9, 100];
  expect(summarize(samples).median).toBe(10);
  expect(samples).toEqual([10, 9, 100]);
});

test("one wild sample does not move the median", () => {
  expect(summarize([1, 1, 1, 1, 1e9]).median).toBe(1);
});

test("min ≤ q1 ≤ median ≤ q3 ≤ max, and half of the samples are on either side", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e3, noNaN: true }), { minLength: 1 }), (samples) => {
      const { min, q1, median, q3, count } = summarize(samples);
      expect([min, q1, median, q3, Math.max(...samples)].every((x, i, all) => i === 0 || all[i - 1] <= x)).toBe(true);
      expect(samples.filter((x) => x <= median).length * 2).toBeGreaterThanOrEqual(count);
      expect(samples.filter((x) => x >= median).length * 2).toBeGreaterThanOrEqual(count);
    }),
  );
});

test("no samples have no median", () => {
  expect(() => summarize([])).toThrow("no samples");
});
