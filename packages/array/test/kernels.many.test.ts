import { expect, test } from "vitest";
import { kernels, useKernels } from "../src/kernels/index.ts";
import { difference, generator, implementations } from "./kernels.reference.ts";

const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 16, 31, 33];
const flags = [false, true];

/** Matrices rows×columns in a larger array, the same one throughout if `same`; gaps between rows and matrices, or none. */
function stack(random: () => number, count: number, rows: number, columns: number, gap: number, same: boolean) {
  const ld = columns + gap;
  const step = same ? 0 : rows * ld + gap;
  const offset = gap;
  return { data: Float64Array.from({ length: offset + (count - 1) * step + rows * ld + 2 }, random), offset, ld, step };
}

const wasm = implementations[0][1];

test("gemmMany computes what gemm does for each, and writes nothing else", () => {
  const random = generator(17);
  const pick = (): number => sizes[Math.floor(((random() + 1) / 2) * sizes.length)];
  for (const transA of flags) {
    for (const transB of flags) {
      for (let t = 0; t < 28; t++) {
        const [m, n, k] = [pick(), pick(), pick()];
        // Some are more than the panels hold at once.
        const count = [1, 2, 3, 120][t % 4];
        const gap = t % 3;
        const a = stack(random, count, transA ? k : m, transA ? m : k, gap, t % 5 === 0);
        const b = stack(random, count, transB ? n : k, transB ? k : n, gap, t % 7 === 0);
        const c = stack(random, count, m, n, gap, false);
        const expected = c.data.slice();
        for (let i = 0; i < count; i++) {
          for (let p = 0; p < m; p++) {
            for (let q = 0; q < n; q++) {
              let sum = 0;
              for (let s = 0; s < k; s++) {
                const x = a.data[a.offset + i * a.step + (transA ? s * a.ld + p : p * a.ld + s)];
                const y = b.data[b.offset + i * b.step + (transB ? q * b.ld + s : s * b.ld + q)];
                sum += x * y;
              }
              expected[c.offset + i * c.step + p * c.ld + q] = sum;
            }
          }
        }
        const once = c.data.slice();
        wasm.gemmMany?.(
          count,
          transA,
          transB,
          m,
          n,
          k,
          a.data,
          a.offset,
          a.ld,
          a.step,
          b.data,
          b.offset,
          b.ld,
          b.step,
          c.data,
          c.offset,
          c.ld,
          c.step,
        );
        expect(difference(c.data, expected), `${count} × ${m}×${k}×${n}`).toBeLessThan(1e-13);
        for (let i = 0, p = a.offset, q = b.offset, r = c.offset; i < count; i++) {
          wasm.gemm(transA, transB, m, n, k, 1, a.data, p, a.ld, b.data, q, b.ld, 0, once, r, c.ld);
          [p, q, r] = [p + a.step, q + b.step, r + c.step];
        }
        expect(difference(once, expected), `one by one ${m}×${k}×${n}`).toBeLessThan(1e-13);
      }
    }
  }
});

test("large products, and sums of nothing", () => {
  const a = new Float64Array(2 * 70 * 70).fill(1);
  const c = new Float64Array(2 * 70 * 70);
  wasm.gemmMany?.(2, false, false, 70, 70, 70, a, 0, 70, 4900, a, 0, 70, 0, c, 0, 70, 4900);
  expect(c.every((value) => value === 70)).toBe(true);
  wasm.gemmMany?.(2, false, false, 3, 3, 0, a, 0, 1, 3, a, 0, 3, 3, c, 0, 3, 9);
  expect([...c.subarray(0, 19)]).toEqual([...new Array(18).fill(0), 70]);
});

test("whoever replaces gemm replaces products of many, too", () => {
  useKernels({ gemm: () => undefined });
  expect(kernels().gemmMany).toBeUndefined();
  useKernels();
  expect(kernels().gemmMany).toBeDefined();
  useKernels({ potrf: () => 0 });
  expect(kernels().gemmMany).toBeDefined();
  useKernels();
});
