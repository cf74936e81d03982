import { isTensor, type Tensor, tensor } from "@wengert/array";
import { adjoint, grad, pushforward } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { add, greater, mul, sum, where } from "@wengert/ops";
import { flatten } from "@wengert/tree";
import { describe, test } from "vitest";
import { functions } from "../linalg/tables/functions.ts";
import { general } from "../linalg/tables/general.ts";
import type { Row, Table } from "../linalg/tables/inputs.ts";
import { positive } from "../linalg/tables/positive.ts";
import { products } from "../linalg/tables/products.ts";
import { singular } from "../linalg/tables/singular.ts";
import { symmetricEigen } from "../linalg/tables/symmetric.ts";
import { elementwiseRows } from "../ops/tables/elementwise.ts";
import { reductionRows } from "../ops/tables/reductions.ts";
import { sequenceRows } from "../ops/tables/sequences.ts";
import { shapeRows } from "../ops/tables/shapes.ts";
import { specialRows } from "../special/tables/special.ts";
import { expectSame } from "./compiled.ts";

/*
 * Where an operation gets what does not depend on anything, its derivative is exactly 0, also behind an infinite or undefined one. A program
 * that is written down finds that out when it runs: each operation hands on that nothing depends.
 */

const table: Table = {
  ...elementwiseRows,
  ...reductionRows,
  ...sequenceRows,
  ...shapeRows,
  ...specialRows,
  ...products,
  ...positive,
  ...general,
  ...symmetricEigen,
  ...singular,
  ...functions,
} as never;

/** Rows of one operation that are looked at: `ROWS=100 npx vitest run …` for all. */
const count = Number(process.env["ROWS"] ?? 1);

/** Of a number v that counts where c is positive: the operation's results, each times something that is no number. */
function behind([op, args]: Row): (v: Tensor, c: Tensor) => Tensor {
  return (v, c) => {
    const chosen = args.map((x) =>
      isTensor(x) && !(x as Tensor).data.every(Number.isInteger)
        ? where(greater(c, 0), mul(x as Tensor, v), x as Tensor)
        : x,
    );
    const { leaves } = flatten((op as (...xs: readonly unknown[]) => unknown)(...chosen));
    let total = mul(0, v);
    for (const y of leaves) if (isTensor(y)) total = add(total, sum(mul(y, Number.NaN)));
    return total;
  };
}

const points = [1, -1, 1, -1].map((c) => [tensor(1), tensor(c)]);

const along = (f: (v: Tensor, c: Tensor) => Tensor) => (v: Tensor, c: Tensor) =>
  jvp((x: Tensor) => f(x, c), [v], [tensor(1)])[1];

describe.each(Object.entries(table))("%s", (_name, rows) => {
  test.each(rows.slice(0, count).map((row, i) => [i, row] as const))("row %i", (_i, row) => {
    const f = behind(row);
    expectSame(grad(f) as never, points);
    expectSame(along(f) as never, points);
  });
});

describe("a rule of the user's that reads numbers", () => {
  const halves = (x: Tensor): Tensor =>
    tensor(
      x.data.map((v) => 0.5 * v * v),
      x.shape,
    );
  const times = (x: Tensor, y: Tensor): Tensor =>
    tensor(
      x.data.map((v, i) => v * y.data[i]),
      x.shape,
    );
  const xs = tensor([0.3, -1.2]);

  test("backwards", () => {
    const f = behind([adjoint((x: Tensor) => [halves(x), (ybar: Tensor) => [times(x, ybar)]]), [xs]] as never);
    expectSame(grad(f) as never, points);
  });

  test("forwards", () => {
    const f = behind([pushforward((x: Tensor) => [halves(x), (dx: Tensor) => times(x, dx)]), [xs]] as never);
    expectSame(along(f) as never, points);
  });
});
