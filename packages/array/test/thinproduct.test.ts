import { wasmPanels } from "@wengert/wasm";
import { expect, test } from "vitest";
import { directProduct } from "../src/kernels/direct.ts";
import { plainPanels } from "../src/kernels/panels.ts";
import { thinOver } from "../src/kernels/thin.ts";
import { transpose, type View, view } from "../src/kernels/view.ts";

/** Entries of very different size, so that another order of a sum gives another one. */
const entry = (i: number): number => Math.sin(3 * i + 1) * 10 ** ((i % 7) - 3);

/** A matrix whose rows have so much between them. */
function matrix(rows: number, columns: number, gap: number): View {
  const ld = columns + gap;
  const data = new Float64Array(rows * ld + 3).fill(Number.NaN);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) data[3 + i * ld + j] = entry(i * columns + j);
  return view(data, 3, ld);
}

const panels = wasmPanels();

test.skipIf(panels === undefined).each([
  [300, 50],
  [301, 51],
  [15, 4099],
  [9, 6001],
  [8, 128],
  [1030, 17],
])("a vector and a matrix of %i rows of %i in memory: the sums of plain loops, to the bit", (rows, length) => {
  const thin = panels && thinOver(panels);
  for (const gap of [0, 5]) {
    for (const along of [false, true]) {
      const stored = matrix(rows, length, gap);
      const [n, k, b] = along ? [rows, length, transpose(stored)] : [length, rows, stored];
      const row = matrix(1, k, 0);
      // The row itself may have gaps where the rows of the matrix are added up, and the result where it is dot products.
      const [a, between] = along ? [row, 2] : [transpose(matrix(k, 1, 1)), 1];
      const results = [thin, undefined].map((way) => {
        const c = { ...matrix(1, 2 * n, 0), cs: between };
        if (way !== undefined) expect(way(n, k, 0, a, b, { ...c, data: c.data.slice() })).toBe(along ? n - (n % 8) : n);
        directProduct(1, n, k, 0.7, a, b, c, false, way);
        return c.data.slice(3);
      });
      expect(results[0]).toEqual(results[1]);
      expect(results[0].every(Number.isFinite)).toBe(true);
      expect(results[0][0]).not.toBe(entry(0));
      expect(results[0][2 * n - 1]).toBe(entry(2 * n - 1));
    }
  }
});

test("panels without such sums leave them to plain loops", () => {
  expect(thinOver(plainPanels())).toBeUndefined();
});
