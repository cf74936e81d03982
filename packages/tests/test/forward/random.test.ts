/* Random programs: whatever is composed, both modes and their combinations agree with each other and with values. */
import { checkGrads } from "@wengert/check";
import {
  add,
  adjoint,
  atan,
  checkpoint,
  cos,
  exp,
  mul,
  pushforward,
  sigmoid,
  sin,
  softplus,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
} from "@wengert/core";
import { forwardDiff } from "@wengert/forward";
import fc from "fast-check";
import { test } from "vitest";

type Program = (xs: readonly Tensor[]) => Tensor;

const unary: readonly ((x: Tensor) => Tensor)[] = [
  sin,
  cos,
  tanh,
  atan,
  sigmoid,
  softplus,
  (x) => exp(sin(x)),
  (x) => mul(0.5, square(x)),
  adjoint((x) => [square(x), (g) => [mul(g, mul(2, x))]]),
  pushforward((x) => [sin(x), (dx) => mul(dx, cos(x))]),
];

/** Programs over two vectors, with regions and checkpoints around parts of them. */
const { program } = fc.letrec<{ program: Program; leaf: Program; node: Program }>((tie) => ({
  program: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("node")),
  leaf: fc.constantFrom<Program>(
    ([x]) => x,
    ([, y]) => y,
    ([x, y]) => mul(x, y),
  ),
  node: fc.oneof(
    fc.tuple(fc.constantFrom(...unary), tie("program")).map(
      ([f, p]): Program =>
        (xs) =>
          f(p(xs)),
    ),
    fc.tuple(fc.constantFrom(add, sub, mul), tie("program"), tie("program")).map(
      ([f, p, q]): Program =>
        (xs) =>
          f(p(xs), q(xs)),
    ),
    tie("program").map(
      (p): Program =>
        (xs) =>
          forwardDiff(() => p(xs))(),
    ),
    tie("program").map(
      (p): Program =>
        (xs) =>
          checkpoint(() => p(xs))(),
    ),
  ),
}));

test("derivatives of random programs", () => {
  const at: [Tensor, Tensor] = [tensor([0.3, -0.7]), tensor([0.45, 0.2])];
  fc.assert(
    fc.property(program, (p) => {
      checkGrads((x: Tensor, y: Tensor) => sum(p([x, y])), at, { order: 2, tolerance: 1e-6, exact: 1e-10 });
    }),
    { numRuns: 60, seed: 11 },
  );
});
