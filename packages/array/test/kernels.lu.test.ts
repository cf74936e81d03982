import { describe, expect, test } from "vitest";
import { entry, generator, implementations, type Placed, place } from "./kernels.reference.ts";

const shapes = [
  [1, 1],
  [2, 2],
  [3, 3],
  [7, 7],
  [8, 8],
  [9, 9],
  [16, 16],
  [33, 33],
  [70, 70],
  [150, 150],
  [1, 5],
  [5, 1],
  [4, 30],
  [30, 4],
  [9, 40],
  [40, 9],
  [17, 20],
  [100, 37],
  [37, 100],
  [40, 15],
  [16, 40],
  [63, 63],
  [64, 64],
  [65, 65],
  [300, 17],
  [192, 192],
  [0, 0],
  [0, 3],
  [3, 0],
];

/** The rows of a in the order that the exchanges of `getrf` bring them to. */
function order(m: number, pivots: Int32Array, offset: number, steps: number): number[] {
  const rows = Array.from({ length: m }, (_, i) => i);
  for (let i = 0; i < steps; i++) {
    const other = pivots[offset + i];
    [rows[i], rows[other]] = [rows[other], rows[i]];
  }
  return rows;
}

/** Entry (i, j) of L·U, both packed into one matrix. */
function productEntry(lu: Placed, i: number, j: number, steps: number): number {
  let sum = 0;
  for (let p = 0; p < Math.min(steps, i + 1, j + 1); p++) sum += (p === i ? 1 : entry(lu, i, p)) * entry(lu, p, j);
  return sum;
}

describe.each(implementations)("%s", (_name, kernels) => {
  test.each(shapes)("getrf %i × %i", (m, n) => {
    const steps = Math.min(m, n);
    const a = place(m, n, generator(m + 31 * n));
    const lu = { ...a, data: a.data.slice() };
    const pivots = new Int32Array(steps + 2).fill(-7);
    expect(kernels.getrf(m, n, lu.data, lu.offset, lu.ld, pivots, 1)).toBe(0);
    expect([pivots[0], pivots[steps + 1]]).toEqual([-7, -7]);
    const rows = order(m, pivots, 1, steps);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const off = Math.abs(productEntry(lu, i, j, steps) - entry(a, rows[i], j));
        if (!(off < 1e-14 * (steps + 8))) expect.fail(`entry (${i}, ${j}) is off by ${off}`);
        if (j < i && j < steps && !(Math.abs(entry(lu, i, j)) <= 1)) expect.fail(`multiplier (${i}, ${j}) exceeds 1`);
      }
    }
  });

  test.each([
    [1100, 260],
    [260, 1100],
    [520, 520],
  ])("getrf of more numbers than panels hold, %i × %i", (m, n) => {
    const steps = Math.min(m, n);
    const random = generator(m);
    const a = place(m, n, random);
    const lu = { ...a, data: a.data.slice() };
    const pivots = new Int32Array(steps);
    expect(kernels.getrf(m, n, lu.data, lu.offset, lu.ld, pivots, 0)).toBe(0);
    // Both sides of P A x = L (U x).
    const x = Float64Array.from({ length: n }, random);
    const ux = new Float64Array(m);
    for (let i = 0; i < steps; i++) for (let j = i; j < n; j++) ux[i] += entry(lu, i, j) * x[j];
    const rows = order(m, pivots, 0, steps);
    for (let i = 0; i < m; i++) {
      let [right, left] = [i < steps ? ux[i] : 0, 0];
      for (let j = 0; j < Math.min(i, steps); j++) right += entry(lu, i, j) * ux[j];
      for (let j = 0; j < n; j++) left += entry(a, rows[i], j) * x[j];
      expect(Math.abs(right - left)).toBeLessThan(1e-10);
    }
  });

  test("getrf names the first pivot that is exactly 0, and goes on", () => {
    const n = 20;
    const a = place(n, n, generator(5));
    for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) if (j === 12) a.data[a.offset + i * a.ld + j] = 0;
    const lu = { ...a, data: a.data.slice() };
    const pivots = new Int32Array(n);
    expect(kernels.getrf(n, n, lu.data, lu.offset, lu.ld, pivots, 0)).toBe(13);
    const rows = order(n, pivots, 0, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++)
        expect(Math.abs(productEntry(lu, i, j, n) - entry(a, rows[i], j))).toBeLessThan(1e-13);
    }
    expect(kernels.getrf(2, 2, new Float64Array(4), 0, 2, pivots, 0)).toBe(1);
  });
});
