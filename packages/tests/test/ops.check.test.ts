import { type CheckRuleOptions, checkRule } from "@wengert/check";
import { type Tensor, tensor, type Value } from "@wengert/core";
import * as ops from "@wengert/ops";
import { describe, expect, test } from "vitest";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;
type Row = readonly [op: (...args: never[]) => Tensor, args: readonly unknown[], options?: CheckRuleOptions];

const x = tensor([
  [0.3, 0.7, 0.2],
  [0.9, 0.4, 0.6],
]);
const row = tensor([0.5, 0.25, 0.85]);
const column = tensor([[1.2], [0.3]]);
const empty = tensor([], [0, 3]);

/** What an elementwise op of one argument must bear: a matrix and stacks of it, a number, nothing at all. */
function unary(op: Unary, at: Tensor = x): readonly Row[] {
  return [
    [op, [at], { batched: true }],
    [op, [at.data[1]]],
    [op, [empty]],
  ];
}

/** And one of two: equal shapes, every way to broadcast, numbers. */
function binary(op: Binary): readonly Row[] {
  return [
    [
      op,
      [
        x,
        tensor(
          x.data.map((value) => 0.37 * value),
          x.shape,
        ),
      ],
      { batched: true },
    ],
    [op, [x, row]],
    [op, [column, x]],
    [op, [column, row]],
    [op, [x, 0.33]],
    [op, [0.33, x]],
    [op, [0.4, 0.9]],
    [op, [empty, row]],
  ];
}

/** One row per op; every exported op must have one. */
const table: Record<string, readonly Row[]> = {
  abs: unary(ops.abs),
  acos: unary(ops.acos),
  acosh: unary(ops.acosh, tensor([1.5, 2, 7])),
  add: binary(ops.add),
  asin: unary(ops.asin),
  asinh: unary(ops.asinh),
  atan: unary(ops.atan),
  atan2: binary(ops.atan2),
  atanh: unary(ops.atanh),
  broadcastTo: [
    [(x: Tensor) => ops.broadcastTo(x, [4, 2, 3]), [x]],
    [(x: Tensor) => ops.broadcastTo(x, [2, 3]), [column]],
    [(x: Tensor) => ops.broadcastTo(x, [0, 3]), [row]],
    [(x: Tensor) => ops.broadcastTo(x, [2, 2]), [7]],
  ],
  cbrt: unary(ops.cbrt),
  concat: [
    [(x: Tensor, y: Tensor) => ops.concat([x, y], 1), [x, column]],
    [(x: Tensor, y: Tensor) => ops.concat([x, y, x], -2), [x, empty]],
  ],
  cos: unary(ops.cos),
  cosh: unary(ops.cosh),
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
  exp: unary(ops.exp),
  exp2: unary(ops.exp2),
  expandDims: [
    [(x: Tensor) => ops.expandDims(x, 1), [x]],
    [(x: Tensor) => ops.expandDims(x, -1), [3]],
  ],
  expm1: unary(ops.expm1),
  log: unary(ops.log),
  log10: unary(ops.log10),
  log1p: unary(ops.log1p),
  log2: unary(ops.log2),
  logSigmoid: unary(ops.logSigmoid),
  maximum: binary(ops.maximum),
  mean: [
    [(x: Tensor) => ops.mean(x), [x]],
    [(x: Tensor) => ops.mean(x, { axis: -1, keepDims: true }), [x]],
  ],
  minimum: binary(ops.minimum),
  mul: binary(ops.mul),
  neg: unary(ops.neg),
  pow: [...binary(ops.pow), [(x: Tensor) => ops.pow(x, 3), [tensor([-2, -0.5, 0, 0.5])]]],
  reciprocal: unary(ops.reciprocal),
  reshape: [
    [(x: Tensor) => ops.reshape(x, [3, -1]), [x]],
    [(x: Tensor) => ops.reshape(x, [1, 1]), [3]],
  ],
  rsqrt: unary(ops.rsqrt),
  sigmoid: unary(ops.sigmoid),
  sign: unary(ops.sign),
  sin: unary(ops.sin),
  sinh: unary(ops.sinh),
  softplus: unary(ops.softplus),
  sqrt: unary(ops.sqrt),
  square: unary(ops.square),
  stack: [
    [(x: Tensor, y: Tensor) => ops.stack([x, y], 1), [x, x]],
    [(x: Tensor, y: Tensor) => ops.stack([x, y]), [1, 2]],
  ],
  sub: binary(ops.sub),
  sum: [
    [(x: Tensor) => ops.sum(x), [x]],
    [(x: Tensor) => ops.sum(x, { axis: 0 }), [x]],
    [(x: Tensor) => ops.sum(x, { axis: [0, -1], keepDims: true }), [x]],
    [(x: Tensor) => ops.sum(x, { axis: 0 }), [empty]],
    [(x: Tensor) => ops.sum(x), [3]],
  ],
  tan: unary(ops.tan),
  tanh: unary(ops.tanh),
  transpose: [
    [(x: Tensor) => ops.transpose(x), [x]],
    [
      (x: Tensor) => ops.transpose(x, [2, 0, 1]),
      [
        tensor(
          Float64Array.from({ length: 24 }, (_, i) => Math.sin(i)),
          [2, 3, 4],
        ),
      ],
    ],
  ],
  where: [
    [(x: Tensor, y: Tensor) => ops.where(ops.greater(x, 0.5), x, y), [x, row]],
    [(x: Tensor, y: Tensor) => ops.where(ops.greater(x, 0.5), y, x), [x, 2]],
  ],
  zeroSafeMul: binary(ops.zeroSafeMul),
};

/** Not differentiated: checked by value below. */
const masks = ["equal", "finiteMask", "greater", "greaterEqual", "less", "lessEqual", "notEqual"];

describe.each(Object.entries(table))("%s", (name, rows) => {
  test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
    checkRule(op, args, { name, ...options });
  });
});

test("every exported op stands in the table", () => {
  expect([...Object.keys(table), ...masks].sort()).toEqual(Object.keys(ops).sort());
});

test("masks are 0 and 1", () => {
  const [a, b] = [tensor([1, 2, 3, Number.NaN]), tensor([2, 2, 2, Number.NaN])];
  expect(ops.equal(a, b).toArray()).toEqual([0, 1, 0, 0]);
  expect(ops.notEqual(a, b).toArray()).toEqual([1, 0, 1, 1]);
  expect(ops.less(a, b).toArray()).toEqual([1, 0, 0, 0]);
  expect(ops.lessEqual(a, b).toArray()).toEqual([1, 1, 0, 0]);
  expect(ops.greater(a, b).toArray()).toEqual([0, 0, 1, 0]);
  expect(ops.greaterEqual(a, b).toArray()).toEqual([0, 1, 1, 0]);
  expect(ops.finiteMask(tensor([1, Number.NaN, Number.POSITIVE_INFINITY])).toArray()).toEqual([1, 0, 0]);
});
