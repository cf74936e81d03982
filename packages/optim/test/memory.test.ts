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

it("L-BFGS keeps at most (2m + 6)n numbers, the argument of the objective included", { timeout: 120_000 }, () => {
  const n = 1_000_000;
  const m = 5;
  const start = fromData(
    Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1)),
    [n],
  );
  let most = 0;
  let iteration = 0;
  const look = (): void => {
    // A collection takes long, and only with all pairs there is much to find.
    if (iteration >= m) most = Math.max(most, live() - before);
  };
  // Rosenbrock's function in pairs, which measures what lives while it is evaluated.
  const rosenbrock = adjoint((x: Tensor) => {
    look();
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
  const { value, evaluations } = minimize((x) => rosenbrock(x), start, {
    memory: m,
    maxIterations: 4 * m,
    onIteration: (progress) => {
      iteration = progress.iteration;
      look();
    },
  });
  expect(value).toBeLessThan(n);
  // Some iterations have a second trial, beside which the first one is kept.
  expect(evaluations).toBeGreaterThan(4 * m + 1);
  expect(most / (8 * n)).toBeLessThanOrEqual(2 * m + 6);
  expect(most / (8 * n)).toBeGreaterThan(2 * m + 3);
});
