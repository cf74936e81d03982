/*
 * One convention for axes: every operation that takes one accepts it alone and as an option, and says the same of an axis that is
 * not there. An operation without a row needs a reason.
 */
import { ArgumentError, arange, isTensor, type Tensor, tensor, zeros } from "@wengert/array";
import * as ops from "@wengert/ops";
import { expect, test } from "vitest";

type Axis = number | { readonly axis: number } | readonly number[] | { readonly axis: readonly number[] };

const x = ops.reshape(ops.sin(arange(24)), 2, 3, 4);
const ones = tensor([[[0]], [[1]]]);

/** Where the axis is the second argument, and `xs.map(op)` would give it the index of an element. */
const second = {
  all: ops.all,
  any: ops.any,
  argmax: ops.argmax,
  argmin: ops.argmin,
  argsort: ops.argsort,
  cummax: ops.cummax,
  cummin: ops.cummin,
  cumprod: ops.cumprod,
  cumsum: ops.cumsum,
  expandDims: ops.expandDims,
  flip: ops.flip,
  logSoftmax: ops.logSoftmax,
  logcumsumexp: ops.logcumsumexp,
  logsumexp: ops.logsumexp,
  max: ops.max,
  mean: ops.mean,
  median: ops.median,
  min: ops.min,
  nanMax: ops.nanMax,
  nanMean: ops.nanMean,
  nanMin: ops.nanMin,
  nanStd: ops.nanStd,
  nanSum: ops.nanSum,
  nanVariance: ops.nanVariance,
  prod: ops.prod,
  softmax: ops.softmax,
  sort: ops.sort,
  squeeze: ops.squeeze,
  std: ops.std,
  sum: ops.sum,
  variance: ops.variance,
} as unknown as Record<string, (y: Tensor, axis?: Axis, ...none: unknown[]) => Tensor>;

const later = {
  concat: (y, axis) => ops.concat([y, y], axis),
  crossEntropy: (y, axis) => ops.crossEntropy(y, ops.softmax(y, axis), axis),
  gather: (y, axis) => ops.gather(y, ones, axis),
  oneHot: (y, axis) => ops.oneHot(ops.round(ops.abs(y)), 2, axis),
  quantile: (y, axis) => ops.quantile(y, 0.25, axis),
  repeat: (y, axis) => ops.repeat(y, 2, axis),
  roll: (y, axis) => ops.roll(y, 1, axis),
  scatterAdd: (y, axis) => ops.scatterAdd(y, ones, 1, axis),
  split: (y, axis) => ops.split(y, [1], axis),
  stack: (y, axis) => ops.stack([y, y], axis),
  take: (y, axis) => ops.take(y, [0, 1], axis),
} as Record<string, (y: Tensor, axis?: never) => Tensor | readonly Tensor[]>;

/** Operations with an axis that have another argument in that place, or several kinds of axes. */
const reasons: Record<string, string> = {
  convolve: "along the last axis",
  cumtrapz: "a number behind y is the points of x",
  diff: "NumPy's second argument is n",
  fft: "NumPy's second argument is n",
  fft2: "takes several axes, with n beside them",
  fftn: "takes several axes, with n beside them",
  histogram: "of all elements",
  ifft: "NumPy's second argument is n",
  ifft2: "takes several axes, with n beside them",
  ifftn: "takes several axes, with n beside them",
  interp: "points of one axis",
  irfft: "NumPy's second argument is n",
  meshgrid: "an axis for each argument",
  moveAxis: "takes a source and a destination",
  pad: "a width for each axis",
  rfft: "NumPy's second argument is n",
  searchsorted: "a sorted array of one axis",
  set: "an index for each axis",
  slice: "bounds for each axis",
  swapAxes: "takes two axes",
  tile: "a count for each axis",
  transpose: "takes an order of all axes",
  trapezoid: "a number behind y is the points of x",
};

const numbers = (y: Tensor | readonly Tensor[]): unknown => (isTensor(y) ? [y.shape, y.toArray()] : y.map(numbers));

test.each(Object.entries({ ...second, ...later }))("%s takes its axis alone and as an option", (name, op) => {
  const call = op as (y: Tensor, axis?: unknown) => Tensor | readonly Tensor[];
  const y = name === "squeeze" ? zeros([1, 1, 1]) : x;
  const results = [0, 1, 2, -1].map((axis) => {
    const alone = numbers(call(y, axis));
    expect(numbers(call(y, { axis }))).toEqual(alone);
    return JSON.stringify(alone);
  });
  const isOfResult = ["stack", "expandDims", "oneHot"].includes(name);
  if (name !== "squeeze") expect(new Set(results).size).toBe(isOfResult ? 4 : 3);
  if (!["crossEntropy", "expandDims"].includes(name)) {
    expect(numbers(call(y, { axis: undefined }))).toEqual(numbers(call(y)));
  }
  for (const axis of [7, { axis: 7 }]) expect(() => call(y, axis)).toThrow(/no axis 7/);
  expect(() => call(y, { axes: 0 })).toThrow(ArgumentError);
});

test.each(Object.entries(second))("%s does not take the index of an element for an axis", (name, op) => {
  expect(() => [x].map(op as never)).toThrow(ArgumentError);
  expect(() => [x].map(op as never)).toThrow(`xs.map((x) => ${name}(x))`);
});

test.each(["sum", "mean", "max", "softmax", "logsumexp", "any", "std", "flip", "roll", "nanSum", "median"])(
  "%s takes several axes alone",
  (name) => {
    const op = (axis: Axis) =>
      name === "roll" ? ops.roll(x, 1, axis) : (second[name] as (y: Tensor, a: Axis) => Tensor)(x, axis);
    expect(numbers(op([0, -1]))).toEqual(numbers(op({ axis: [0, -1] })));
  },
);

test("every operation whose source speaks of an axis has a row or a reason", () => {
  const known = [...Object.keys(second), ...Object.keys(later), ...Object.keys(reasons)];
  expect(known.filter((name) => !(name in ops))).toEqual([]);
  const speaking = Object.entries(ops).filter(([, op]) => /axis|axes/i.test(String(op)));
  expect(speaking.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
});

test("a shape is written with and without brackets", () => {
  expect(ops.reshape(arange(6), 2, 3).toArray()).toEqual(ops.reshape(arange(6), [2, 3]).toArray());
  expect(ops.reshape(arange(6), -1, 2).shape).toEqual([3, 2]);
  expect(ops.reshape(zeros([2, 3]), 6).shape).toEqual([6]);
  expect(() => ops.reshape(arange(6), 4, 2)).toThrow("do not fill the shape [4, 2]");
  expect(() => ops.reshape(arange(6), [2] as never, 3)).toThrow("must be integers");
});
