/* Operations decide by numbers how they compute: what a plan was written down at has no say in what it computes elsewhere. */
import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { hessian, jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { mul, neg, stack, sum } from "@wengert/ops";
import { applyUpdates, rprop } from "@wengert/optim";
import * as special from "@wengert/special";
import { describe, expect, test } from "vitest";
import { bitsOf } from "./compiled.ts";

type Op = (x: Tensor) => Tensor;

const { besselK, logBeta, matern, periodic, rationalQuadratic, ...ofOne } = special;
const ops: Record<string, Op> = {
  ...(ofOne as Record<string, Op>),
  "matern ½": (x) => matern(x, 0.5),
  "matern 1.7": (x) => matern(x, 1.7),
  "matern ∞": (x) => matern(x, Number.POSITIVE_INFINITY),
  "besselK 0.3": (x) => besselK(0.3, x),
  "besselK 40": (x) => besselK(40, x),
  periodic: (x) => periodic(x, 1.3, 0.7),
  rationalQuadratic: (x) => rationalQuadratic(x, 0.8),
  "rationalQuadratic in α": (x) => rationalQuadratic(2, x),
  logBeta: (x) => logBeta(x, neg(x)),
};

const modes: Record<string, (f: Op) => (x: Tensor) => unknown> = {
  value: (f) => f,
  jvp: (f) => (x) => jvp(f, [x], [tensor([1, -1, 0.5])]),
  vmap: (f) => (x) => vmap(grad((y: Tensor) => sum(f(y))) as Op)(stack([x, neg(x)])),
  hessian: (f) => hessian((x: Tensor) => sum(f(x))) as (x: Tensor) => unknown,
};

const points = [
  [0.1, 0.5, 0.9],
  [3, 7, 40],
  [-0.3, -2.5, -30],
  [0, -0, 1],
  [Number.NaN, Infinity, -Infinity],
].map((x) => tensor(x));

describe.each(Object.entries(ops))("%s", (_, f) => {
  test.each(Object.entries(modes))("%s", (_, mode) => {
    const g = mode(f);
    for (const first of [points[0], points[4]]) {
      const compiled = compile(g);
      for (const x of [first, first, ...points]) expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => g(x)));
    }
  });
});

test("an optimizer that goes by signs", () => {
  const { init, update } = rprop(0.1);
  const step = (g: Tensor, state: never, x: Tensor) => {
    const [updates, next] = update(g, state, x);
    return [applyUpdates(x, updates), next] as const;
  };
  const compiled = compile(step);
  let [x, state] = [tensor([1, 2]), init(tensor([1, 2]))];
  for (const slope of [1, 1, -0.2, 0, 0, 3, -1, -1]) {
    const g = mul(slope, tensor([1, -2]));
    const wanted = step(g, state as never, x);
    expect(bitsOf(() => compiled(g, state as never, x))).toEqual(bitsOf(() => wanted));
    [x, state] = wanted as unknown as [typeof x, typeof state];
  }
});
