import { ShapeError, tensor, zeros } from "@wengert/array";
import { broadcastShapes } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import { addDiagonal, diag, diagonal, mT, trace, tril, triu } from "../src/index.ts";
import { mirrorLower, symmetrized } from "../src/parts/symmetric.ts";
import { halvedTril } from "../src/parts/triangle.ts";
import { at, close, make, matrices, some } from "./reference.ts";

describe.each([
  { batch: [], rows: 0, columns: 0 },
  { batch: [], rows: 1, columns: 1 },
  { batch: [], rows: 3, columns: 5 },
  { batch: [], rows: 5, columns: 3 },
  { batch: [], rows: 0, columns: 2 },
  { batch: [], rows: 2, columns: 0 },
  { batch: [2, 2], rows: 3, columns: 4 },
  { batch: [3], rows: 40, columns: 40 },
  { batch: [0], rows: 2, columns: 2 },
])("parts of matrices $batch $rows × $columns", ({ batch, rows, columns }) => {
  const a = some([...batch, rows, columns]);
  const where = (kept: (i: number, j: number) => boolean): ReturnType<typeof matrices> =>
    matrices(batch, rows, columns, (lead, i, j) => (kept(i, j) ? at(a, [...lead, i, j]) : 0));

  test.each([-4, -1, 0, 1, 4])("triangles from diagonal %i", (k) => {
    close(
      tril(a, k),
      where((i, j) => j <= i + k),
      0,
    );
    close(
      triu(a, k),
      where((i, j) => j >= i + k),
      0,
    );
  });

  test("diagonal and trace", () => {
    const length = Math.min(rows, columns);
    const wanted = make([...batch, length], (...index) => at(a, [...index, index[index.length - 1]]));
    close(diagonal(a), wanted, 0);
    close(
      trace(a),
      make(batch, (...lead) => {
        let total = 0;
        for (let i = 0; i < length; i++) total += at(a, [...lead, i, i]);
        return total;
      }),
    );
    close(
      diag(wanted),
      matrices(batch, length, length, (lead, i, j) => (i === j ? at(wanted, [...lead, i]) : 0)),
      0,
    );
  });

  test("the transpose of matrices", () => {
    close(
      mT(a),
      matrices(batch, columns, rows, (lead, i, j) => at(a, [...lead, j, i])),
      0,
    );
  });
});

describe.each([[], [3]])("square matrices, batch %j", (...batch) => {
  test.each([0, 1, 2, 31, 32, 33, 70])("of order %i", (n) => {
    const a = some([...batch, n, n]);
    const sym = symmetrized(a);
    close(
      sym,
      matrices(batch, n, n, (lead, i, j) => 0.5 * (at(a, [...lead, i, j]) + at(a, [...lead, j, i]))),
      0,
    );
    const data = a.data.slice();
    for (let start = 0; start < data.length; start += n * n) mirrorLower(n, data, start);
    close(
      tensor(data, a.shape),
      matrices(batch, n, n, (lead, i, j) => at(a, [...lead, Math.max(i, j), Math.min(i, j)])),
      0,
    );
    const half = halvedTril(sym);
    close(
      half,
      matrices(batch, n, n, (lead, i, j) => (j > i ? 0 : at(sym, [...lead, i, j]) * (i === j ? 0.5 : 1))),
      0,
    );
  });
});

describe("addDiagonal", () => {
  test.each([
    [[3, 3], [3]],
    [[3, 3], []],
    [[3, 3], [1]],
    [
      [3, 3],
      [2, 3],
    ],
    [[2, 3, 3], [3]],
    [
      [2, 1, 3, 3],
      [4, 3],
    ],
    [[0, 0], []],
    [[0, 0], [0]],
    [[0, 2, 2], [2]],
  ])("a of %j, d of %j", (shape, added) => {
    const [a, d] = [some(shape), some(added, 2)];
    const n = shape[shape.length - 1];
    const batch = broadcastShapes("test", shape.slice(0, -2), added.slice(0, -1));
    close(
      addDiagonal(a, d),
      matrices(batch, n, n, (lead, i, j) => at(a, [...lead, i, j]) + (i === j ? at(d, [...lead, i]) : 0)),
      0,
    );
  });

  test("leaves its argument alone", () => {
    const a = zeros([2, 2]);
    addDiagonal(a, 1);
    expect(a.data).toEqual(new Float64Array(4));
  });

  test("what does not fit", () => {
    expect(() => addDiagonal(some([2, 3]), 1)).toThrowError(/^addDiagonal: a has shape \[2, 3\], but must be square/);
    expect(() => addDiagonal(some([3, 3]), some([2]))).toThrowError(
      /^addDiagonal: d of shape \[2\] does not fit the diagonal of a of shape \[3, 3\]: give a scalar, or a vector of 3/,
    );
    expect(() => addDiagonal(some([2, 3, 3]), some([5, 3]))).toThrowError(ShapeError);
  });
});

test.each([
  ["tril", tril],
  ["triu", triu],
  ["mT", mT],
  ["trace", trace],
  ["diagonal", diagonal],
])("%s of a vector says so", (name, op) => {
  expect(() => op(some([3]))).toThrowError(new RegExp(`^${name}: a has shape \\[3\\], but a matrix needs two axes`));
});

test("diag of a scalar says so", () => {
  expect(() => diag(3)).toThrowError(/^diag: v is a scalar, but a vector needs an axis\. Use reshape\(v, \[1\]\)/);
});
