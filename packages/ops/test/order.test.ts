import { tensor } from "@wengert/array";
import { expect, test } from "vitest";
import { all, any, argsort, median, reshape, sort, transpose } from "../src/index.ts";

/** Numbers of all sizes and signs, many of them equal, with some that order treats apart. */
function numbers(length: number): Float64Array {
  const apart = [Number.NaN, 0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -5e-324, 2, 2, -2];
  let state = length;
  return Float64Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    if (i % 7 === 3) return apart[state % apart.length];
    return (state / 2 ** 31 - 1) * 10 ** ((state % 601) - 300);
  });
}

/** As comparisons have it: ascending, NaN last, equal ones as they came. */
function wanted(x: Float64Array): number[] {
  const later = (i: number, j: number): number =>
    x[i] - x[j] || Number(Number.isNaN(x[i])) - Number(Number.isNaN(x[j])) || i - j;
  return [...x.keys()].sort(later);
}

test.each([0, 1, 2, 100, 128, 129, 1000, 20_000])("the order of %i numbers", (length) => {
  const x = numbers(length);
  const order = wanted(x);
  expect([...argsort(tensor(x)).data]).toEqual(order);
  expect([...sort(tensor(x)).data]).toEqual(order.map((i) => x[i]));
});

test("numbers that share most of their digits", () => {
  const x = Float64Array.from({ length: 300 }, (_, i) => 1 + ((i * 7) % 5) * 2 ** -52);
  expect([...argsort(tensor(x)).data]).toEqual(wanted(x));
});

test.each([0, 1, 2])("long lines along axis %i", (axis) => {
  const shape = [3, 2, 4].with(axis, 150);
  const x = reshape(tensor(numbers(shape.reduce((n, length) => n * length))), shape);
  const order = [0, 1, 2].filter((k) => k !== axis).concat(axis);
  const lines = transpose(x, order);
  const sorted = transpose(sort(x, axis), order);
  for (let first = 0; first < x.size; first += 150) {
    const line = lines.data.subarray(first, first + 150);
    const found = sorted.data.subarray(first, first + 150);
    expect([...found]).toEqual(wanted(line).map((i) => line[i]));
  }
});

test("the median of many", () => {
  const x = Float64Array.from({ length: 1009 }, (_, i) => ((i * 377) % 1009) - 504);
  expect(median(tensor(x)).item()).toBe(0);
});

test("any and all over each choice of axes", () => {
  const shape = [3, 1, 4, 5];
  const cases = [
    new Float64Array(60),
    new Float64Array(60).fill(-2),
    Float64Array.from({ length: 60 }, (_, i) => (i % 13 === 5 ? Number.NaN : 0)),
    Float64Array.from({ length: 60 }, (_, i) => (i % 17 === 5 ? 0 : i + 1)),
    Float64Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? -0 : 1)),
  ];
  for (const data of cases) {
    for (const axis of [[], [0], [1], [2], [3], [0, 2], [1, 3], [0, 1, 2, 3]]) {
      const kept = shape.map((length, k) => (axis.includes(k) ? 1 : length));
      const [some, every] = [new Set<number>(), new Set<number>()];
      const place = (i: number): number =>
        shape.reduce((at, length, k) => {
          const index = Math.floor(i / shape.slice(k + 1).reduce((n, l) => n * l, 1)) % length;
          return at * kept[k] + (axis.includes(k) ? 0 : index);
        }, 0);
      for (const [i, value] of data.entries()) (value === 0 ? every : some).add(place(i));
      const size = kept.reduce((n, length) => n * length, 1);
      const places = Array.from({ length: size }, (_, k) => k);
      const x = reshape(tensor(data), shape);
      const options = { axis, keepDims: true };
      expect([...any(x, options).data]).toEqual(places.map((k) => Number(some.has(k))));
      expect([...all(x, options).data]).toEqual(places.map((k) => Number(!every.has(k))));
    }
  }
  const none = reshape(tensor(new Float64Array(0)), [2, 0]);
  expect([...any(none, 1).data, ...all(none, 1).data]).toEqual([0, 0, 1, 1]);
});
