/* What compares the results of tests sees the elements of a Tensor. */
import { deepStrictEqual } from "node:assert/strict";
import { tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { expect, test } from "vitest";

test.each([
  ["elements", tensor([1, 2]), tensor([1, 3])],
  ["the last bit", tensor(0.1 + 0.2), tensor(0.3)],
  ["the sign of zero", tensor([0]), tensor([-0])],
  ["several signs", tensor([1, 1, 0, 0]), tensor([-1, -1, -0, -0])],
  ["the order", tensor([1, 2]), tensor([2, 1])],
  ["what is no number", tensor([Number.NaN, 1]), tensor([0, 1])],
  ["numbers that are kept bare", scalar(1), scalar(2)],
  ["shapes", tensor([1, 2]), tensor([[1, 2]])],
])("%s that differ are not equal", (_name, x, y) => {
  expect(x).not.toEqual(y);
  expect([{ x }]).not.toStrictEqual([{ x: y }]);
  expect(() => deepStrictEqual({ x }, { x: y })).toThrowError();
});

test("what is the same is equal, read or not", () => {
  const [x, read] = [scalar(3), scalar(3)];
  expect(read.data[0]).toBe(3);
  expect(x).toEqual(read);
  deepStrictEqual(x, read);
  expect({ y: [tensor([Number.NaN, -0])] }).toStrictEqual({ y: [tensor([Number.NaN, -0])] });
});
