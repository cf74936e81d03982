/*
 * Attributes mean the same when the arguments of a rule get further leading axes. All rules that the public ops bind are
 * found by recording them, so that none can be forgotten: each call is made at two points, and the rule must then do
 * with both stacked what it did with each, in its value and in its derivatives.
 */
import { isTensor, type Tensor, tensor } from "@wengert/array";
import { vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import * as ops from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { type Line, Recording, within } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "./tables/elementwise.ts";
import { at, cube, matrix, type Row, row, type Table } from "./tables/inputs.ts";
import { reductionRows } from "./tables/reductions.ts";
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
  equal: comparison(ops.equal),
  finiteMask: at((x) => ops.finiteMask(x), matrix),
  greater: comparison(ops.greater),
  greaterEqual: comparison(ops.greaterEqual),
  less: comparison(ops.less),
  lessEqual: comparison(ops.lessEqual),
  nanMask: at((x) => ops.nanMask(x), matrix),
  notEqual: comparison(ops.notEqual),
};

const indices = tensor([
  [1, 0, 2],
  [-1, 1, 0],
]);

/** Indices that are traced themselves. */
const indexRows: Table = {
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

const table: Table = { ...elementwiseRows, ...reductionRows, ...shapeRows, ...constantRows };

class Recorder extends Recording {
  get calls(): readonly Line[] {
    return this.lines;
  }
}

type Op = (...xs: readonly Tensor[]) => Tensor;

/** Calls an op, with its derivatives or without; `follow` makes a value one that is recorded. */
type Way = (op: Op, xs: readonly Tensor[], follow: (x: Tensor) => Tensor) => unknown;

const ways: readonly Way[] = [
  (op, xs) => op(...xs),
  (op, xs, follow) => {
    const [y, pullback] = vjp(op as (x: Tensor) => Tensor, ...(xs as [Tensor]));
    return pullback(follow(someLike(y, 1)));
  },
  (op, xs, follow) =>
    jvp(
      op,
      xs,
      xs.map((x, k) => follow(someLike(x, k))),
    ),
];

/** The calls of rules that an op makes at these arguments. */
function callsOf(op: Op, xs: readonly Tensor[], way: Way): readonly Line[] {
  return within(new Recorder(), (recorder) => {
    const follow = (x: Tensor): Tensor => recorder.leaf(x);
    way(op, xs.map(follow), follow);
    return recorder.calls;
  });
}

/** Another point of the same shape. Whole numbers may be indices, so they only change places. */
function another(x: Tensor): Tensor {
  const { data } = x;
  const moved = data.every(Number.isInteger) ? data.toReversed() : data.map((v, i) => 0.9 * v + 0.03 * Math.cos(5 * i));
  return tensor(moved, x.shape);
}

/** Some numbers in the shape of x. */
function someLike({ size, shape }: Tensor, phase: number): Tensor {
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.cos(phase + 2 * i)),
    shape,
  );
}

/** Two tensors of equal shape along a new first axis. With more axes asked for, these come behind it. */
function stacked(x: Tensor, y: Tensor, ndim: number = x.ndim): Tensor {
  expect(y.shape).toEqual(x.shape);
  const added = new Array<number>(ndim - x.ndim).fill(1);
  return tensor(Float64Array.of(...x.data, ...y.data), [2, ...added, ...x.shape]);
}

function expectClose(actual: Tensor, expected: Tensor): void {
  expect(actual.size).toBe(expected.size);
  const differs = actual.data.findIndex((a, i) => {
    const b = expected.data[i];
    return !(Object.is(a, b) || Math.abs(a - b) <= 1e-13 * Math.max(1, Math.abs(b)));
  });
  if (differs >= 0) expect(actual.data).toEqual(expected.data);
}

type Entry = Value | null | undefined | (() => Value);

function computed(entry: Entry): Tensor | undefined {
  const value = typeof entry === "function" ? entry() : entry;
  return value === null || value === undefined ? undefined : resolve(value);
}

/** Compares what a rule gives for two calls with what it gives for both at once. */
function expectSame(results: readonly unknown[], both: unknown): void {
  const [a, b, together] = [...results, both].map((entry) => computed(entry as Entry));
  if (a === undefined || b === undefined || together === undefined) {
    expect([a, b, together]).toEqual([undefined, undefined, undefined]);
  } else if (a.ndim > 0 || together.size > 1) expectClose(together, stacked(a, b));
  else expect([a.item(), b.item()]).toEqual([together.item(), together.item()]);
}

/** Whether the call is one of an operation whose arguments broadcast: then they are aligned before axes are added. */
function ranks({ attributes, primals }: Line): readonly number[] {
  const highest = Math.max(...primals.map((x) => x.ndim));
  return primals.map((x) => (attributes === undefined ? highest : x.ndim));
}

function checkCall(a: Line, b: Line): void {
  const { rule, attributes } = a;
  expect(b.rule.name).toBe(rule.name);
  expect(b.attributes).toEqual(attributes);
  if (attributes !== undefined) expect(JSON.parse(JSON.stringify(attributes))).toEqual(attributes);
  if (!isTensor(a.y) || !isTensor(b.y)) throw new Error(`${rule.name} has several outputs`);

  const rest = attributes === undefined ? [] : [attributes];
  const ndims = ranks(a);
  const xs = a.primals.map((x, k) => stacked(x, b.primals[k], ndims[k]));
  const y = rule.impl(...xs, ...rest) as Tensor;
  expect(y.shape).toEqual([2, ...a.y.shape]);
  expectClose(y, stacked(a.y, b.y));

  const { held } = rule;
  if (held === "all") return;
  const calls = [a, b].map((line, phase) => ({
    line,
    dxs: line.primals.map((x, k) => (held?.includes(k) ? undefined : someLike(x, phase + k))),
    ybar: someLike(line.y as Tensor, phase),
  }));
  const dxs = calls[0].dxs.map((dx, k) =>
    dx === undefined ? undefined : stacked(dx, calls[1].dxs[k] as Tensor, ndims[k]),
  );
  if (rule.jvp !== undefined) {
    const { jvp } = rule;
    const single = calls.map(({ line, dxs }) => jvp(dxs, line.primals, line.y, attributes));
    expectSame(single, jvp(dxs, xs, y, attributes));
  }
  if (rule.vjp !== undefined) {
    const { vjp } = rule;
    const single = calls.map(({ line, ybar }) => vjp(ybar, line.primals, line.y, attributes) as Entry[]);
    const both = vjp(stacked(calls[0].ybar, calls[1].ybar), xs, y, attributes) as Entry[];
    for (const [k, entry] of both.entries()) expectSame([single[0][k], single[1][k]], entry);
  }
}

const structural = new Set<string>();

function checkRow([op, args]: Row, differentiable: boolean): void {
  const xs = args.map((x) => resolve(x as Value));
  for (const way of differentiable ? ways : ways.slice(0, 1)) {
    const [first, second] = [xs, xs.map(another)].map((point) => callsOf(op as unknown as Op, point, way));
    expect(second.length).toBe(first.length);
    for (const [k, line] of first.entries()) {
      if (line.attributes !== undefined) structural.add(line.rule.name);
      checkCall(line, second[k]);
    }
  }
}

describe("rules with further leading axes", () => {
  test.each(Object.keys(table))("%s", (name) => {
    for (const row of [...table[name], ...(indexRows[name] ?? [])]) checkRow(row, !(name in constantRows));
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
