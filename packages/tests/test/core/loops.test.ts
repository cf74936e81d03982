/* Memory of programs that run for long without a pause: what they have dropped goes back while they run. */
import { expect, test } from "vitest";
import { add, grad, mul, sin, sum, type Tensor, tensor } from "wengert";

/** The most bytes of arrays that there are beyond those at the beginning, while `f` runs so often. */
function most(times: number, f: () => void): number {
  const before = process.memoryUsage().arrayBuffers;
  let peak = 0;
  for (let i = 0; i < times; i++) {
    f();
    if (i % 10 === 0) peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
  }
  return peak;
}

const vector = (n: number): Tensor => tensor(Float64Array.from({ length: n }, (_, i) => i / n));
const megabyte = 2 ** 20;

test("10,000 operations on 20,000 numbers, 1.6 GB in all, never hold a fifth of that", { timeout: 60_000 }, () => {
  const x = vector(20_000);
  let y = x;
  const peak = most(5000, () => {
    y = mul(add(y, x), 0.5);
  });
  expect(y.data[19_999]).toBeCloseTo(x.data[19_999]);
  expect(peak).toBeLessThan(300 * megabyte);
});

test("neither do operations on small arrays, nor gradients of them", { timeout: 60_000 }, () => {
  const x = vector(100);
  let y = x;
  const peak = most(20_000, () => {
    y = mul(add(y, x), 0.5);
  });
  expect(y.data[99]).toBeCloseTo(x.data[99]);
  expect(peak).toBeLessThan(100 * megabyte);
  const gradient = grad((a: Tensor) => sum(mul(a, sin(a))));
  expect(most(5000, () => gradient(x))).toBeLessThan(100 * megabyte);
});
