import { expect, test } from "vitest";
import { directProduct } from "../src/kernels/direct.ts";
import { transpose, type View, view } from "../src/kernels/view.ts";

/** Entries of very different size, so that another order of a sum gives another one. */
const entry = (i: number): number => Math.sin(3 * i + 1) * 10 ** ((i % 7) - 3);

/** A matrix of so many rows and columns, whose entries are so far apart. */
function matrix(rows: number, columns: number, apart: number): View {
  const data = new Float64Array(rows * columns * apart).fill(Number.NaN);
  for (let i = 0; i < rows * columns; i++) data[i * apart] = entry(i);
  return { ...view(data, 0, columns * apart), cs: apart };
}

test.each([
  [1, 70, 31],
  [1, 70, 32],
  [2, 33, 45],
  [1, 9, 100],
  [3, 100, 19],
  [1, 64, 64],
])("products of %i×%i and ×%i along memory are those with gaps in it, to the bit", (m, k, n) => {
  for (const lower of [false, true]) {
    for (const transposed of [false, true]) {
      const results = [1, 2].map((apart) => {
        const a = matrix(m, k, apart);
        const b = transposed ? transpose(matrix(n, k, apart)) : matrix(k, n, apart);
        const c = matrix(m, n, apart);
        directProduct(m, n, k, 0.7, a, b, c, lower);
        return c.data.filter((_, i) => i % apart === 0);
      });
      expect(results[0]).toEqual(results[1]);
      expect(results[0].every(Number.isFinite)).toBe(true);
      if (!lower) expect(results[0][0]).not.toBe(entry(0));
    }
  }
});
