import { readFileSync } from "node:fs";
import { describe, expect, test, vi } from "vitest";
import {
  type BlockKernel,
  type BlockKernels,
  choices,
  exponentials,
  hyperbolics,
  logarithms,
  type Maps,
  powers,
  tangents,
  trigonometrics,
  wasmBlocks,
  wasmMaps,
} from "../src/index.ts";

type Name = keyof Maps;
type Binary = "pow" | "maximum" | "minimum";
type Unary = Exclude<Name, Binary | "round">;

const { exp, log1p } = Math;

/** The scalar functions, for special values, where they are exact, and as a rough comparison. */
const scalars: Record<Unary, (x: number) => number> = {
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  sin: Math.sin,
  cos: Math.cos,
  sigmoid: (x) => (x >= 0 ? 1 / (1 + exp(-x)) : exp(x) / (1 + exp(x))),
  softplus: (x) => Math.max(x, 0) + log1p(exp(-Math.abs(x))),
};
const unary = Object.keys(scalars) as Unary[];

function maps(): Maps {
  const found = wasmMaps();
  if (!found) throw new Error("this machine has no WebAssembly SIMD");
  return found;
}

function apply(name: Unary, x: readonly number[] | Float64Array): { y: Float64Array; flagged: boolean } {
  const y = new Float64Array(x.length);
  const flagged = maps()[name](Float64Array.from(x), y);
  return { y, flagged };
}

/** The distance between neighbouring doubles at y. */
function ulp(y: number): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(y))));
  const unit = 2 ** (exponent - 52);
  return Math.abs(y) < 2 ** exponent ? unit / 2 || unit : unit;
}

/** Computed with 1500 bits by fixtures/maps.py: arguments, the nearest double, how far the exact value lies above it. */
const reference = JSON.parse(readFileSync(new URL("./fixtures/maps.json", import.meta.url), "utf8")) as Record<
  Exclude<Unary, "sigmoid" | "softplus"> | "pow",
  number[]
>;

describe("within 1.5 units in the last place of exact values", () => {
  test.each(Object.keys(reference) as (keyof typeof reference)[])("%s", (name) => {
    const width = name === "pow" ? 4 : 3;
    const values = reference[name];
    const column = (k: number): Float64Array => Float64Array.from(values.filter((_, at) => at % width === k));
    const y = new Float64Array(values.length / width);
    if (name === "pow") maps().pow(column(0), column(1), y);
    else maps()[name](column(0), y);
    let worst = 0;
    let left = 0;
    for (const [i, exact] of column(width - 2).entries()) {
      if (Number.isNaN(y[i])) left += 1;
      else worst = Math.max(worst, Math.abs((y[i] - exact) / ulp(exact) - values[i * width + width - 1]));
    }
    expect(worst).toBeGreaterThan(0.5); // a bound that is not met by luck: some points are hard
    expect(worst).toBeLessThan(1.5);
    expect(left).toBeLessThan(y.length / 4);
  });
});

const positive = [
  0,
  5e-324,
  2 ** -1060,
  2.2250738585072e-308,
  2.2250738585072014e-308,
  1e-300,
  1e-20,
  2 ** -54,
  2 ** -53,
  1e-8,
  0.25,
  0.5,
  1,
  1.5,
  2,
  20,
  22,
  37,
  44,
  700,
  708,
  708.5,
  709.78,
  709.79,
  710,
  744.9,
  745,
  745.2,
  746,
  1000,
  1e5,
  1.6e6,
  1.7e6,
  2 ** 31,
  1e15,
  2 ** 53,
  1e22,
  1e300,
  Number.MAX_VALUE,
  Number.POSITIVE_INFINITY,
];
const specials = [...positive, ...positive.map((x) => -x), Number.NaN];

describe("special values and extremes", () => {
  test.each(unary)("%s: right, or NaN and said so", (name) => {
    for (const x of specials) {
      const expected = scalars[name](x);
      const { y, flagged } = apply(name, [x, x, x]);
      expect(Object.is(y[0], y[1]) && Object.is(y[1], y[2])).toBe(true); // both lanes, and half a vector
      if (Number.isNaN(y[0])) expect(flagged || Number.isNaN(expected), `${name}(${x})`).toBe(true);
      else if (expected === 0 || !Number.isFinite(expected)) expect(y[0], `${name}(${x})`).toBe(expected);
      else expect(Math.abs(y[0] - expected), `${name}(${x})`).toBeLessThanOrEqual(4 * ulp(expected));
    }
  });

  test("what is common is not left to the scalar function", () => {
    const common = Float64Array.from({ length: 1000 }, (_, i) => (i - 500) / 7);
    for (const name of unary) {
      const x = name.startsWith("log") ? common.map((v) => Math.abs(v) + 1e-3) : common;
      const { y, flagged } = apply(name, x);
      expect(flagged, name).toBe(false);
      expect(y.some(Number.isNaN)).toBe(false);
    }
    for (const x of [-800, -1e300, Number.NEGATIVE_INFINITY]) {
      for (const name of ["exp", "expm1", "tanh", "sigmoid", "softplus"] as const)
        expect(apply(name, [x]).flagged, name).toBe(false);
    }
  });

  test("powers of two are exact", () => {
    const whole = Float64Array.from({ length: 2043 }, (_, i) => i - 1021);
    const powers = whole.map((k) => 2 ** k);
    expect(apply("exp2", whole)).toEqual({ y: powers, flagged: false });
    expect(apply("log2", powers)).toEqual({ y: whole, flagged: false });
    expect([...apply("log10", [1, 10, 1e5, 1e15, 1e22]).y]).toEqual([0, 1, 5, 15, 22]);
  });

  test("choices are those of JavaScript", () => {
    const values = [...specials, 0.5, 1.5, 2.5, 0.49999999999999994, 4503599627370497.5];
    for (const [name, f] of [
      ["maximum", Math.max],
      ["minimum", Math.min],
    ] as const)
      for (const s of values) {
        const y = new Float64Array(values.length);
        expect(maps()[name](Float64Array.from(values), Float64Array.of(s), y)).toBe(false);
        expect([...y]).toEqual(values.map((x) => f(x, s)));
      }
    const y = new Float64Array(values.length);
    expect(maps().round(Float64Array.from(values), y)).toBe(false);
    expect([...y]).toEqual(values.map((x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x))));
  });

  test("pow", () => {
    const out = new Float64Array(1);
    for (const x of specials)
      for (const y of [...specials, 3, -3, 4, 0.5, -0.5, 2.5, 1e9 + 1]) {
        const flagged = maps().pow(Float64Array.of(x), Float64Array.of(y), out);
        const expected = Math.abs(x) === 1 && !Number.isFinite(y) ? 1 : x ** y;
        if (Number.isNaN(out[0])) expect(flagged, `${x} ** ${y}`).toBe(true);
        else if (expected === 0 || !Number.isFinite(expected)) expect(out[0], `${x} ** ${y}`).toBe(expected);
        // JavaScript's own powers are wrong by many units for such exponents.
        else if (Math.abs(y) < 2 ** 30)
          expect(Math.abs(out[0] - expected), `${x} ** ${y}`).toBeLessThanOrEqual(4 * ulp(expected));
      }
  });
});

describe("arrays of any length", () => {
  const lengths = [0, 1, 2, 3, 1023, 1024, 1025, 2048, 2051];
  const numbers = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 0.1 + ((i * 37) % 101) / 25);

  test.each(unary)("%s: element by element", (name) => {
    const one = new Map([...numbers(101)].map((x) => [x, apply(name, [x]).y[0]]));
    for (const n of lengths) {
      const x = numbers(n);
      const room = new Float64Array(n + 2).fill(7);
      expect(maps()[name](x, room.subarray(1, n + 1))).toBe(false);
      expect(room).toEqual(Float64Array.of(7, ...Array.from(x, (v) => one.get(v) as number), 7));
      expect(x).toEqual(numbers(n));
    }
  });

  test("pow: one base or exponent for all", () => {
    for (const n of lengths) {
      const x = numbers(n);
      const out = new Float64Array(n);
      const same = new Float64Array(n);
      maps().pow(x, Float64Array.of(1.7), out);
      maps().pow(x, new Float64Array(n).fill(1.7), same);
      expect(out).toEqual(same);
      maps().pow(Float64Array.of(1.7), x, out);
      maps().pow(new Float64Array(n).fill(1.7), x, same);
      expect(out).toEqual(same);
    }
  });

  test("a NaN that is left is reported from any place", () => {
    for (const n of [1, 2, 1025, 3000])
      for (const at of new Set([0, n >> 1, n - 1])) {
        const x = numbers(n);
        x[at] = -1;
        const { y, flagged } = apply("log", x);
        expect(flagged).toBe(true);
        expect([...y.keys()].filter((i) => Number.isNaN(y[i]))).toEqual([at]);
      }
  });
});

test("families share a memory: each computes the same beside all others, and in blocks", () => {
  const all = [choices, exponentials, hyperbolics, logarithms, powers, tangents, trigonometrics];
  const kernels = Object.assign({}, ...all.map((family) => family.blocks()?.maps)) as Record<Name, BlockKernel>;
  const { room, start } = wasmBlocks() as BlockKernels;
  const x = Float64Array.from({ length: 40 }, (_, i) => (i + 1) / 7);
  const memory = room(start + 16 * x.length);
  for (const name of [...unary, "pow"] as const) {
    const [at, other] = [start, start + 8 * x.length];
    memory.set(x, at / 8);
    memory.set(x, other / 8);
    const y = new Float64Array(x.length);
    if (name === "pow") {
      kernels.pow(at, other, x.length);
      maps().pow(x, x, y);
    } else {
      kernels[name](at, x.length);
      maps()[name](x, y);
    }
    expect([...memory.subarray(at / 8, other / 8)], name).toEqual([...y]);
  }
});

test("undefined where WebAssembly is missing", async () => {
  vi.resetModules();
  vi.stubGlobal("WebAssembly", undefined);
  const { wasmMaps, wasmDifferences } = await import("../src/index.ts");
  expect(wasmMaps()).toBeUndefined();
  expect(wasmDifferences()).toBeUndefined();
  vi.unstubAllGlobals();
});
