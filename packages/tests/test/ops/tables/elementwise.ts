import { tensor, type Value } from "@wengert/core";
import * as ops from "@wengert/ops";
import { at, binary, matrix, row, type Table, unary } from "./inputs.ts";

const spread = tensor([-2.3, -0.7, 0.4, 1.9]);
const far = tensor([-800, -40, 40, 800]);
const positive = tensor([0.2, 1.7, 9.1]);

export const elementwiseRows: Table = {
  abs: unary(ops.abs, spread),
  acos: unary(ops.acos),
  acosh: unary(ops.acosh, tensor([1.03, 1.5, 2, 7])),
  add: binary(ops.add),
  asin: unary(ops.asin),
  asinh: unary(ops.asinh, spread),
  atan: unary(ops.atan, spread),
  atan2: [...binary(ops.atan2), [ops.atan2, [spread, tensor([-1, 0.4, -3, 2])]]],
  atanh: unary(ops.atanh),
  cbrt: [...unary(ops.cbrt), ...at(ops.cbrt, tensor([-2, 8]))],
  ceil: unary(ops.ceil, spread),
  clip: [
    [ops.clip, [spread, -1, 1]],
    [ops.clip, [spread, tensor([[-1], [0.1]]), 1.2]],
    [ops.clip, [0.4, -1, 1]],
  ],
  cos: [...unary(ops.cos), ...at(ops.cos, far)],
  cosh: unary(ops.cosh, spread),
  div: binary(ops.div),
  elementwise: unary(
    ops.elementwise(
      "cube",
      (x) => x ** 3,
      (x) => ops.mul(3, ops.square(x)),
    ),
  ),
  elementwise2: binary(
    ops.elementwise2("hypotenuse", Math.hypot, [(x, _y, z) => ops.div(x, z), (_x, y, z) => ops.div(y, z)]),
  ),
  exp: unary(ops.exp, spread),
  exp2: unary(ops.exp2, spread),
  expm1: [...unary(ops.expm1, spread), ...at(ops.expm1, tensor([1e-9, -1e-9, 0]))],
  floor: unary(ops.floor, spread),
  gelu: [
    ...unary(ops.gelu, spread),
    ...at(ops.gelu, far, tensor([-38, -8, 0, 8])),
    ...at((x) => ops.gelu(x, { approximate: true }), spread, far, matrix),
  ],
  hypot: [...binary(ops.hypot), [ops.hypot, [spread, tensor([0, 1, -2, 3])]]],
  log: unary(ops.log),
  log10: unary(ops.log10),
  log1p: [...unary(ops.log1p), ...at(ops.log1p, tensor([1e-9, -0.3]))],
  log2: unary(ops.log2),
  logSigmoid: [...unary(ops.logSigmoid, spread), ...at(ops.logSigmoid, far)],
  logaddexp: [...binary(ops.logaddexp), [ops.logaddexp, [tensor([800, -800, 3]), tensor([-800, -801, 3])]]],
  logit: [...unary(ops.logit), ...at(ops.logit, tensor([0.02, 0.5, 0.98]))],
  maximum: binary(ops.maximum),
  minimum: binary(ops.minimum),
  mul: binary(ops.mul),
  neg: unary(ops.neg),
  pow: [
    ...binary(ops.pow),
    ...at((x) => ops.pow(x, 3), tensor([-2, -0.5, 0, 0.5])),
    ...at((x) => ops.pow(x, 2), tensor([-2, 0, 0.5])),
    ...at((x) => ops.pow(x, -2), tensor([-2, 0.5])),
    ...at((x) => ops.pow(x, 0), tensor([-2, 0, 0.5])),
    ...at((x) => ops.pow(2, x), spread),
  ],
  reciprocal: unary(ops.reciprocal),
  relu: unary(ops.relu, spread),
  remainder: [
    ...binary(ops.remainder),
    [ops.remainder, [tensor([7.3, -7.3, 7.3, -7.3]), tensor([2.1, 2.1, -2.1, -2.1])]],
  ],
  round: unary(ops.round, spread),
  rsqrt: unary(ops.rsqrt),
  sigmoid: [...unary(ops.sigmoid, spread), ...at(ops.sigmoid, far)],
  sign: unary(ops.sign, spread),
  silu: [...unary(ops.silu, spread), ...at(ops.silu, far)],
  sin: [...unary(ops.sin), ...at(ops.sin, far)],
  sinc: [...unary(ops.sinc, spread), ...at(ops.sinc, tensor([0, 1e-4, -0.2, 0.32, 1, 30.3]))],
  sinh: unary(ops.sinh, spread),
  softplus: [...unary(ops.softplus, spread), ...at(ops.softplus, far)],
  sqrt: unary(ops.sqrt, positive),
  square: unary(ops.square, spread),
  sub: binary(ops.sub),
  tan: unary(ops.tan),
  tanh: [...unary(ops.tanh, spread), ...at(ops.tanh, tensor([-30, 0, 1e-9, 30]))],
  where: [
    [(x: Value, y: Value) => ops.where(ops.greater(x, 0.5), x, y), [matrix, row]],
    [(x: Value, y: Value) => ops.where(ops.greater(x, 0.5), y, x), [matrix, 2]],
    [(x: Value, y: Value) => ops.where(1, x, y), [0.3, 0.4]],
  ],
  xlogy: [...binary(ops.xlogy), [(y: Value) => ops.xlogy(tensor([0, 2]), y), [tensor([0.3, 0.4])]]],
};
