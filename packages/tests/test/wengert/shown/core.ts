import * as core from "@wengert/core";
import { adjoint, checkpoint, grad, jacrev, type Tensor, type Value, valueAndGrad, vjp } from "@wengert/core";
import { mul, square, sum } from "@wengert/ops";
import type { Table } from "./cells.ts";

export const cube = (x: Value): Tensor => mul(square(x), x);
class Box {
  readonly v: Value;
  constructor(v: Value) {
    this.v = v;
  }
}
core.registerNode(Box, { children: ({ v }) => ({ v }), rebuild: ({ v }) => new Box(v as Value) });

/** Of core, and what it re-exports of rule and array. */
export const coreRows: Table = {
  adjoint: [
    { use: adjoint((x: Tensor) => [cube(x), (g) => [mul(g, mul(3, square(x)))]]), value: 8, slope: 12 },
    { use: (x) => adjoint((y: Tensor) => [mul(x, y), (g) => [mul(g, x)]])(3), value: 6, slope: /closes over/ },
  ],
  arange: [
    {
      use: (x) => core.arange(x as number),
      value: 1,
      slope: /must be a number, not a Tensor or parameter/,
      tag: /must be a number, not a Tensor or parameter/,
    },
  ],
  checkpoint: [
    { use: (x) => checkpoint(cube)(x as Tensor), value: 8, slope: 12 },
    { use: (x) => checkpoint(() => cube(x))(), value: 8, slope: 12 },
  ],
  detectAnomaly: [{ use: (x) => core.detectAnomaly(() => cube(x)), value: 8, slope: 12 }],
  eye: [
    {
      use: (x) => core.eye(x as number),
      value: 2,
      slope: /a shape is an array of non-negative integers/,
      tag: /a shape is an array of non-negative integers/,
    },
  ],
  full: [
    {
      use: (x) => core.full([3], x as number),
      value: 6,
      slope: /value must be a number, not a Tensor or parameter/,
      tag: /value must be a number, not a Tensor or parameter/,
    },
  ],
  grad: [
    { use: (x) => grad(cube)(x), value: 12, slope: 12 },
    { use: (x) => grad((y: Tensor) => mul(x, cube(y)))(1), value: 6, slope: 3 },
  ],
  jacrev: [
    { use: (x) => jacrev(cube)(x), value: 12, slope: 12 },
    { use: (x) => jacrev((y: Tensor) => mul(x, cube(y)))(1), value: 6, slope: 3 },
  ],
  linspace: [
    {
      use: (x) => core.linspace(0, x as number, 3),
      value: 3,
      slope: /must be a number, not a Tensor or parameter/,
      tag: /must be a number, not a Tensor or parameter/,
    },
  ],
  nonDifferentiable: [
    { use: (x) => core.nonDifferentiable(cube)(x), value: 8, slope: 0 },
    { use: (x) => mul(x, core.nonDifferentiable(cube)(x)), value: 16, slope: 8 },
  ],
  ones: [
    {
      use: (x) => core.ones([x as number]),
      value: 2,
      slope: /ones: a shape is an array of non-negative integers/,
      tag: /ones: a shape is an array of non-negative integers/,
    },
  ],
  pushforward: [
    { use: core.pushforward((x: Tensor) => [cube(x), (dx) => mul(dx, mul(3, square(x)))]), value: 8, slope: 12 },
    { use: (x) => core.pushforward((y: Tensor) => [mul(x, y), (dy) => mul(dy, x)])(3), value: 6, slope: /closes over/ },
  ],
  registerNode: [{ use: (x) => grad((box: Box) => cube(box.v))(new Box(x) as never), value: 12, slope: 12 }],
  rule: [
    {
      use: core.rule({
        name: "cube",
        impl: cube as (x: Tensor) => Tensor,
        vjp: (g, [x]) => [mul(g, mul(3, square(x)))],
      }),
      value: 8,
      slope: 12,
    },
  ],
  ruleWithAttributes: [
    {
      use: (x) =>
        core.ruleWithAttributes({
          name: "times",
          impl: (y: Tensor, { by }: { by: number }) => mul(y, by),
          vjp: (g, _xs, _y, { by }) => [mul(g, by)],
        })(x, { by: 5 }),
      value: 10,
      slope: 5,
    },
  ],
  stopGradient: [
    { use: (x) => core.stopGradient(x), value: 2, slope: 0 },
    { use: (x) => mul(x, core.stopGradient(x)), value: 4, slope: 2 },
  ],
  surrogate: [{ use: (x) => core.surrogate(cube(x), square(x)), value: 8, slope: 4 }],
  tensor: [{ use: (x) => core.tensor([x as number, 1]), value: 3, slope: /is a Tensor/, tag: /is a Tensor/ }],
  valueAndGrad: [
    { use: (x) => valueAndGrad(cube)(x), value: 20, slope: 24 },
    { use: (x) => valueAndGrad((y: Tensor) => mul(x, cube(y)))(1), value: 8, slope: 4 },
  ],
  vjp: [
    { use: (x) => vjp(cube, x)[1](1), value: 12, slope: 12 },
    { use: (x) => vjp(cube, 1)[1](x), value: 6, slope: 3 },
    { use: (x) => vjp((y: Tensor) => mul(x, sum(y)), 1)[1](1), value: 2, slope: 1 },
  ],
  zeros: [
    {
      use: (x) => core.zeros([x as number]),
      value: 0,
      slope: /a shape is an array of non-negative integers/,
      tag: /a shape is an array of non-negative integers/,
    },
  ],
};
