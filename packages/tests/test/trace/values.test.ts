import { tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import * as ops from "@wengert/ops";
import { nonDifferentiable } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { row } from "../ops/tables/inputs.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";
import { batched, replayed } from "./interpreters.ts";
import { followsValues, type Rows } from "./programs.ts";

const { sub, mul } = ops;

/** Functions of numbers alone: there is nothing to follow. */
const ofNumbers = ["trilIndices", "triuIndices"];

/** Operations without derivative, which stand in no table of derivatives. */
const constants: Record<string, Rows> = {
  all: [[(x) => ops.all(ops.greater(x, 0.3)), [row]]],
  any: [[(x) => ops.any(ops.greater(x, 0.8), { axis: 0, keepDims: true }), [row]]],
  argmax: [
    [ops.argmax, [row]],
    [
      (x) => ops.argmax(x, { axis: 1, keepDims: true }),
      [
        tensor([
          [1, 5, 3],
          [4, 2, 9],
        ]),
      ],
    ],
  ],
  argmin: [[ops.argmin, [row]]],
  argsort: [[ops.argsort, [row]]],
  equal: [[ops.equal, [row, 0.25]]],
  finiteMask: [[ops.finiteMask, [tensor([1, Number.NaN, 3, Number.POSITIVE_INFINITY])]]],
  greater: [[ops.greater, [row, 0.3]]],
  greaterEqual: [[ops.greaterEqual, [row, 0.25]]],
  less: [[ops.less, [0.3, row]]],
  lessEqual: [[ops.lessEqual, [row, 0.25]]],
  nanMask: [[ops.nanMask, [tensor([1, Number.NaN, 3])]]],
  oneHot: [[(x) => ops.oneHot(x, 4), [tensor([2, 0, 3])]]],
  searchsorted: [[ops.searchsorted, [tensor([0.1, 0.4, 0.8]), row]]],
  notEqual: [[ops.notEqual, [row, 0.25]]],
};

followsValues({ ...constants, ...elementwiseRows, ...reductionRows, ...sequenceRows, ...shapeRows, ...specialRows }, 0);

test("every exported op is among them", () => {
  const names = [constants, elementwiseRows, reductionRows, sequenceRows, shapeRows].flatMap((table) =>
    Object.keys(table),
  );
  expect([...names, ...ofNumbers].sort()).toEqual(Object.keys(ops).sort());
});

describe("what is chosen by numbers is chosen anew", () => {
  const x = tensor([1, -2, 3]);
  const other = tensor([-1, 5, 2]);
  const branches = (x: ops.Indices): ReturnType<typeof mul> =>
    ops.where(ops.greater(x as never, 0), mul(2, x as never), mul(3, x as never));

  test("by where and a comparison", () => {
    expect(replayed((x) => [branches(x)], [tensor(1)], [tensor(-1)])[0].item()).toBe(-3);
  });

  test("by sort, and by positions that depend on the values", () => {
    const sorted = replayed((x) => [ops.sort(x), ops.take(x, ops.argmax(x))], [x], [other]);
    expect(sorted.map((y) => y.toArray())).toEqual([[-1, 2, 5], 5]);
  });

  test("by a function of the user's without derivative", () => {
    const clipped = nonDifferentiable((x) =>
      tensor(
        x.data.map((v) => Math.min(v, 2)),
        x.shape,
      ),
    );
    const program = (x: ReturnType<typeof tensor>) => [grad((z) => ops.sum(mul(z, clipped(z))))(x) as never];
    expect(replayed(program, [x], [other])[0]).toEqual(clipped(other));
    expect(batched(program, [[x], [other]]).map(([y]) => y.toArray())).toEqual([
      [1, -2, 2],
      [-1, 2, 2],
    ]);
  });

  test("a function whose result is no Tensor cannot be followed", () => {
    const count = nonDifferentiable((x) => x.data.filter((v) => v > 0).length);
    expect(() => replayed((x) => [sub(x, count(x))], [x], [other])).toThrow("nonDifferentiable");
  });
});
