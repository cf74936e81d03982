import { type Tensor, tensor } from "@wengert/core";
import * as ops from "@wengert/ops";
import { at, cube, empty, matrix, type Row, row, type Table } from "./inputs.ts";

type Reduction = (x: Tensor, o?: { axis?: number | number[]; keepDims?: boolean }) => Tensor;

const distinct = tensor([
  [0.31, -0.7, 1.2],
  [0.92, 0.44, -0.61],
]);
const none = tensor([], [2, 0]);

/** All elements, each axis, several axes, kept and dropped; a number. */
function reduction(op: Reduction): readonly Row[] {
  return [
    ...at((x) => op(x), distinct, 0.7, row),
    ...at((x) => op(x, { axis: 0 }), distinct, cube, tensor([[1.5, 2.5]])),
    ...at((x) => op(x, { axis: -1, keepDims: true }), distinct, cube),
    ...at((x) => op(x, { axis: [0, -1] }), cube),
    ...at((x) => op(x, { axis: [2, 1], keepDims: true }), cube),
    ...at((x) => op(x, { axis: [] }), distinct),
  ];
}

/** Without elements to reduce. */
const overNothing = (op: Reduction): readonly Row[] => at((x) => op(x, { axis: 1 }), none);

const zeros = tensor([
  [2, 0, 3],
  [0, 5, 0],
]);

export const reductionRows: Table = {
  cumprod: [
    ...at((x) => ops.cumprod(x), row, matrix, 0.7, none),
    ...at((x) => ops.cumprod(x, { axis: 1 }), cube, zeros, none),
    ...at((x) => ops.cumprod(x, { axis: -3 }), cube),
  ],
  cumsum: [
    ...at((x) => ops.cumsum(x), row, matrix, 0.7, none),
    ...at((x) => ops.cumsum(x, { axis: 1 }), cube, none),
    ...at((x) => ops.cumsum(x, { axis: 0 }), cube),
  ],
  logSoftmax: [
    ...at((x) => ops.logSoftmax(x), distinct, cube, 0.3, none, tensor([-800, 0, 800])),
    ...at((x) => ops.logSoftmax(x, { axis: [0, 1] }), cube),
  ],
  logsumexp: [...reduction(ops.logsumexp), ...at(ops.logsumexp, tensor([-800, 0, 800]))],
  max: reduction(ops.max),
  mean: reduction(ops.mean),
  min: reduction(ops.min),
  prod: [
    ...reduction(ops.prod),
    ...overNothing(ops.prod),
    ...at((x) => ops.prod(x, { axis: 1 }), zeros),
    ...at((x) => ops.prod(x), zeros),
  ],
  softmax: [
    ...at((x) => ops.softmax(x), distinct, cube, 0.3, none, tensor([-800, 0, 800])),
    ...at((x) => ops.softmax(x, { axis: 0 }), distinct),
    ...at((x) => ops.softmax(x, { axis: [0, 1] }), cube),
  ],
  std: [
    ...at((x) => ops.std(x), distinct),
    ...at((x) => ops.std(x, { axis: [0, 2], ddof: 1, keepDims: true }), cube),
    ...at((x) => ops.std(x, { axis: -1 }), cube),
  ],
  sum: [...reduction(ops.sum), ...overNothing(ops.sum), ...at((x) => ops.sum(x, { axis: 0 }), empty)],
  variance: [
    ...reduction(ops.variance),
    ...at((x) => ops.variance(x, { axis: 0, ddof: 1 }), distinct),
    ...at((x) => ops.variance(x, { axis: [0, 1], ddof: 1 }), cube),
  ],
};
