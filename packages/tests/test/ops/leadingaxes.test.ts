/* Attributes mean the same when the arguments of a rule get further leading axes; see `checkLeadingAxes`. */
import { type Tensor, tensor } from "@wengert/array";
import * as ops from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import { checkLeadingAxes } from "../trace/leadingaxes.ts";
import { elementwiseRows } from "./tables/elementwise.ts";
import { at, cube, matrix, type Row, row, type Table } from "./tables/inputs.ts";
import { reductionRows } from "./tables/reductions.ts";
import { sequenceRows } from "./tables/sequences.ts";
import { shapeRows } from "./tables/shapes.ts";

type Reduction = (x: Tensor, o?: { axis?: number }) => Tensor;

function search(op: Reduction): readonly Row[] {
  return [
    ...at((x) => op(x), row, cube, 0.5),
    ...at((x) => op(x, { axis: 0 }), matrix, cube),
    ...at((x) => op(x, { axis: -2 }), cube),
  ];
}

const comparison = (op: (x: Value, y: Value) => Tensor): readonly Row[] => [[op, [matrix, row]]];

const constantRows: Table = {
  all: search(ops.all),
  any: search(ops.any),
  argmax: search(ops.argmax),
  argmin: search(ops.argmin),
  argsort: [...at((x) => ops.argsort(x), matrix), ...at((x) => ops.argsort(x, { axis: 1 }), cube)],
  equal: comparison(ops.equal),
  finiteMask: at((x) => ops.finiteMask(x), matrix),
  greater: comparison(ops.greater),
  greaterEqual: comparison(ops.greaterEqual),
  less: comparison(ops.less),
  lessEqual: comparison(ops.lessEqual),
  nanMask: at((x) => ops.nanMask(x), matrix),
  notEqual: comparison(ops.notEqual),
  oneHot: at((x) => ops.oneHot(x, 3), tensor([1, 0, 2]), tensor([[0, 1]])),
  searchsorted: [
    [ops.searchsorted, [tensor([0.1, 0.4, 0.8]), matrix]],
    [(x: Tensor, v: Tensor) => ops.searchsorted(x, v, { side: "right" }), [tensor([0.1, 0.4]), 0.4]],
  ],
  trilIndices: at(() => ops.trilIndices(2)[0], 1),
  triuIndices: at(() => ops.triuIndices(2)[0], 1),
};

const indices = tensor([
  [1, 0, 2],
  [-1, 1, 0],
]);

/** Indices that are traced themselves, and other arguments without derivative. */
const indexRows: Table = {
  crossEntropy: [[(x: Tensor, at: Tensor) => ops.crossEntropy(x, at), [matrix, tensor([2, 0])]]],
  histogram: [
    [(x: Tensor) => ops.histogram(x, { bins: 3 }).counts, [matrix]],
    [(x: Tensor) => ops.histogram(x, { bins: [0.1, 0.5, 0.9] }).counts, [cube]],
  ],
  set: [[(x: Tensor, at: Tensor, v: Tensor) => ops.set(x, [null, at, 1], v), [cube, tensor([2, 0]), 7]]],
  gather: [
    [(x: Tensor, at: Tensor) => ops.gather(x, at, 1), [matrix, indices]],
    [(x: Tensor, at: Tensor) => ops.gather(x, at, 0), [tensor(matrix.data, [3, 2]), tensor([[1, -2]])]],
  ],
  scatterAdd: [[(x: Tensor, at: Tensor, v: Tensor) => ops.scatterAdd(x, at, v), [matrix, indices, row]]],
  take: [
    [(x: Tensor, at: Tensor) => ops.take(x, at), [matrix, indices]],
    [(x: Tensor, at: Tensor) => ops.take(x, at, -2), [cube, tensor([2, 0])]],
  ],
};

const table: Table = { ...elementwiseRows, ...reductionRows, ...sequenceRows, ...shapeRows, ...constantRows };

const structural = new Set<string>();

describe("rules with further leading axes", () => {
  test.each(Object.keys(table))("%s", (name) => {
    for (const [op, args] of [...table[name], ...(indexRows[name] ?? [])]) {
      for (const rule of checkLeadingAxes(op, args, !(name in constantRows))) structural.add(rule);
    }
  });

  test("every exported op was recorded", () => {
    expect(Object.keys(table).sort()).toEqual(Object.keys(ops).sort());
  });

  test("the rules with attributes were met, those of derivatives too", () => {
    const met = ["broadcastTo", "concat", "cumsum", "embed", "gather", "gatherElements", "recurrence", "reshape"];
    const more = ["scatterElements", "slice", "softmax", "sort", "sum", "sumTo", "take", "transpose", "weights"];
    expect([...structural]).toEqual(expect.arrayContaining([...met, ...more]));
  });
});
