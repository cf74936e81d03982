import { type Tensor, tensor } from "@wengert/core";
import * as ops from "@wengert/ops";
import { at, column, cube, empty, matrix, row, type Table } from "./inputs.ts";

const plain = tensor([
  [2, 0],
  [1, 1],
  [0, 2],
]);

export const shapeRows: Table = {
  broadcastTo: [
    ...at((x) => ops.broadcastTo(x, [4, 2, 3]), matrix, column, row, 7),
    ...at((x) => ops.broadcastTo(x, [2, 3]), column),
    ...at((x) => ops.broadcastTo(x, [0, 3]), row),
  ],
  concat: [
    [(x: Tensor, y: Tensor) => ops.concat([x, y], 1), [matrix, column]],
    [(x: Tensor, y: Tensor) => ops.concat([x, y, x], -2), [matrix, empty]],
    [(x: Tensor) => ops.concat([x]), [row]],
  ],
  expandDims: [...at((x) => ops.expandDims(x, 1), matrix), ...at((x) => ops.expandDims(x, -1), 3, empty)],
  flip: [
    ...at((x) => ops.flip(x), cube, row, 3, empty),
    ...at((x) => ops.flip(x, -1), cube),
    ...at((x) => ops.flip(x, [0, 2]), cube),
  ],
  gather: [
    ...at((x) => ops.gather(x, [[0, 2, 2, -1]], 1), matrix),
    ...at(
      (x) => ops.gather(x, plain.toArray() as number[][], 0),
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
    ),
    ...at((x) => ops.gather(x, [1, 1]), row),
    ...at((x) => ops.gather(x, tensor([], [2, 0])), matrix),
  ],
  moveAxis: [...at((x) => ops.moveAxis(x, 0, -1), cube), ...at((x) => ops.moveAxis(x, [0, 1], [-1, 0]), cube)],
  pad: [
    ...at((x) => ops.pad(x, 1), matrix, 3, empty),
    ...at((x) => ops.pad(x, [[0, 2], 1], { value: 3 }), matrix),
    ...at(
      (x) =>
        ops.pad(
          x,
          [
            [1, 2],
            [0, 5],
          ],
          { mode: "reflect" },
        ),
      matrix,
    ),
    ...at((x) => ops.pad(x, 4, { mode: "wrap" }), row),
    ...at((x) => ops.pad(x, 2, { mode: "edge" }), cube),
  ],
  repeat: [
    ...at((x) => ops.repeat(x, 2), matrix, 3),
    ...at((x) => ops.repeat(x, [2, 0, 1], -1), matrix),
    ...at((x) => ops.repeat(x, 3, 0), empty),
  ],
  reshape: [...at((x) => ops.reshape(x, [3, -1]), matrix), ...at((x) => ops.reshape(x, [1, 1]), 3)],
  roll: [
    ...at((x) => ops.roll(x, 2), matrix, row, 3, empty),
    ...at((x) => ops.roll(x, -5, 1), cube),
    ...at((x) => ops.roll(x, [1, 7], [0, 2]), cube),
  ],
  scatterAdd: [
    [(x: Tensor, v: Tensor) => ops.scatterAdd(x, [0, 2, 2], v), [row, tensor([1, 2, 3])]],
    [(x: Tensor, v: Tensor) => ops.scatterAdd(x, [[1], [0]], v, 1), [matrix, column]],
    [(x: Tensor, v: Tensor) => ops.scatterAdd(x, [[1, 0, 1]], v, 0), [matrix, 0.7]],
    [(x: Tensor, v: Tensor) => ops.scatterAdd(x, tensor([], [0]), v), [row, tensor([])]],
  ],
  slice: [
    ...at((x) => ops.slice(x, [0, 1], [1, 3]), matrix),
    ...at((x) => ops.slice(x, [null, -1], [null, null], [-1, -2]), cube),
    ...at((x) => ops.slice(x, [1, 0, 1], [2, 3, 4], [1, 2, 2]), cube),
    ...at((x) => ops.slice(x, [5], [9]), row),
    ...at((x) => ops.slice(x, [], []), row, 3),
  ],
  sort: [
    ...at((x) => ops.sort(x), matrix, cube, empty, row),
    ...at((x) => ops.sort(x, { axis: 1 }), cube),
    ...at((x) => ops.sort(x, { axis: -3 }), cube),
  ],
  split: [
    ...at((x) => ops.add(...(ops.split(x, 2) as [Tensor, Tensor])), matrix),
    ...at((x) => ops.split(x, [1, 3], -1)[1], cube),
  ],
  squeeze: [...at((x) => ops.squeeze(x), column, 3, cube), ...at((x) => ops.squeeze(x, -1), column)],
  stack: [
    [(x: Tensor, y: Tensor) => ops.stack([x, y], 1), [matrix, matrix]],
    [(x: Tensor, y: Tensor) => ops.stack([x, y]), [1, 2]],
    [(x: Tensor, y: Tensor) => ops.stack([x, y], -1), [row, row]],
  ],
  swapAxes: at((x) => ops.swapAxes(x, 0, -1), cube, matrix),
  take: [
    ...at((x) => ops.take(x, [2, 0, 2], 1), matrix),
    ...at(
      (x) =>
        ops.take(
          x,
          [
            [0, 1],
            [1, 1],
          ],
          -2,
        ),
      cube,
    ),
    ...at((x) => ops.take(x, -1), matrix, row),
    ...at((x) => ops.take(x, [], 0), matrix),
  ],
  tile: [
    ...at((x) => ops.tile(x, [2, 3]), matrix, row, 3),
    ...at((x) => ops.tile(x, 2), cube, empty),
    ...at((x) => ops.tile(x, [0, 1]), row),
  ],
  transpose: [...at((x) => ops.transpose(x), matrix, row, empty), ...at((x) => ops.transpose(x, [2, 0, -2]), cube)],
};
