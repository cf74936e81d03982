import { expect, test } from "vitest";
import { type Differences, wasmDifferences } from "../src/index.ts";

function kernels(): Differences {
  const found = wasmDifferences();
  if (!found) throw new Error("this machine has no WebAssembly SIMD");
  return found;
}

let seed = 5;
/** Multiples of 1/16 in [-1, 1): sums of products of their differences are exact, so results can be compared with ===. */
function random(n: number): Float64Array {
  return Float64Array.from({ length: n }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return (seed >>> 27) / 16 - 1;
  });
}

const sizes: readonly (readonly [n: number, m: number, d: number])[] = [
  [0, 3, 2],
  [3, 0, 2],
  [3, 2, 0],
  [1, 1, 1],
  [2, 3, 4],
  [5, 7, 3],
  [97, 13, 8],
  [13, 97, 9],
  [100, 801, 2],
  [801, 100, 1],
  [520, 521, 5],
  [3, 5, 70],
  [2, 3, 800],
];

test.each(sizes)("squared distances of %i and %i points, %i coordinates", (n, m, d) => {
  const [x, y] = [random(n * d + 1), random(m * d + 2)];
  const out = new Float64Array(n * m + 2).fill(7);
  kernels().squaredDistances(n, m, d, x, 1, y, 2, out, 1);
  const expected = new Float64Array(n * m + 2).fill(7);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += (x[1 + i * d + k] - y[2 + j * d + k]) ** 2;
      expected[1 + i * m + j] = sum;
    }
  expect(out).toEqual(expected);
});

test.each(sizes)("weighted differences of %i and %i points, %i coordinates", (n, m, d) => {
  const [w, x, y] = [random(n * m + 3), random(n * d + 1), random(m * d + 2)];
  for (const trans of [false, true]) {
    const out = new Float64Array(n * d + 2).fill(7);
    kernels().weightedDifferences(trans, n, m, d, w, 3, x, 1, y, 2, out, 1);
    const expected = new Float64Array(n * d + 2).fill(7);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < d; k++) {
        let sum = 0;
        for (let j = 0; j < m; j++)
          sum += w[3 + (trans ? j * n + i : i * m + j)] * (x[1 + i * d + k] - y[2 + j * d + k]);
        expected[1 + i * d + k] = sum;
      }
    expect(out).toEqual(expected);
  }
});

test("points that are not finite keep to themselves", () => {
  const x = Float64Array.of(0, 1, 2, Number.NaN, 4);
  const out = new Float64Array(25);
  kernels().squaredDistances(5, 5, 1, x, 0, x, 0, out, 0);
  for (let i = 0; i < 5; i++)
    for (let j = 0; j < 5; j++) expect(out[5 * i + j]).toBe(i === 3 || j === 3 ? Number.NaN : (x[i] - x[j]) ** 2);
  const w = new Float64Array(25);
  for (let i = 0; i < 5; i++) w[6 * i] = 1;
  w[2] = Number.POSITIVE_INFINITY;
  const sums = new Float64Array(5);
  kernels().weightedDifferences(
    false,
    5,
    5,
    1,
    w,
    0,
    Float64Array.of(3, 3, 3, 3, 3),
    0,
    new Float64Array(5),
    0,
    sums,
    0,
  );
  expect([...sums]).toEqual([Number.POSITIVE_INFINITY, 3, 3, 3, 3]);
});

test("close together and far from the origin", () => {
  const x = Float64Array.of(1e8, 1e8 + 2 ** -20);
  const out = new Float64Array(4);
  kernels().squaredDistances(2, 2, 1, x, 0, x, 0, out, 0);
  expect([...out]).toEqual([0, 2 ** -40, 2 ** -40, 0]);
});
