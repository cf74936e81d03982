import { wasmPanels } from "@wengert/wasm";
import { expect, test } from "vitest";
import { pack } from "../src/kernels/pack.ts";
import { from, transpose, view } from "../src/kernels/view.ts";
import { generator, implementations, place } from "./kernels.reference.ts";

const panels = wasmPanels();
if (!panels) throw new Error("the kernels in WebAssembly cannot be tested here");

test.each([
  [4, 64, 64],
  [16, 16, 20],
  [64, 512, 512],
  [67, 65, 72],
  [66, 3, 3],
  [130, 33, 33],
  [511, 101, 104],
])("%i rows of depth %i, packed by way of memory as they lie, as plain loops pack them", (rows, depth, order) => {
  const random = generator(rows);
  const { memory, right } = panels;
  const plain = { ...panels, staging: undefined };
  for (const gap of [0, 3]) {
    for (const transposed of [false, true]) {
      const ld = gap + (transposed ? rows : depth);
      const data = Float64Array.from({ length: ld * (1 + Math.max(rows, depth)) }, random);
      const whole = view(data, 0, ld);
      const a = transposed ? transpose(from(whole, 1, gap)) : from(whole, 1, gap);
      const length = ((rows + 3) & ~3) * order;
      const [packed, expected] = [panels, plain].map((way) => {
        memory.fill(Number.NaN, right, right + length + 1);
        pack(way, right, rows, depth, a, order);
        return memory.slice(right, right + length + 1);
      });
      expect(packed.every((x, i) => Object.is(x, expected[i]))).toBe(true);
      expect(packed[4]).toBe(a.data[a.offset + a.cs]);
      expect(packed[length]).toBeNaN();
    }
  }
});

test.each([
  [16, 16, 16],
  [33, 31, 17],
  [128, 10, 64],
  [5, 30, 512],
  [1400, 11, 30],
  [130, 128, 128],
  [7, 1500, 5],
])("a product of %i×%i, terms of %i, adds them up in order, to the bit", (m, n, k) => {
  const random = generator(m + n);
  const wasm = implementations[0][1];
  for (const [transA, transB] of [
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ]) {
    const a = place(transA ? k : m, transA ? m : k, random);
    const b = place(transB ? n : k, transB ? k : n, random);
    const c = place(m, n, random);
    const expected = c.data.slice();
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) {
          const x = a.data[a.offset + (transA ? p * a.ld + i : i * a.ld + p)];
          sum += x * b.data[b.offset + (transB ? j * b.ld + p : p * b.ld + j)];
        }
        expected[c.offset + i * c.ld + j] = sum;
      }
    }
    wasm.gemm(transA, transB, m, n, k, 1, a.data, a.offset, a.ld, b.data, b.offset, b.ld, 0, c.data, c.offset, c.ld);
    expect(c.data.every((x, i) => x === expected[i])).toBe(true);
  }
});
