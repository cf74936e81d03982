import { isTensor, type Tensor, tensor, WengertError } from "@wengert/array";
import { presenceOf, withPresence } from "@wengert/array/author";
import { vmap } from "@wengert/batch";
import { adjoint, grad, pushforward, rule, vjp } from "@wengert/core";
import { forwardDiff, hessian, jvp } from "@wengert/forward";
import { compile } from "@wengert/graph";
import * as ops from "@wengert/ops";
import { add, clip, greater, max, maximum, min, minimum, mul, neg, relu, stack, sub, sum, where } from "@wengert/ops";
import { flatten } from "@wengert/tree";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { bitsOf } from "./compiled.ts";

/*
 * Of what does not depend on anything nobody calls a user's derivative, and the derivative is 0, not −0. A program that is written down
 * finds out only when it runs whether it does.
 */

type Scalar = (x: Tensor) => Tensor;

const authored: Record<string, Scalar> = {
  adjoint: adjoint((x: Tensor) => [neg(x), (g: Tensor) => [neg(g)]]),
  pushforward: pushforward((x: Tensor) => [neg(x), (dx: Tensor) => neg(dx)]),
  vjp: rule({ name: "opposite", impl: (x: Tensor) => neg(x), vjp: (g) => [sub(-0, g)] }) as Scalar,
  jvp: rule({ name: "opposite", impl: (x: Tensor) => neg(x), jvp: ([dx]) => dx && mul(-1, dx) }) as Scalar,
};

const heads: Record<string, Scalar> = {
  relu: (x) => sum(relu(x)),
  maximum: (x) => sum(maximum(x, tensor([0.1, -0.2, 0.3]))),
  minimum: (x) => sum(minimum(x, 0.1)),
  clip: (x) => sum(clip(x, -0.5, 0.5)),
  max: (x) => max(x),
  min: (x) => min(x),
  where: (x) => sum(where(greater(x, 0), mul(x, 3), 1)),
};

const modes: Record<string, (f: Scalar) => (x: Tensor) => unknown> = {
  grad: (f) => grad(f),
  "vjp of −1": (f) => (x) => vjp(f, x)[1](-1),
  jvp: (f) => (x) => jvp(f, [x], [tensor([1, -1, 2])]),
  hessian: (f) => hessian(f) as Scalar,
  "grad of grad": (f) => grad((x: Tensor) => sum(mul(grad(f)(x), tensor([1, -2, 3])))),
  vmap: (f) => (x) => vmap(grad(f) as Scalar)(stack([x, neg(x)])),
  forwardDiff: (f) => grad(forwardDiff(f)),
};

const points = [
  [1, 2, 3],
  [-1, -2, -3],
  [1, -2, 3],
  [-0, 0, 1],
  [Number.NaN, Infinity, -1],
].map((x) => tensor(x));

/** Whichever point is the one at which it is written down. */
function expectSameFrom(f: (x: Tensor) => unknown): void {
  for (const first of points.slice(0, 2)) {
    const compiled = compile(f);
    for (const x of [first, first, ...points]) expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => f(x)));
  }
}

describe.each(Object.entries(authored))("a user's %s", (_, u) => {
  test.each(Object.entries(modes))("by %s", (_, mode) => {
    expectSameFrom(mode((x) => Object.values(heads).reduce((total, head) => add(total, head(u(x))), tensor(-0))));
    for (const head of [heads["relu"], heads["clip"], heads["max"]]) expectSameFrom(mode((x) => head(u(x))));
  });
});

test("a derivative that nobody asks for may be one of code that has none", () => {
  const opaque = adjoint((x: Tensor) => [
    tensor(x.data.map((v) => -v), x.shape), // biome-ignore format: one line says it
    (g: Tensor) => [
      tensor(
        g.data.map((v) => -v),
        g.shape,
      ),
    ],
  ]);
  expectSameFrom((x) => jvp((z: Tensor) => sum(opaque(relu(z))), [x], [tensor([1, 1, 1])]));
});

/** None where the numbers are not those that the operation wants. */
function leavesOf(f: () => unknown): readonly unknown[] {
  try {
    return flatten(f()).leaves;
  } catch (error) {
    if (error instanceof WengertError) return [];
    throw error;
  }
}

test("what does not depend is 0 in every operation, never −0", () => {
  const rows = {
    ...elementwiseRows,
    ...reductionRows,
    ...sequenceRows,
    ...shapeRows,
    neg: [[ops.neg, [tensor([1, -2])]]],
  };
  for (const [name, all] of Object.entries(rows)) {
    const [op, args] = all[0] as object as readonly [(...xs: readonly unknown[]) => unknown, readonly unknown[]];
    for (const [k, x] of args.entries()) {
      if (!isTensor(x) || x.ndim === 0) continue;
      for (const every of [1, 2]) {
        const mask = tensor(x.data.map((_, i) => (i % every === 0 ? 0 : 1)), x.shape); // biome-ignore format: likewise
        const partial = withPresence(tensor(x.data.map((v, i) => mask.data[i] * Math.abs(v)), x.shape), mask); // biome-ignore format: likewise
        for (const y of leavesOf(() => op(...args.map((arg, i) => (i === k ? partial : arg))))) {
          const presence = isTensor(y) ? presenceOf(y)?.data : undefined;
          presence?.forEach((p, i) => {
            if (p === 0) expect([name, Object.is((y as Tensor).data[i], 0)]).toEqual([name, true]);
          });
        }
      }
    }
  }
});
