/* What regions cost: how often they run their function, and how much they keep. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { add, checkpoint, grad, mul, nonDifferentiable, sin, sum, type Tensor, take, tensor } from "@wengert/core";
import { forwardDiff, jacfwd } from "@wengert/forward";
import { describe, expect, test } from "vitest";

describe("runs of the function", () => {
  /** How often a function runs, by what is made of it. */
  function runs(make: (f: (x: Tensor) => Tensor) => () => unknown): number {
    let count = 0;
    const run = make((x) => {
      count++;
      return sin(x);
    });
    run();
    return count;
  }
  const x = tensor([1, 2, 3]);

  test("forwardDiff: one for the value, one for each chunk", () => {
    for (const [chunk, passes] of [
      [1, 3],
      [2, 2],
      [3, 1],
      [8, 1],
    ]) {
      expect(runs((f) => () => grad(forwardDiff((x: Tensor) => sum(f(x)), { chunk }))(x))).toBe(1 + passes);
      expect(runs((f) => () => jacfwd(f, { chunk })(x))).toBe(passes);
    }
  });

  test("checkpoint: one more for each level of nesting", () => {
    for (const depth of [1, 2, 3, 4]) {
      const nested = (f: (x: Tensor) => Tensor) => {
        let g = f;
        for (let level = 0; level < depth; level++) {
          const inner = g;
          g = checkpoint((x: Tensor) => inner(x));
        }
        return () => grad(g)(1);
      };
      expect(runs(nested)).toBe(1 + depth);
    }
  });
});

describe("memory", () => {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const length = 10_000;
  const inputs = tensor(Float64Array.from({ length }, (_, i) => i / length));

  /** Live memory, in tensors of the intermediate values' size. */
  function live(): number {
    gc();
    gc(); // what the first one found is only given back now
    return process.memoryUsage().arrayBuffers / (8 * length);
  }

  /** What is live at the end of the last pass, in the gradient of `depth` steps by `count` parameters. */
  function kept(count: number, depth: number, chunk: number): number {
    const start = live();
    let passes = 0;
    let last = Number.NaN;
    const look = nonDifferentiable(() => {
      if (++passes === 1 + count / chunk) last = live() - start;
    });
    const model = (p: Tensor): Tensor => {
      let y = inputs;
      for (let step = 0; step < depth; step++) {
        y = sin(add(mul(y, take(p, step % count)), take(p, (step + 1) % count)));
      }
      look();
      return sum(y);
    };
    grad(forwardDiff(model, { chunk }))(tensor(Float64Array.from({ length: count }, (_, k) => 0.1 + k / count)));
    return last;
  }

  test("of forwardDiff grows with chunk × live intermediates, not with parameters, nor with what has been passed", () => {
    const small = kept(8, 12, 1);
    expect(small).toBeLessThanOrEqual(12);
    expect(kept(32, 12, 1)).toBeLessThanOrEqual(small + 6);
    expect(kept(8, 48, 1)).toBeLessThanOrEqual(small + 6);
    const wide = kept(8, 12, 8);
    expect(wide).toBeGreaterThan(12);
    expect(kept(32, 12, 8)).toBeLessThanOrEqual(4 * 8 + 6);
    expect(kept(8, 48, 8)).toBeLessThanOrEqual(4 * 8 + 6);
  }, 60_000); // full collections, on a machine that may be busy
});
