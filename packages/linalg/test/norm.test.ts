import { ShapeError, type Tensor, tensor, zeros } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { cond, diag, norm, svdvals } from "../src/index.ts";
import { close, fullRank, make } from "./reference.ts";

const lengths: Record<string, (x: readonly number[]) => number> = {
  "2": (x) => Math.hypot(...x),
  "1": (x) => x.reduce((sum, value) => sum + Math.abs(value), 0),
  "3": (x) => x.reduce((sum, value) => sum + Math.abs(value) ** 3, 0) ** (1 / 3),
  "0.5": (x) => x.reduce((sum, value) => sum + Math.sqrt(Math.abs(value)), 0) ** 2,
  "-1": (x) => 1 / x.reduce((sum, value) => sum + 1 / Math.abs(value), 0),
  "0": (x) => x.filter((value) => value !== 0).length,
  Infinity: (x) => Math.max(...x.map(Math.abs)),
  "-Infinity": (x) => Math.min(...x.map(Math.abs)),
};

const entry = (x: Tensor, i: number, j: number, k: number): number => x.data[(i * x.shape[1] + j) * x.shape[2] + k];

describe.each(Object.entries(lengths))("the norm of order %s of vectors", (ord, length) => {
  const x = fullRank([2, 3, 4]);
  const column = (i: number, k: number): number[] => [0, 1, 2].map((j) => entry(x, i, j, k));

  test("along an axis", () => {
    close(
      norm(x, { ord: Number(ord), axis: 1 }),
      make([2, 4], (i, k) => length(column(i, k))),
    );
    close(
      norm(x, { ord: Number(ord), axis: -2, keepDims: true }),
      make([2, 1, 4], (i, _j, k) => length(column(i, k))),
    );
  });

  test("of a vector", () => {
    close(
      norm(tensor(column(0, 0)), { ord: Number(ord) }),
      make([], () => length(column(0, 0))),
    );
  });
});

describe("norms of matrices", () => {
  const a = fullRank([3, 5]);
  const [rows, columns] = [
    [0, 1, 2].map((i) => [0, 1, 2, 3, 4].map((j) => a.data[i * 5 + j])),
    [0, 1, 2, 3, 4].map((j) => [0, 1, 2].map((i) => a.data[i * 5 + j])),
  ];
  const s = [...svdvals(a).data];
  const sums = (lists: readonly number[][]): number[] => lists.map((list) => lengths["1"](list));

  test.each<[number | "fro" | "nuc", number]>([
    ["fro", Math.hypot(...a.data)],
    ["nuc", s.reduce((sum, value) => sum + value, 0)],
    [2, s[0]],
    [-2, s[2]],
    [1, Math.max(...sums(columns))],
    [-1, Math.min(...sums(columns))],
    [Number.POSITIVE_INFINITY, Math.max(...sums(rows))],
    [Number.NEGATIVE_INFINITY, Math.min(...sums(rows))],
  ])("%s", (ord, wanted) => {
    expect(norm(a, { ord }).item()).toBeCloseTo(wanted, 13);
    const stacked = tensor(Float64Array.of(...a.data, ...a.data), [2, 3, 5]);
    close(
      norm(stacked, { ord, axis: [-2, -1], keepDims: true }),
      make([2, 1, 1], () => wanted),
    );
    // The axes are rows and columns, in that order.
    const turned = make([5, 2, 3], (j, _b, i) => a.data[i * 5 + j]);
    close(
      norm(turned, { ord, axis: [2, 0] }),
      make([2], () => wanted),
    );
  });

  test("without axis and order, all elements of whatever shape", () => {
    const x = fullRank([2, 3, 4]);
    expect(norm(x).item()).toBeCloseTo(Math.hypot(...x.data), 13);
    expect(norm(x, { keepDims: true }).shape).toEqual([1, 1, 1]);
    expect(norm(-3).item()).toBe(3);
    expect(norm(zeros([0])).item()).toBe(0);
  });

  test("neither overflows nor underflows", () => {
    expect(norm(tensor([3e200, 4e200])).item()).toBeCloseTo(5e200, -187);
    expect(norm(tensor([3e-200, 4e-200])).item() / 5e-200).toBeCloseTo(1, 13);
    expect(norm(tensor([1, Number.POSITIVE_INFINITY])).item()).toBe(Number.POSITIVE_INFINITY);
    expect(norm(tensor([1, Number.NaN])).item()).toBeNaN();
  });

  test("what does not exist", () => {
    expect(() => norm(fullRank([2, 2, 2]), { ord: 2 })).toThrowError(ShapeError);
    expect(() => norm(a, { ord: 3 })).toThrowError(/^norm: there is no norm of order 3 of a matrix\. Give "fro"/);
    expect(() => norm(tensor([1, 2]), { ord: "nuc" })).toThrowError(/^norm: there is no norm of order nuc of a vector/);
    expect(() => norm(a, { axis: 2 })).toThrowError(/^norm: no axis 2/);
    expect(() => norm(a, { axis: [0, 0] })).toThrowError(/^norm: axis \[0, 0\]: give one axis, or two different ones/);
    expect(() => norm(zeros([0]), { ord: Number.POSITIVE_INFINITY })).toThrowError(ShapeError);
  });
});

describe("cond", () => {
  test("of known matrices", () => {
    expect(cond(diag(tensor([8, 2, 4]))).item()).toBe(4);
    expect(cond(diag(tensor([8, 2, 4])), { ord: -2 }).item()).toBe(0.25);
    expect(cond(diag(tensor([8, 2])), { ord: 1 }).item()).toBe(4);
  });

  test("of a singular matrix", () => {
    expect(cond(zeros([2, 3])).item()).toBe(Number.POSITIVE_INFINITY);
    expect(() => cond(zeros([2, 2]), { ord: 1 })).toThrowError(/singular/);
    expect(() => cond(zeros([0, 2]))).toThrowError(ShapeError);
    expect(() => cond(zeros([2, 3]), { ord: 1 })).toThrowError(/^cond: a has shape \[2, 3\], but must be square/);
  });
});
