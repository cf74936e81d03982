import { describe, expect, test } from "vitest";
import { type Reductions, wasmReductions } from "../src/index.ts";

const kernels = wasmReductions() as Reductions;
const names = ["sum", "max", "min"] as const;

/** Numbers between −1 and 1, always the same. */
function numbers(n: number): Float64Array {
  let state = 12345;
  return Float64Array.from({ length: n }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

/** Element by element, sums in extended precision (Neumaier). */
function byLoops(
  name: (typeof names)[number],
  x: Float64Array,
  before: number,
  length: number,
  after: number,
): number[] {
  return Array.from({ length: before * after }, (_, k) => {
    const [b, a] = [Math.floor(k / after), k % after];
    const run = Array.from({ length }, (_, i) => x[(b * length + i) * after + a]);
    if (name === "max") return run.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    if (name === "min") return run.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
    let [s, lost] = [0, 0];
    for (const value of run) {
      const t = s + value;
      lost += Math.abs(s) >= Math.abs(value) ? s - t + value : value - t + s;
      s = t;
    }
    return Number.isFinite(s) ? s + lost : s;
  });
}

const lengths = [1, 2, 3, 4, 7, 8, 9, 63, 64, 65, 127, 129, 1000];

function reduced(
  name: (typeof names)[number],
  x: Float64Array,
  before: number,
  length: number,
  after: number,
): Float64Array {
  const out = new Float64Array(before * after).fill(77);
  kernels[name](x, before, length, after, out);
  return out;
}

describe.each(names)("%s", (name) => {
  test.each(lengths)("runs and rows of odd sizes: %i", (length) => {
    for (const [before, after] of [
      [1, 1],
      [3, 1],
      [1, 2],
      [2, 7],
      [1, 8],
      [3, 9],
      [2, 65],
    ]) {
      const x = numbers(before * length * after);
      const expected = byLoops(name, x, before, length, after);
      for (const [k, got] of reduced(name, x, before, length, after).entries()) {
        const tolerance = name === "sum" ? 16 * Number.EPSILON * length : 0;
        expect(Math.abs(got - expected[k]), `${before}×${length}×${after} at ${k}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  test.each([
    [1, 40000, 1],
    [2, 16385, 1],
    [1, 700, 33],
    [2, 3, 5000],
    [1, 130, 4097],
    [1, 40000, 2],
  ])("longer than a block: %i×%i×%i", (before, length, after) => {
    const x = numbers(before * length * after);
    const expected = byLoops(name, x, before, length, after);
    const got = reduced(name, x, before, length, after);
    // Pairwise: far below length·ε.
    const tolerance = name === "sum" ? 1e-12 : 0;
    for (let k = 0; k < got.length; k++)
      if (!(Math.abs(got[k] - expected[k]) <= tolerance)) expect(got[k]).toBe(expected[k]);
    expect(got.length).toBe(expected.length);
  });

  test.each([1, 2, 3, 8, 9, 17, 64, 65])("special values at any place, as for plain loops: %i", (length) => {
    const specials = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, Number.MAX_VALUE, 5e-324];
    for (const background of [-1, 1, -0, 0]) {
      for (const special of specials) {
        for (let place = 0; place < length; place++) {
          for (const after of [1, 3, 9]) {
            const x = new Float64Array(length * after).fill(background);
            for (let a = 0; a < after; a += 2) x[place * after + a] = special;
            const expected = byLoops(name, x, 1, length, after);
            const got = reduced(name, x, 1, length, after);
            // A sum of −0 alone may be 0.
            const plain = (value: number): number => (name === "sum" ? value + 0 : value);
            for (let a = 0; a < after; a++) {
              if (!Object.is(plain(got[a]), plain(expected[a]))) {
                expect(got[a], `${special} at ${place} of ${length} among ${background}`).toBe(expected[a]);
              }
            }
          }
        }
      }
    }
    expect(length).toBeGreaterThan(0);
  });

  test("NaN and both zeros together", () => {
    expect([...reduced(name, Float64Array.of(-0, 0, 0, -0, 0, 0, -0, -0, 1, Number.NaN), 1, 5, 2)][1]).toBeNaN();
  });
});
