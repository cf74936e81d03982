import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { adjoint, checkpoint, grad, jacrev, pushforward, rule, stopGradient, valueAndGrad, vjp } from "@wengert/core";
import { forwardDiff, hvp, jacfwd, jacobian, jvp, linearize } from "@wengert/forward";
import { compile, forLoop, scan, whileLoop } from "@wengert/graph";
import { add, cos, greater, less, mul, sin, square, sub, sum, tanh, where } from "@wengert/ops";
import { describe, test } from "vitest";
import { expectSame } from "./compiled.ts";

/*
 * What a step of a loop may have in it: transformations, regions, loops, rules of an author. Compiled, each is what it is eagerly, to the last
 * bit, in value, gradient and second order.
 */

type Two = (c: Tensor, w: Tensor) => Tensor;

/** A vector of a vector and a number. */
const inner: Two = (c, w) => tanh(add(mul(c, w), mul(0.3, sin(c))));

const energy = (c: Tensor, w: Tensor): Tensor => sum(mul(square(inner(c, w)), c));

const halved = (x: Tensor): Tensor => mul(0.5, x);

const withPullback = adjoint((c: Tensor, w: Tensor) => {
  const y = sin(mul(c, w));
  return [y, (ybar: Tensor) => [() => mul(mul(ybar, cos(mul(c, w))), w), () => sum(mul(mul(ybar, cos(mul(c, w))), c))]];
});

const withPushforward = pushforward((c: Tensor, w: Tensor) => {
  const y = sin(mul(c, w));
  return [y, (dc: Tensor, dw: Tensor) => mul(cos(mul(c, w)), add(mul(dc, w), mul(c, dw)))];
});

const authored = rule({
  name: "authored",
  impl: (c: Tensor, w: Tensor) => sin(mul(c, w)),
  jvp: ([dc, dw], [c, w]) => mul(cos(mul(c, w)), add(mul(dc ?? 0, w), mul(c, dw ?? 0))),
});

const regions: Record<string, Two> = {
  checkpoint: checkpoint(inner),
  forwardDiff: forwardDiff(inner),
  "checkpoint that closes over": (c, w) => checkpoint(() => inner(c, w))(),
  "forwardDiff in checkpoint": checkpoint((c: Tensor, w: Tensor) => forwardDiff((d: Tensor) => inner(d, w))(c)),
  "checkpoint in forwardDiff": forwardDiff((c: Tensor, w: Tensor) => checkpoint((d: Tensor) => inner(d, w))(c)),
  "two checkpoints": (c, w) => checkpoint(inner)(checkpoint(inner)(c, w), w),
  "checkpoint with a choice": checkpoint((c: Tensor, w: Tensor) => where(greater(c, 0.2), inner(c, w), mul(c, w))),
  grad: (c, w) => halved(grad((d: Tensor) => energy(d, w))(c)),
  "grad of checkpoint": (c, w) => halved(grad((d: Tensor) => sum(square(checkpoint(inner)(d, w))))(c)),
  "grad of forwardDiff": (c, w) => halved(grad((d: Tensor) => sum(square(forwardDiff(inner)(d, w))))(c)),
  "checkpoint of grad": checkpoint((c: Tensor, w: Tensor) => halved(grad((d: Tensor) => energy(d, w))(c))),
  jvp: (c, w) => halved(jvp((d: Tensor) => inner(d, w), [c], [sin(c)])[1]),
  vjp: (c, w) => halved(vjp((d: Tensor) => inner(d, w), c)[1](cos(c))[0]),
  linearize: (c, w) => halved(linearize((d: Tensor) => inner(d, w), c)[1](cos(c))),
  hvp: (c, w) => mul(0.1, hvp((d: Tensor) => energy(d, w))(c, cos(c))),
  jacobian: (c, w) => halved(sum(jacobian((d: Tensor) => inner(d, w))(c), { axis: 0 })),
  jacrev: (c, w) => halved(sum(jacrev((d: Tensor) => inner(d, w))(c), { axis: 0 })),
  jacfwd: (c, w) => halved(sum(jacfwd((d: Tensor) => inner(d, w))(c), { axis: 0 })),
  vmap: (c, w) => vmap((d: Tensor) => inner(d, w))(c),
  "vmap of grad": (c, w) => halved(vmap(grad((d: Tensor) => energy(d, w)))(c)),
  "vmap of checkpoint": (c, w) => vmap(checkpoint((d: Tensor) => inner(d, w)))(c),
  "checkpoint of vmap": checkpoint((c: Tensor, w: Tensor) => vmap((d: Tensor) => inner(d, w))(c)),
  scan: (c, w) => scan((d: Tensor, x: Tensor) => [inner(add(d, x), w), null], c, tensor([0.1, -0.2]))[0],
  "scan of checkpoint": (c, w) => scan((d: Tensor) => [checkpoint(inner)(d, w), null], c, null, { length: 2 })[0],
  "checkpoint of scan": checkpoint(
    (c: Tensor, w: Tensor) => scan((d: Tensor) => [inner(d, w), d], c, null, { length: 2 })[0],
  ),
  forLoop: (c, w) => forLoop(2, (i, d) => inner(add(d, mul(0.1, i)), w), c),
  whileLoop: (c, w) =>
    whileLoop(
      ({ k, d }) => mul(less(k, 3), less(sum(d), 9)),
      ({ k, d }) => ({ k: add(k, 1), d: inner(d, w) }),
      { k: 0, d: c },
      { maxSteps: 4 },
    ).d,
  "whileLoop of forwardDiff": (c, w) =>
    whileLoop(
      ({ k }) => less(k, 2),
      ({ k, d }) => ({ k: add(k, 1), d: forwardDiff(inner)(d, w) }),
      { k: 0, d: c },
      { maxSteps: 2 },
    ).d,
  adjoint: withPullback,
  "checkpoint of adjoint": checkpoint(withPullback),
  pushforward: withPushforward,
  "forwardDiff of pushforward": forwardDiff(withPushforward),
  rule: authored,
  "grad of adjoint": (c, w) => halved(grad((d: Tensor) => sum(square(withPullback(d, w))))(c)),
  compile: compile(inner),
  "compile of grad": (c, w) => halved(compile(grad((d: Tensor) => energy(d, w)))(c)),
  stopGradient: (c, w) => add(inner(c, w), stopGradient(mul(0.1, inner(w, c)))),
};

/** A loop whose step is `f`, of the first carry and what the step closes over. */
const loops: Record<string, (f: Two) => Two> = {
  scan: (f) => (c, w) => {
    const [last, ys] = scan(
      (d: Tensor, x: Tensor) => {
        const next = f(add(d, x), w);
        return [next, sum(mul(next, d))];
      },
      c,
      tensor([0.1, 0.3, -0.2, 0.05]),
    );
    return add(last, sum(ys));
  },
  forLoop: (f) => (c, w) => forLoop(3, (i, d) => f(add(d, mul(0.1, i)), w), c),
  whileLoop: (f) => (c, w) =>
    whileLoop(
      ({ k, d }) => mul(less(k, 3), less(sum(d), 9)),
      ({ k, d }) => ({ k: add(k, 1), d: f(d, w) }),
      { k: 0, d: c },
      { maxSteps: 4 },
    ).d,
};

const points = [
  [tensor([0.4, -0.7]), tensor(0.9)],
  [tensor([-0.2, 1.1]), tensor(1.2)],
] as const;

/** Those that are in steps of all loops, and differentiated twice. All are where they are asked for: `REGIONS=all npx vitest run …`. */
const common = [
  "checkpoint",
  "forwardDiff",
  "grad of checkpoint",
  "jvp",
  "hvp",
  "vmap of checkpoint",
  "checkpoint of scan",
  "adjoint",
  "pushforward",
];

describe.each(Object.entries(loops))("in a step of %s", (name, loop) => {
  const isCommon = (region: string): boolean => process.env["REGIONS"] === "all" || common.includes(region);
  const named = Object.entries(regions).filter(([region]) => name === "scan" || isCommon(region));

  test.each(named)("%s", (region, f) => {
    const loss: Two = (c, w) => sum(mul(loop(f)(c, w), tensor([1, -0.6])));
    const gradient = valueAndGrad(loss as never, { argnums: [0, 1] }) as unknown as Two;
    const second: Two = (c, w) => jvp(gradient as never, [c, w] as never, [cos(c), sub(w, 0.5)]) as never;
    const derivative = isCommon(region) ? second : gradient;
    expectSame((c: Tensor, w: Tensor) => [loop(f)(c, w), derivative(c, w)], points);
  });
});
