import { type Tensor, tensor, type Value } from "@wengert/core";
import * as ops from "@wengert/ops";
import type { Row } from "./inputs.ts";

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

/** Where elementwise functions of one argument have their corners, ends and poles, and NaN. */
export const POINTS: readonly number[] = [-inf, -2, -1, 0, 1, 2, inf, nan];

/** A function of one argument at every point. */
export function everywhere(op: (x: Value) => unknown, points: readonly number[] = POINTS): readonly Row[] {
  return points.map((x) => [op as Row[0], [x]] as const);
}

/** A function of two arguments at every pair of points. */
export function pairs(
  op: (x: Value, y: Value) => Tensor,
  xs: readonly number[],
  ys: readonly number[],
): readonly Row[] {
  return xs.flatMap((x) => ys.map((y) => [op, [x, y]] as const));
}

const few = [-inf, -1, 0, 1, inf, nan];
const both = (op: (x: Value, y: Value) => Tensor): readonly Row[] => pairs(op, few, few);

/** Elementwise operations that are not of one argument. */
export const elementwiseKinks: Readonly<Record<string, readonly Row[]>> = {
  add: both(ops.add),
  atan2: both(ops.atan2),
  clip: [
    ...everywhere((x) => ops.clip(x, -1, 1)),
    ...everywhere((x) => ops.clip(x, 0, inf)),
    ...everywhere((x) => ops.clip(x, -inf, inf)),
    [ops.clip, [1, -1, 1]],
    [ops.clip, [tensor([-2, -1, 0, 1, 2]), -1, 1]],
  ],
  div: both(ops.div),
  gelu: [...everywhere(ops.gelu), ...everywhere((x) => ops.gelu(x, { approximate: true }))],
  hypot: both(ops.hypot),
  logaddexp: both(ops.logaddexp),
  maximum: both(ops.maximum),
  minimum: both(ops.minimum),
  mul: both(ops.mul),
  // Of a negative number there is no power in between whole ones, so the exponent is fixed there.
  pow: [
    ...pairs(ops.pow, [0, 0.5, 1, 2, inf], [-inf, -1, 0, 0.5, 1, 2, inf]),
    ...[-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3].flatMap((n) => everywhere((x) => ops.pow(x, n))),
  ],
  remainder: pairs(ops.remainder, [-3, -1, 0, 1, 4], [-2, -1, 0.5, 1, 2]),
  sub: both(ops.sub),
  where: pairs((x, y) => ops.where(ops.greater(x, 0), x, y), few, few),
  xlogy: pairs(ops.xlogy, few, [0, 1, 2, inf]),
};

const vectors: readonly Tensor[] = [
  [3, 1, 3],
  [0, 0, 0],
  [2, 0, 5],
  [0, 0, 5],
  [2, 2, 2],
  [0, 1000],
  [1, inf],
  [1, -inf],
  [inf, inf],
  [-inf, -inf],
  [inf, -inf],
  [1, nan, 5],
].map((x) => tensor(x));
const of = (op: (x: Tensor) => Tensor): readonly Row[] => vectors.map((x) => [op, [x]] as const);

/** Reductions, and what chooses and moves elements: at ties, zeros and infinities, all elements and rows of a matrix. */
const table = tensor([
  [2, 2, 0],
  [0, -1, 0],
]);
const rows = (op: (x: Tensor) => Tensor): Row => [op, [table]];

export const vectorKinks: Readonly<Record<string, readonly Row[]>> = {
  cumprod: [...of((x) => ops.cumprod(x)), rows((x) => ops.cumprod(x, { axis: 1 }))],
  cumsum: of((x) => ops.cumsum(x)),
  gather: of((x) => ops.gather(x, [1])),
  logSoftmax: [...of((x) => ops.logSoftmax(x)), rows((x) => ops.logSoftmax(x, { axis: 0 }))],
  logsumexp: [...of((x) => ops.logsumexp(x)), rows((x) => ops.logsumexp(x, { axis: 0 }))],
  max: [...of((x) => ops.max(x)), rows((x) => ops.max(x, { axis: 1 }))],
  mean: of((x) => ops.mean(x)),
  min: [...of((x) => ops.min(x)), rows((x) => ops.min(x, { axis: 0 }))],
  prod: [...of((x) => ops.prod(x)), rows((x) => ops.prod(x, { axis: 0 }))],
  softmax: [...of((x) => ops.softmax(x)), rows((x) => ops.softmax(x, { axis: 0 }))],
  sort: [...of((x) => ops.sort(x)), rows((x) => ops.sort(x, { axis: 0 }))],
  std: [...of((x) => ops.std(x)), rows((x) => ops.std(x, { axis: 0, ddof: 1 }))],
  sum: of((x) => ops.sum(x)),
  take: of((x) => ops.take(x, [1, 1])),
  variance: [...of((x) => ops.variance(x)), rows((x) => ops.variance(x, { axis: 0 }))],
};

/** What these roots make infinite must not reach elements that they do not depend on. */
export const chosenKinks: Readonly<Record<string, readonly Row[]>> = {
  sqrt: [[ops.sqrt, [tensor([0, 1, 4])]]],
  "sqrt, where": [[(x: Tensor) => ops.where(ops.greater(x, 0), ops.sqrt(x), 0), [tensor([-1, 0, 4])]]],
  "sqrt, take": [[(x: Tensor) => ops.take(ops.sqrt(x), 1), [tensor([0, 1])]]],
  "sqrt of maximum": [[(x: Tensor) => ops.sqrt(ops.maximum(x, 0)), [tensor([-1, 4])]]],
  "log, concat": [[(x: Tensor) => ops.concat([ops.log(x), x], 0), [tensor([0, 1])]]],
};
