import { type Tensor, tensor } from "@wengert/array";
import * as ops from "@wengert/core";
import { grad } from "@wengert/core";
import { test } from "vitest";
import { expectSame } from "./compiled.ts";

function point(shape: readonly number[], k: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => Math.sin(7 * i + k) * 10 ** ((i % 5) - 2)),
    shape,
  );
}

// Few rows of many numbers, fewer than are added up at a time, and rows longer than a block.
test.each([
  [1, 300],
  [2, 65],
  [2, 128],
  [3, 100],
  [3, 128],
  [3, 129],
  [5, 60],
  [5, 513],
  [3, 1000],
  [9, 1024],
  [2, 1025],
  [2, 2500],
])("sums of %i rows of %i, along either axis, of what is broadcast along the other", (rows, length) => {
  const points = [0, 1].map((k) => [
    point([rows, length], k),
    point([rows, 1], k + 1),
    point([length], k + 2),
    point([2, rows, length], k + 3),
  ]);
  const parts = (x: Tensor, column: Tensor, row: Tensor): Tensor => ops.square(ops.sub(ops.mul(x, row), column));
  for (const axis of [0, 1]) {
    const f = (x: Tensor, column: Tensor, row: Tensor, many: Tensor): readonly Tensor[] => [
      ops.sum(parts(x, column, row), { axis }),
      ops.sum(parts(many, column, row), { axis: axis + 1 }),
    ];
    expectSame(f as never, points);
    const total = (...xs: readonly Tensor[]): Tensor =>
      ops.add(
        ...(f(...(xs as [Tensor, Tensor, Tensor, Tensor])).map((y) => ops.sum(ops.square(y))) as [Tensor, Tensor]),
      );
    expectSame(grad(total as never, { argnums: [0, 1, 2, 3] }) as never, points);
  }
});
