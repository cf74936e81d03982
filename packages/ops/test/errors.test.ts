import { ArgumentError, ShapeError, tensor, zeros } from "@wengert/array";
import { describe, expect, test } from "vitest";
import * as ops from "../src/index.ts";

const x = zeros([2, 3]);

describe("an axis that is not there: op, axis and shape are named", () => {
  const calls: Record<string, () => unknown> = {
    sum: () => ops.sum(x, { axis: 2 }),
    mean: () => ops.mean(x, { axis: [0, 2] }),
    prod: () => ops.prod(x, { axis: 2 }),
    max: () => ops.max(x, { axis: 2 }),
    min: () => ops.min(x, { axis: 2 }),
    variance: () => ops.variance(x, { axis: 2 }),
    std: () => ops.std(x, { axis: 2 }),
    logsumexp: () => ops.logsumexp(x, { axis: 2 }),
    softmax: () => ops.softmax(x, { axis: 2 }),
    logSoftmax: () => ops.logSoftmax(x, { axis: 2 }),
    argmax: () => ops.argmax(x, { axis: 2 }),
    argmin: () => ops.argmin(x, { axis: 2 }),
    any: () => ops.any(x, { axis: 2 }),
    all: () => ops.all(x, { axis: 2 }),
    cumsum: () => ops.cumsum(x, { axis: 2 }),
    cumprod: () => ops.cumprod(x, { axis: 2 }),
    transpose: () => ops.transpose(x, [0, 2]),
    swapAxes: () => ops.swapAxes(x, 0, 2),
    moveAxis: () => ops.moveAxis(x, 2, 0),
    squeeze: () => ops.squeeze(x, 2),
    concat: () => ops.concat([x, x], 2),
    split: () => ops.split(x, 1, 2),
    take: () => ops.take(x, 0, 2),
    gather: () => ops.gather(x, [[0]], 2),
    scatterAdd: () => ops.scatterAdd(x, [[0]], 1, 2),
    flip: () => ops.flip(x, 2),
    roll: () => ops.roll(x, 1, 2),
    repeat: () => ops.repeat(x, 1, 2),
    sort: () => ops.sort(x, { axis: 2 }),
  };
  test.each(Object.entries(calls))("%s", (name, call) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(`${name}: no axis 2 for a tensor of shape [2, 3]: axes run from -2 to 1.`);
  });

  test("expandDims counts in its result", () => {
    expect(() => ops.expandDims(x, 3)).toThrow(
      "expandDims: no axis 3 for a tensor of shape [2, 3]: axes run from -3 to 2.",
    );
  });

  test("of a scalar", () => {
    expect(() => ops.sum(1, { axis: 0 })).toThrow("sum: no axis 0 for a tensor of shape []: a scalar has no axes.");
  });
});

describe("other mistakes", () => {
  const calls: readonly (readonly [name: string, call: () => unknown, message: string | RegExp])[] = [
    ["add", () => ops.add(x, zeros([2])), "add: shapes [2, 3] and [2] do not broadcast"],
    [
      "where",
      () => ops.where(x, zeros([2, 1]), zeros([4])),
      "where: shapes [2, 3] and [2, 1] and [4] do not broadcast",
    ],
    ["sum", () => ops.sum(x, { axis: [0, -2] }), "sum: [0, -2] names an axis of a tensor of shape [2, 3] twice."],
    ["max", () => ops.max(zeros([2, 0]), { axis: 1 }), "max: axis 1 of a tensor of shape [2, 0] has no elements."],
    ["argmin", () => ops.argmin(zeros([0])), "argmin: axis 0 of a tensor of shape [0] has no elements."],
    ["reshape", () => ops.reshape(x, [4, -1]), "reshape: 6 elements of shape [2, 3] do not fill the shape [4, -1]."],
    ["reshape", () => ops.reshape(x, [-1, -1]), "reshape: 6 elements of shape [2, 3] do not fill the shape [-1, -1]."],
    [
      "broadcastTo",
      () => ops.broadcastTo(x, [3]),
      "broadcastTo: a tensor of shape [2, 3] does not fit into the shape [3].",
    ],
    ["transpose", () => ops.transpose(x, [0]), "transpose: [0] is no permutation of the 2 axes"],
    ["transpose", () => ops.transpose(x, [1, 1]), "transpose: [1, 1] names an axis of a tensor of shape [2, 3] twice."],
    ["moveAxis", () => ops.moveAxis(x, [0, 1], 0), "moveAxis: 2 axes cannot be moved to 1 positions (shape [2, 3])."],
    ["squeeze", () => ops.squeeze(x, 0), "squeeze: axis 0 of a tensor of shape [2, 3] has length 2, not 1."],
    ["concat", () => ops.concat([]), "concat: there is nothing to join."],
    ["concat", () => ops.concat([x, zeros([3, 2])]), "concat: shapes [2, 3] and [3, 2] differ in another axis than 0."],
    ["stack", () => ops.stack([x, zeros([3, 2])]), "stack: shapes [2, 3] and [3, 2] differ."],
    ["split", () => ops.split(x, 2, 1), "split: axis 1 of a tensor of shape [2, 3] cannot be cut into 2 equal parts."],
    [
      "slice",
      () => ops.slice(x, [0, 0, 0], []),
      "slice: [0, 0, 0] are no bounds for the axes of a tensor of shape [2, 3]",
    ],
    ["slice", () => ops.slice(x, [0.5], []), "slice: [0.5] are no bounds"],
    ["slice", () => ops.slice(x, [], [], [0]), "slice: a step must not be 0."],
    ["take", () => ops.take(x, [0, 3], 1), "take: there is no index 3 on axis 1 of a tensor of shape [2, 3]."],
    ["take", () => ops.take(x, 0.5, 1), "take: there is no index 0.5 on axis 1"],
    [
      "gather",
      () => ops.gather(x, [0]),
      "gather: the indices have shape [1], x has [2, 3]: they need equally many axes.",
    ],
    ["scatterAdd", () => ops.scatterAdd(x, [[0]], zeros([2]), 0), "scatterAdd: shapes [2] and [1, 3] do not broadcast"],
    [
      "scatterAdd",
      () => ops.scatterAdd(x, [[0]], zeros([2, 1]), 0),
      "scatterAdd: values of shape [2, 1] do not fit to the [1, 3]",
    ],
    ["pad", () => ops.pad(x, [1]), "pad: [1] are no widths for a tensor of shape [2, 3]"],
    ["pad", () => ops.pad(x, -1), "pad: widths must be non-negative integers, one or an array of them, not -1."],
    ["pad", () => ops.pad(zeros([0]), 1, { mode: "edge" }), "pad: axis 0 has no elements to continue (shape [0])."],
    ["roll", () => ops.roll(x, [1, 2], 0), "roll: 2 shifts for 1 axes of a tensor of shape [2, 3]."],
    ["repeat", () => ops.repeat(x, [1, 2], 1), "repeat: 2 counts for axis 1 of a tensor of shape [2, 3]."],
    ["tile", () => ops.tile(x, 1.5), "tile: counts must be non-negative integers, one or an array of them, not 1.5."],
  ];
  test.each(calls)("%s", (name, call, message) => {
    expect(call).toThrow(ShapeError);
    expect(call).toThrow(message);
    expect(call).toThrow(name);
  });

  test("the indexing of a mesh", () => {
    for (const indexing of ["yx", "", 0, null]) {
      expect(() => ops.meshgrid([x], { indexing: indexing as never })).toThrow(ArgumentError);
      expect(() => ops.meshgrid([x], { indexing: indexing as never })).toThrow('indexing must be "xy" or "ij"');
    }
  });

  test("options that are no plain object", () => {
    expect(() => ops.softmax(x, tensor([1]) as object)).toThrow(ArgumentError);
    expect(() => ops.sum(x, "0" as unknown as object)).toThrow("sum: options must be a plain object, not");
  });
});
