import { arange, tensor } from "@wengert/array";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  add,
  cumprod,
  cumsum,
  flip,
  gather,
  max,
  maximum,
  mean,
  min,
  mul,
  prod,
  reshape,
  roll,
  slice,
  sort,
  sub,
  sum,
  take,
  transpose,
  where,
} from "../src/index.ts";

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const number = fc.integer({ min: -40, max: 40 }).map((n) => n / 8); // sums and products of these are exact

/** A shape with some axes of length 1, or dropped in front: it broadcasts to the whole one. */
function partOf(shape: readonly number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.integer({ min: 0, max: shape.length }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
    .map(([from, ones]) => shape.slice(from).map((length, axis) => (ones[axis] ? 1 : length)));
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
const filled = (shape: readonly number[]) =>
  fc
    .array(number, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map((data) => tensor(Float64Array.from(data), shape));

/** All index tuples of a shape, in row-major order. */
function indices(shape: readonly number[]): number[][] {
  let all: number[][] = [[]];
  for (const length of shape) all = all.flatMap((index) => Array.from({ length }, (_, i) => [...index, i]));
  return all;
}

/** The place of an index in a tensor that broadcasts to where the index is from. */
function place(index: readonly number[], shape: readonly number[]): number {
  const own = index.slice(index.length - shape.length);
  return shape.reduce((at, length, axis) => at * length + (length === 1 ? 0 : own[axis]), 0);
}

const pair = shapes
  .chain((shape) => fc.tuple(partOf(shape), partOf(shape)))
  .chain(([a, b]) => fc.tuple(filled(a), filled(b)));

describe("broadcasting is what a loop over index tuples does", () => {
  const operators = {
    add: [add, (a: number, b: number) => a + b],
    sub: [sub, (a: number, b: number) => a - b],
    mul: [mul, (a: number, b: number) => a * b],
    maximum: [maximum, Math.max],
  } as const;
  test.each(Object.entries(operators))("%s", (_name, [op, f]) => {
    fc.assert(
      fc.property(pair, ([x, y]) => {
        const z = op(x, y);
        const ndim = Math.max(x.ndim, y.ndim);
        const [a, b] = [x, y].map((t) => [...new Array<number>(ndim - t.ndim).fill(1), ...t.shape]);
        expect(z.shape).toEqual(a.map((length, axis) => (length === 1 ? b[axis] : length)));
        const wanted = indices(z.shape).map((index) => f(x.data[place(index, x.shape)], y.data[place(index, y.shape)]));
        expect([...z.data]).toEqual(wanted);
      }),
    );
  });

  test("where", () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ([x, y], c) => {
        const z = where(x, y, c ? 7 : x);
        const wanted = indices(z.shape).map((index) => {
          const [mask, value] = [x.data[place(index, x.shape)], y.data[place(index, y.shape)]];
          return mask !== 0 ? value : c ? 7 : mask;
        });
        expect([...z.data]).toEqual(wanted);
      }),
    );
  });
});

const reducible = shapes.chain((shape) =>
  fc.tuple(filled(shape), fc.subarray([...shape.keys()]), fc.boolean(), fc.boolean()),
);

describe("reductions are what a loop over index tuples does", () => {
  const folds = {
    sum: [sum, (a: number, b: number) => a + b, 0],
    prod: [prod, (a: number, b: number) => a * b, 1],
    max: [max, Math.max, Number.NEGATIVE_INFINITY],
    min: [min, Math.min, Number.POSITIVE_INFINITY],
  } as const;
  test.each(Object.entries(folds))("%s", (name, [op, f, initial]) => {
    fc.assert(
      fc.property(reducible, ([x, axes, keepDims, negative]) => {
        const options = { axis: negative ? axes.map((axis) => axis - x.ndim) : axes, keepDims };
        if (name.startsWith("m") && axes.some((axis) => x.shape[axis] === 0)) {
          expect(() => op(x, options)).toThrow(/has no elements/);
          return;
        }
        const y = op(x, options);
        const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
        expect(y.shape).toEqual(keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis)));
        const wanted = new Array<number>(sizeOf(kept)).fill(initial);
        for (const [k, index] of indices(x.shape).entries()) {
          const at = place(index, kept);
          wanted[at] = f(wanted[at], x.data[k]);
        }
        for (const [k, value] of wanted.entries()) expect(y.data[k]).toBeCloseTo(value, 8);
      }),
    );
  });

  test("mean is the sum over the number of elements", () => {
    fc.assert(
      fc.property(reducible, ([x, axes, keepDims]) => {
        const count = sizeOf(axes.map((axis) => x.shape[axis]));
        const wanted = sum(x, { axis: axes, keepDims }).data.map((value) => value / count);
        expect([...mean(x, { axis: axes, keepDims }).data]).toEqual([...wanted]);
      }),
    );
  });
});

const withAxis = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => fc.tuple(filled(shape), fc.integer({ min: -shape.length, max: shape.length - 1 })));

describe("along an axis", () => {
  test("partial sums and products end in the whole ones", () => {
    fc.assert(
      fc.property(withAxis, ([x, axis]) => {
        const last = x.shape.at(axis) as number;
        const end = (y: typeof x) => [...take(y, last - 1, axis).data];
        expect(end(cumsum(x, { axis }))).toEqual([...sum(x, { axis }).data]);
        expect(end(cumprod(x, { axis })).map((v) => v + 0)).toEqual([...prod(x, { axis }).data].map((v) => v + 0));
      }),
    );
  });

  test("sort gives the same elements in order", () => {
    fc.assert(
      fc.property(withAxis, ([x, axis]) => {
        const y = sort(x, { axis });
        expect([...y.data].sort()).toEqual([...x.data].sort());
        const steps = sub(slice(y, axes(x, axis, 1), []), slice(y, [], axes(x, axis, -1)));
        expect(steps.data.every((step) => step >= 0)).toBe(true);
      }),
    );
  });

  test("flip twice, roll there and back, gather of all positions: the same", () => {
    fc.assert(
      fc.property(withAxis, fc.integer({ min: -9, max: 9 }), ([x, axis], shift) => {
        expect(flip(flip(x, axis), axis)).toEqual(x);
        expect(roll(roll(x, shift, axis), -shift, axis).toArray()).toEqual(x.toArray());
        const length = x.shape.at(axis) as number;
        const positions = reshape(
          arange(length),
          x.shape.map((_, k) => (k === (axis + x.ndim) % x.ndim ? length : 1)),
        );
        expect(gather(x, positions, axis).toArray()).toEqual(x.toArray());
      }),
    );
  });

  test("where only axes of length 1 move, nothing is copied", () => {
    const x = tensor(
      Float64Array.from({ length: 12 }, (_, i) => i),
      [1, 3, 1, 4],
    );
    for (const order of [
      [1, 0, 2, 3],
      [1, 3, 0, 2],
      [2, 1, 3, 0],
    ]) {
      const y = transpose(x, order);
      expect(y.data).toBe(x.data);
      expect(y.shape).toEqual(order.map((axis) => x.shape[axis]));
    }
    expect(transpose(x, [3, 0, 1, 2]).data).not.toBe(x.data);
  });

  test("transposed twice: the same, and every element where it belongs", () => {
    const permuted = withAxis.chain(([x]) =>
      fc.tuple(fc.constant(x), fc.shuffledSubarray([...x.shape.keys()], { minLength: x.ndim })),
    );
    fc.assert(
      fc.property(permuted, ([x, order]) => {
        const y = transpose(x, order);
        for (const [k, index] of indices(x.shape).entries()) {
          expect(
            y.data[
              place(
                order.map((axis) => index[axis]),
                y.shape,
              )
            ],
          ).toBe(x.data[k]);
        }
      }),
    );
  });
});

/** Bounds of a slice that are null but for one axis. */
function axes(x: { ndim: number }, axis: number, bound: number): (number | null)[] {
  return Array.from({ length: x.ndim }, (_, k) => (k === (axis + x.ndim) % x.ndim ? bound : null));
}
