import { ShapeError, tensor } from "@wengert/array";
import { fromData, scalar } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import { dot, matmul, matvec, mT, outer } from "../src/index.ts";
import { product } from "../src/products/product.ts";
import { close, make, naiveProduct, some } from "./reference.ts";

describe("matmul", () => {
  test.each([
    [
      [2, 3],
      [3, 4],
    ],
    [
      [1, 1],
      [1, 1],
    ],
    [
      [40, 1],
      [1, 30],
    ],
    [
      [1, 50],
      [50, 1],
    ],
    [
      [37, 65],
      [65, 29],
    ],
    [
      [5, 2, 3],
      [3, 4],
    ],
    [
      [2, 3],
      [5, 3, 4],
    ],
    [
      [2, 1, 2, 3],
      [3, 3, 4],
    ],
    [
      [1, 2, 3],
      [4, 3, 2],
    ],
    [
      [2, 0],
      [0, 3],
    ],
    [
      [0, 2],
      [2, 3],
    ],
    [
      [3, 2],
      [2, 0],
    ],
    [
      [0, 2, 3],
      [3, 2],
    ],
    [
      [4, 2, 0],
      [0, 3],
    ],
  ])("%j times %j", (left, right) => {
    const [a, b] = [some(left), some(right, 2)];
    close(matmul(a, b), naiveProduct(a, b));
  });

  test.each([
    [
      [3, 2],
      [2, 4],
    ],
    [
      [2, 3, 2],
      [2, 4],
    ],
    [
      [3, 1],
      [5, 1, 2],
    ],
    [
      [40, 30],
      [30, 20],
    ],
    [
      [2, 0],
      [0, 3],
    ],
  ])("transposes that are read, not made: %j times %j", (left, right) => {
    const [a, b] = [some(left), some(right, 2)];
    const wanted = naiveProduct(a, b);
    close(product(mT(a), b, { transposeA: true }), wanted);
    close(product(a, mT(b), { transposeB: true }), wanted);
    close(product(mT(a), mT(b), { transposeA: true, transposeB: true }), wanted);
  });

  test("a vector is a row on the left and a column on the right", () => {
    const [a, u, v] = [some([2, 3]), some([2]), some([3])];
    close(matmul(a, v), fromData(naiveProduct(a, fromData(v.data, [3, 1])).data, [2]));
    close(matmul(u, a), fromData(naiveProduct(fromData(u.data, [1, 2]), a).data, [3]));
    expect(matmul(u, u).shape).toEqual([]);
    close(matmul(v, v), dot(v, v));
    const stack = some([4, 3, 2]);
    close(matmul(v, stack), fromData(naiveProduct(fromData(v.data, [1, 3]), stack).data, [4, 2]));
    close(matmul(stack, u), fromData(naiveProduct(stack, fromData(u.data, [2, 1])).data, [4, 3]));
  });

  test("what does not fit", () => {
    expect(() => matmul(some([2, 3]), some([2, 3]))).toThrowError(
      /^matmul: arguments of shapes \[2, 3\] and \[2, 3\] do not fit: .* length 3, and meets 2 .*mT\(a\) would fit\.$/,
    );
    expect(() => matmul(some([4, 3]), some([2, 3]))).not.toThrowError(/mT/);
    expect(() => matmul(some([2, 3]), some([2]))).toThrowError(ShapeError);
    expect(() => matmul(2, some([2, 3]))).toThrowError(/matmul: shapes \[\] and \[2, 3\].*Use mul/);
    expect(() => matmul(some([2, 2, 3]), some([5, 3, 2]))).toThrowError(
      /matmul: the leading axes of shapes \[2, 2, 3\] and \[5, 3, 2\] do not broadcast/,
    );
  });
});

describe("matvec", () => {
  test.each([
    [[2, 3], [3]],
    [
      [2, 3],
      [5, 3],
    ],
    [[4, 2, 3], [3]],
    [
      [4, 1, 2, 3],
      [5, 3],
    ],
    [[0, 3], [3]],
    [[3, 0], [0]],
  ])("%j times %j", (left, right) => {
    const [a, v] = [some(left), some(right, 2)];
    const wanted = naiveProduct(a, fromData(v.data, [...right, 1]));
    close(matvec(a, v), fromData(wanted.data, wanted.shape.slice(0, -1)));
  });

  test("what does not fit", () => {
    expect(() => matvec(some([2, 3]), some([2]))).toThrowError(/^matvec: .*\[2, 3\] and \[2\].* mT\(a\) would fit/);
    expect(() => matvec(some([3]), some([3]))).toThrowError(/matvec: a has shape \[3\], but a matrix needs two axes/);
    expect(() => matvec(some([2, 2, 3]), some([5, 3]))).toThrowError(
      /^matvec: the leading axes of shapes \[2, 2, 3\] and \[5, 3\] do not broadcast/,
    );
    expect(() => matvec(some([2, 3]), 1)).toThrowError(/matvec: v is a scalar/);
  });
});

describe("dot and outer", () => {
  test.each([0, 1, 3, 4, 5, 11])("dot of vectors of %i", (n) => {
    const [a, b] = [some([n]), some([n], 2)];
    close(dot(a, b), scalar(a.data.reduce((total, value, i) => total + value * b.data[i], 0)));
  });

  test("dot takes vectors only", () => {
    expect(() => dot(some([2]), some([3]))).toThrowError(/dot: shapes \[2\] and \[3\]\. They must be equally long/);
    expect(() => dot(some([2, 2]), some([2]))).toThrowError(/Use matmul or matvec/);
    expect(() => dot(2, some([2]))).toThrowError(/mul with scalars/);
  });

  test("outer", () => {
    expect(outer(tensor([1, 2]), tensor([3, 4, 5])).toArray()).toEqual([
      [3, 4, 5],
      [6, 8, 10],
    ]);
    const [a, b] = [some([4, 2]), some([3])];
    close(
      outer(a, b),
      make([4, 2, 3], (k, i, j) => a.data[2 * k + i] * b.data[j]),
    );
    close(
      outer(b, a),
      make([4, 3, 2], (k, j, i) => a.data[2 * k + i] * b.data[j]),
    );
    expect(outer(some([0]), b).shape).toEqual([0, 3]);
    expect(() => outer(a, some([3, 5]))).toThrowError(/^outer: the leading axes of shapes \[4, 2\] and \[3, 5\]/);
    expect(() => outer(1, b)).toThrowError(/outer: a is a scalar/);
  });
});
