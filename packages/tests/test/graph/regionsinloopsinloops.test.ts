import { type Tensor, tensor } from "@wengert/array";
import { checkpoint, grad } from "@wengert/core";
import { forwardDiff } from "@wengert/forward";
import { forLoop, scan, whileLoop } from "@wengert/graph";
import { add, cos, less, mul, sin, sum } from "@wengert/ops";
import { describe, test } from "vitest";
import { expectSame } from "./compiled.ts";

/* Regions in a step of a loop that is in a step of another one, whose results the step goes on with. */

type Step = (c: Tensor) => Tensor;

const bodies: Record<string, Step> = {
  checkpoint: (c) => mul(2, checkpoint(sin)(c)),
  forwardDiff: (c) => mul(2, forwardDiff(sin)(c)),
  "two of them": (c) => checkpoint(sin)(checkpoint(cos)(c)),
  "one in the other": (c) => mul(2, checkpoint((d: Tensor) => mul(3, checkpoint(sin)(d)))(c)),
  "one that closes over the carry": (c) => mul(c, checkpoint(() => sin(mul(c, 0.5)))()),
};

const xs = tensor([1, 0.5, 2, 3]);

const loops: Record<string, (f: Step) => Step> = {
  "scan in segments": (f) => (x) =>
    scan((c: Tensor, z: Tensor) => [f(mul(c, z)), null], x, xs, { checkpoint: true })[0],
  "scan in segments, and a rest": (f) => (x) =>
    scan((c: Tensor, z: Tensor) => [f(add(c, z)), c], x, xs, { checkpoint: 3, reverse: true })[0],
  "forLoop in a whileLoop": (f) => (x) =>
    whileLoop(
      ({ k }) => less(k, 2),
      ({ k, c }) => ({ k: add(k, 1), c: forLoop(2, (_i, d) => f(d), c) }),
      { k: 0, c: x },
      { maxSteps: 2 },
    ).c,
};

describe.each(Object.entries(loops))("%s", (_name, loop) => {
  test.each(Object.entries(bodies))("%s", (_name, f) => {
    const value = loop(f);
    const gradient = grad((x: Tensor) => sum(value(x)));
    expectSame((x: Tensor) => [value(x), gradient(x)], [[tensor(1.3)], [tensor(-0.4)]]);
  });
});

test("second derivatives", () => {
  const value = loops["scan in segments"](bodies["checkpoint"]);
  const gradient = grad((x: Tensor) => sum(value(x)));
  expectSame(
    grad((x: Tensor) => sum(gradient(x))),
    [[tensor([1.3, 0.2])], [tensor([0.7, -0.4])]],
  );
});
