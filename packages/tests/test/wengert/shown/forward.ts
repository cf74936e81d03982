import type { Tensor, Value } from "@wengert/core";
import * as forward from "@wengert/forward";
import { mul, square, stack } from "@wengert/ops";
import type { Table } from "./cells.ts";
import { cube } from "./core.ts";

const by = (x: Value) => (y: Tensor) => mul(x, cube(y));

export const forwardRows: Table = {
  derivative: [
    { use: (x) => forward.derivative(cube)(x), value: 12, slope: 12 },
    { use: (x) => forward.derivative(by(x))(1), value: 6, slope: 3 },
  ],
  diagHessian: [
    { use: (x) => forward.diagHessian(cube)(x), value: 12, slope: 6 },
    { use: (x) => forward.diagHessian(by(x))(1), value: 12, slope: 6 },
  ],
  forwardDiff: [
    { use: (x) => forward.forwardDiff(cube)(x), value: 8, slope: 12 },
    { use: (x) => forward.forwardDiff(() => cube(x))(), value: 8, slope: 12 },
  ],
  hessian: [
    { use: (x) => forward.hessian(cube)(x), value: 12, slope: 6 },
    { use: (x) => forward.hessian(by(x))(1), value: 12, slope: 6 },
  ],
  hvp: [
    { use: (x) => forward.hvp(cube)(x, 1), value: 12, slope: 6 },
    { use: (x) => forward.hvp(cube)(1, x), value: 12, slope: 6 },
    { use: (x) => forward.hvp(by(x))(1, 1), value: 12, slope: 6 },
  ],
  jacfwd: [
    { use: (x) => forward.jacfwd(cube)(x), value: 12, slope: 12 },
    { use: (x) => forward.jacfwd(by(x))(1), value: 6, slope: 3 },
  ],
  jacobian: [
    { use: (x) => forward.jacobian(cube)(x), value: 12, slope: 12 },
    { use: (x) => forward.jacobian(by(x))(1), value: 6, slope: 3 },
  ],
  jvp: [
    { use: (x) => forward.jvp(cube, [x], [1]), value: 20, slope: 24 },
    { use: (x) => forward.jvp(cube, [1], [x])[1], value: 6, slope: 3 },
    { use: (x) => forward.jvp(by(x), [1], [1])[1], value: 6, slope: 3 },
  ],
  linearize: [
    { use: (x) => forward.linearize(cube, x)[1](1), value: 12, slope: 12 },
    { use: (x) => forward.linearize(cube, 1)[1](x), value: 6, slope: 3 },
    { use: (x) => forward.linearize(by(x), 1)[1](1), value: 6, slope: 3 },
  ],
  sparsityOf: [
    { use: (x) => forward.sparsityOf((y: Tensor) => mul(y, square(y)))(stack([x, x])).rows.length, value: 2, slope: 0 },
  ],
};
