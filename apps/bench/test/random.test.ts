import { expect, test } from "vitest";
import { cholesky } from "../src/byhand/cholesky.ts";
import { positiveDefinite, uniform } from "../src/random.ts";

test("numbers depend on the seed alone, and fill [−1, 1) evenly", () => {
  const numbers = uniform(10_000, 1);
  expect(uniform(10_000, 1)).toEqual(numbers);
  expect(uniform(10, 2)[0]).not.toBe(numbers[0]);
  expect(numbers.every((x) => x >= -1 && x < 1)).toBe(true);
  const deciles = new Array<number>(10).fill(0);
  for (const x of numbers) deciles[Math.floor(5 * (x + 1))]++;
  for (const count of deciles) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test("matrices are symmetric and have a Cholesky factor", () => {
  const n = 20;
  const a = positiveDefinite(n, 3);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(a[i * n + j]).toBe(a[j * n + i]);
  expect(cholesky(n, a).every(Number.isFinite)).toBe(true);
});
