import { readFileSync } from "node:fs";
import { type Tensor, tensor, useKernels } from "@wengert/array";
import { elementwiseKernels } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { afterEach, describe, expect, test } from "vitest";
import * as ops from "../src/index.ts";

type Op = (...xs: Value[]) => Tensor;
const operations = ops as unknown as Record<string, Op>;

afterEach(() => useKernels());

/** The operations that have a kernel. */
const unary = ["exp", "expm1", "log", "log1p", "cosh", "tanh", "sigmoid", "softplus", "sin", "cos"];

/** The values of accuracy.test.ts: arguments, the nearest double, how far the exact value lies above it in units. */
const { ulps } = JSON.parse(readFileSync(new URL("./fixtures/accuracy.json", import.meta.url), "utf8")) as {
  ulps: Record<string, number[]>;
};

/** The distance between neighbouring doubles at y. */
function ulp(y: number): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(y))));
  const unit = 2 ** (exponent - 52);
  return Math.abs(y) < 2 ** exponent ? unit / 2 || unit : unit;
}

const specials = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  1e-320,
  -1e-320,
  1e-300,
  1e300,
  -1e300,
  709.9,
  -745.5,
  1e6,
  1e7,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
];

describe("through the kernels", () => {
  test.each([...unary, "pow"].filter((name) => name in ulps))("%s: within 2 units in the last place", (name) => {
    const width = name === "pow" ? 4 : 3;
    const column = (k: number): Float64Array => Float64Array.from(ulps[name].filter((_, at) => at % width === k));
    const args = name === "pow" ? [column(0), column(1)] : [column(0)];
    const y = operations[name](...args.map((x) => tensor(x))).data;
    const exact = column(width - 2);
    const above = column(width - 1);
    let worst = 0;
    for (const [i, got] of y.entries()) worst = Math.max(worst, Math.abs((got - exact[i]) / ulp(exact[i]) - above[i]));
    expect(worst).toBeLessThan(2);
  });

  test.each(unary)("%s: special values as for a single number", (name) => {
    const x = specials.flatMap((special) => [special, 0.75]);
    const y = operations[name](tensor(x)).data;
    for (const [i, v] of x.entries()) {
      const one = operations[name](v).item();
      if (one === 0 || !Number.isFinite(one)) expect(y[i], `${name}(${v})`).toBe(one);
      else expect(Math.abs(y[i] - one), `${name}(${v})`).toBeLessThanOrEqual(4 * ulp(one));
    }
  });

  test("pow: special values as for single numbers", () => {
    const x = specials.flatMap((special) => specials.map(() => special));
    const y = specials.flatMap(() => specials);
    const z = ops.pow(tensor(x), tensor(y)).data;
    for (const [i, got] of z.entries()) {
      const one = ops.pow(x[i], y[i]).item();
      if (one === 0 || !Number.isFinite(one)) expect(got, `${x[i]} ** ${y[i]}`).toBe(one);
      else expect(Math.abs(got - one), `${x[i]} ** ${y[i]}`).toBeLessThanOrEqual(4 * ulp(one));
    }
    for (const [power, exact] of [
      [1, (v: number) => v],
      [2, (v: number) => v * v],
    ] as const) {
      expect(ops.pow(tensor(specials), power).data).toEqual(Float64Array.from(specials, exact));
    }
  });

  test("they are called for long arrays and not for short ones", () => {
    const calls: number[] = [];
    useKernels({
      map: {
        ...elementwiseKernels(),
        exp: (x, out) => {
          calls.push(x.length);
          for (let i = 0; i < x.length; i++) out[i] = i === 3 ? Number.NaN : 7;
          return true;
        },
      },
    });
    expect(ops.exp(1).item()).toBe(Math.E);
    expect(ops.exp(tensor([0, 1])).data).toEqual(Float64Array.of(1, Math.E));
    expect(calls).toEqual([]);
    const y = ops.exp(tensor(new Float64Array(100).fill(1))).data;
    expect(calls).toEqual([100]);
    expect([y[2], y[3], y[4]]).toEqual([7, Math.E, 7]);
    useKernels();
    expect(ops.exp(tensor(new Float64Array(100).fill(1))).data[99]).toBeCloseTo(Math.E, 14);
    expect(calls).toEqual([100]);
  });
});

test.each([...unary, "pow"])("without kernels %s is its scalar function", (name) => {
  useKernels({ map: {} });
  const x = Float64Array.from({ length: 300 }, (_, i) => (i - 100) / 7);
  const y = name === "pow" ? [tensor(x.toReversed())] : [];
  const got = operations[name](tensor(x), ...y).data;
  for (const [i, v] of x.entries()) {
    expect(got[i]).toBe(operations[name](v, ...y.map((t) => t.data[i])).item());
  }
});

/** Operations with a loop of their own, or through the general one. */
const binary = [
  "add",
  "sub",
  "mul",
  "div",
  "pow",
  "maximum",
  "minimum",
  "hypot",
  "atan2",
  "equal",
  "notEqual",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
];

const shapes: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[7], [7]],
  [[9], []],
  [[], [9]],
  [[1], [5]],
  [[3, 5], [5]],
  [[5], [3, 5]],
  [
    [3, 5],
    [3, 1],
  ],
  [
    [3, 1],
    [3, 5],
  ],
  [
    [4, 1],
    [1, 6],
  ],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [
    [2, 3, 1],
    [1, 1, 4],
  ],
  [[150, 8], [8]],
  [[8], [150, 8]],
  [
    [150, 8],
    [150, 1],
  ],
  [
    [2, 150, 8],
    [150, 1],
  ],
  [[3, 700], [700]],
  [
    [3, 700],
    [3, 1],
  ],
  [
    [3, 1],
    [1, 700],
  ],
  [
    [2, 3, 0],
    [3, 1],
  ],
];

const values = [1, -2, 0, 0.5, 3, -0, 2.5, -1, 4, 0.25];

function filled(shape: readonly number[], shift: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => values[(3 * i + shift) % values.length]),
    shape,
  );
}

describe("operations of two arguments, element by element", () => {
  test.each(binary)("%s", (name) => {
    useKernels({ map: {} });
    const op = operations[name];
    for (const [left, right] of shapes) {
      const [x, y] = [filled(left, 0), filled(right, 1)];
      const z = op(x, y);
      const [a, b] = [x, y].map((t) => ops.broadcastTo(t, z.shape).data);
      for (const [i, got] of z.data.entries()) {
        expect(got, `${name} of [${left}] and [${right}] at ${i}`).toBe(op(a[i], b[i]).item());
      }
    }
  });

  test("where", () => {
    for (const [left, right] of shapes) {
      const [x, y] = [filled(left, 0), filled(right, 1)];
      const c = ops.greater(x, 0.75);
      for (const [p, q, r] of [
        [c, x, y],
        [c, 5, y],
        [1, x, y],
        [y, 2, 3],
      ]) {
        const z = ops.where(p, q, r);
        const [m, a, b] = [p, q, r].map((t) => ops.broadcastTo(t, z.shape).data);
        expect(z.data).toEqual(m.map((v, i) => (v !== 0 ? a[i] : b[i])));
      }
    }
  });
});

describe("reductions of many elements", () => {
  const n = 1001;
  const x = tensor(
    Float64Array.from({ length: n * 6 }, (_, i) => Math.sin(i)),
    [n, 6],
  );

  test.each([0, 1])("sum, max and min over axis %i", (axis) => {
    const lanes = axis === 0 ? [...Array(6).keys()] : [...Array(n).keys()];
    for (const lane of lanes) {
      const terms = [...x.data].filter((_, at) => (axis === 0 ? at % 6 : Math.floor(at / 6)) === lane);
      expect(ops.sum(x, { axis }).data[lane]).toBeCloseTo(
        terms.reduce((a, b) => a + b),
        11,
      );
      expect(ops.max(x, { axis }).data[lane]).toBe(Math.max(...terms));
      expect(ops.min(x, { axis }).data[lane]).toBe(Math.min(...terms));
    }
  });

  test("rounding of a sum grows with the logarithm of the length, along either axis", () => {
    const many = 1 << 20;
    const tenths = tensor(new Float64Array(many).fill(0.1));
    const whole = ops.sum(tenths).item();
    expect(Math.abs(whole - many * 0.1)).toBeLessThan(1e-10);
    const [half] = ops.sum(ops.reshape(tenths, [many / 2, 2]), { axis: 0 }).data;
    expect(Math.abs(half - (many / 2) * 0.1)).toBeLessThan(1e-10);
  });

  test.each([
    [[300, 9], 0],
    [[9, 300], 1],
    [[5, 40, 17], 1],
    [
      [3, 1000],
      [0, 1],
    ],
    [
      [64, 3, 65],
      [0, 2],
    ],
  ] as const)("kernels and loops agree on shape %j over axis %j", (shape, axis) => {
    const size = shape.reduce((product: number, length: number) => product * length, 1);
    const values = Float64Array.from({ length: size }, (_, i) => Math.cos(7 * i) * (i % 5));
    for (const special of [1, Number.NaN, Number.POSITIVE_INFINITY, -0]) {
      values[size >> 1] = special;
      const y = tensor(values, [...shape]);
      for (const reduce of [ops.sum, ops.max, ops.min]) {
        const found = reduce(y, { axis }).data;
        useKernels({ reductions: {} });
        const plain = reduce(y, { axis }).data;
        useKernels();
        for (const [k, value] of found.entries()) {
          if (reduce === ops.sum && Number.isFinite(value)) expect(Math.abs(value - plain[k])).toBeLessThan(1e-11);
          else expect(value).toBe(plain[k]);
        }
      }
    }
  });

  test("NaN and signed zeros", () => {
    expect(ops.max(tensor([1, Number.NaN, 2])).item()).toBeNaN();
    expect(
      ops.min(
        tensor([
          [1, Number.NaN],
          [2, 3],
        ]),
        { axis: 0 },
      ).data,
    ).toEqual(Float64Array.of(1, Number.NaN));
    expect(ops.max(tensor([-0, 0])).item()).toBe(0);
    expect(ops.min(tensor([0, -0])).item()).toBe(-0);
  });
});
