import { expect, test } from "vitest";
import { differenceOf, tolerances } from "../src/agree.ts";

test("the difference is relative to the largest number", () => {
  expect(differenceOf([100, 1], [100, 2])).toBe(0.01);
  expect(differenceOf([-100, 1], [-99, 1])).toBe(0.01);
  expect(differenceOf([0, 0], [0, 0.5])).toBe(0.5);
});

test("a result of another length disagrees, unless it is said to be the beginning", () => {
  expect(differenceOf([1, 2], [1])).toBe(Number.POSITIVE_INFINITY);
  expect(differenceOf([1, 2], [1], 1)).toBe(0);
  expect(differenceOf([1, 2], [1, 2], 1)).toBe(Number.POSITIVE_INFINITY);
});

test("NaN is within no tolerance, whichever side has it", () => {
  for (const difference of [differenceOf([1, Number.NaN], [1, 2]), differenceOf([1, 2, 3], [1, Number.NaN, 3])]) {
    expect(difference <= tolerances.f32).toBe(false);
  }
});
