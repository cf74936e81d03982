import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { adjoint } from "@wengert/core";
import { expect, it } from "vitest";
import { minimize } from "../src/index.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The bytes of live arrays. Memory of arrays is given back after a collection, so that it takes two. */
function live(): number {
  collect();
  collect();
  return process.memoryUsage().arrayBuffers;
}

it("L-BFGS keeps at most (2m + 6)n numbers, beside the start and the argument of the objective", {
  timeout: 120_000,
}, () => {
  const n = 1_000_000;
  const m = 5;
  const start = fromData(
    Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    [n],
  );
  let most = 0;
  const array = 8 * n;
  // Rosenbrock's function in pairs, which measures what lives while it is evaluated.
  const rosenbrock = adjoint((x: Tensor) => {
    most = Math.max(most, live() - before - 2 * array);
    const gradient = new Float64Array(n);
    let value = 0;
    for (let i = 0; i < n; i += 2) {
      const [a, b] = [x.data[i], x.data[i + 1]];
      value += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      gradient[i] = -400 * a * (b - a * a) - 2 * (1 - a);
      gradient[i + 1] = 200 * (b - a * a);
    }
    return [value, () => [fromData(gradient, [n])]];
  });
  const before = live();
  const { success, iterations } = minimize((x) => rosenbrock(x), start, {
    memory: m,
    onIteration: () => {
      most = Math.max(most, live() - before - array);
    },
  });
  expect(success).toBe(true);
  expect(iterations).toBeGreaterThan(3 * m);
  expect(most / array).toBeLessThanOrEqual(2 * m + 6);
});
