import { eye, tensor } from "@wengert/array";
import { broadcastShapes } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import {
  addDiagonal,
  cholesky,
  choleskySolve,
  dot,
  invQuadLogdet,
  logdet,
  matmul,
  mT,
  mvnLogDensity,
  NotPositiveDefiniteError,
  pairwiseSquaredDistance,
} from "../src/index.ts";
import { at, close, make, matrices, some } from "./reference.ts";

function definite(shape: readonly number[]): ReturnType<typeof some> {
  const a = some(shape);
  return addDiagonal(matmul(a, mT(a)), 0.5);
}

describe("logdet", () => {
  test("of one, two and three rows, by hand", () => {
    expect(logdet(tensor([[7]])).item()).toBeCloseTo(Math.log(7), 14);
    expect(
      logdet(
        tensor([
          [2, 1],
          [1, 3],
        ]),
      ).item(),
    ).toBeCloseTo(Math.log(5), 14);
    // 25·(18·11 − 0) − 15·(15·11 − 0) + 5·(0 − 18·5) = 2025
    expect(
      logdet(
        tensor([
          [25, 15, -5],
          [15, 18, 0],
          [-5, 0, 11],
        ]),
      ).item(),
    ).toBeCloseTo(Math.log(2025), 13);
    expect(logdet(eye(0)).item()).toBe(0);
  });

  test("where the determinant itself would overflow", () => {
    expect(
      logdet(
        addDiagonal(
          make([400, 400], () => 0),
          1e10,
        ),
      ).item() /
        (400 * Math.log(1e10)),
    ).toBeCloseTo(1, 14);
  });

  test("batches", () => {
    const a = definite([2, 3, 4, 4]);
    close(
      logdet(a),
      make([2, 3], (k, m) => logdet(matrices([], 4, 4, (_lead, i, j) => at(a, [k, m, i, j]))).item()),
    );
    expect(logdet(definite([0, 3, 3])).shape).toEqual([0]);
  });
});

describe("invQuadLogdet and mvnLogDensity", () => {
  test.each([
    [[4, 4], [4]],
    [
      [4, 4],
      [3, 4],
    ],
    [
      [4, 4],
      [2, 3, 4],
    ],
    [
      [4, 4],
      [0, 4],
    ],
    [[3, 4, 4], [4]],
    [
      [3, 4, 4],
      [3, 4],
    ],
    [
      [3, 1, 4, 4],
      [2, 4],
    ],
    [[1, 1], [1]],
    [[0, 0], [0]],
    [
      [0, 0],
      [2, 0],
    ],
  ])("K of %j, y of %j: one by one", (shape, given) => {
    const [K, y] = [definite(shape), some(given, 2)];
    const n = shape[shape.length - 1];
    const found = invQuadLogdet(K, y);
    const density = mvnLogDensity(y, 0, K);
    close(found.logdet, logdet(K));
    const batch = broadcastShapes("test", shape.slice(0, -2), given.slice(0, -1));
    const wanted = make(batch, (...lead) => {
      const one = matrices([], n, n, (_none, i, j) => at(K, [...lead, i, j]));
      const vector = make([n], (i) => at(y, [...lead, i]));
      return dot(vector, choleskySolve(cholesky(one), vector)).item();
    });
    close(found.invQuad, wanted);
    close(
      density,
      make(batch, (...lead) => -0.5 * (at(wanted, lead) + at(found.logdet, lead) + n * Math.log(2 * Math.PI))),
    );
  });

  test("shapes of batches", () => {
    expect(invQuadLogdet(definite([3, 1, 4, 4]), some([2, 4])).invQuad.shape).toEqual([3, 2]);
    expect(invQuadLogdet(definite([3, 1, 4, 4]), some([2, 4])).logdet.shape).toEqual([3, 1]);
    expect(invQuadLogdet(definite([4, 4]), some([2, 3, 4])).invQuad.shape).toEqual([2, 3]);
  });

  test("one dimension, by hand", () => {
    const [x, mean, variance] = [1.3, 0.2, 2.5];
    const wanted = -0.5 * ((x - mean) ** 2 / variance + Math.log(2 * Math.PI * variance));
    expect(mvnLogDensity(tensor([x]), tensor([mean]), tensor([[variance]])).item()).toBeCloseTo(wanted, 14);
    expect(mvnLogDensity(tensor([x]), mean, tensor([[variance]])).item()).toBeCloseTo(wanted, 14);
  });

  test("an independent density is a product", () => {
    const [x, mean] = [some([5, 3]), some([3], 2)];
    const variances = [0.5, 2, 9];
    close(
      mvnLogDensity(
        x,
        mean,
        matrices([], 3, 3, (_lead, i, j) => (i === j ? variances[i] : 0)),
      ),
      make([5], (k) =>
        variances.reduce((total, v, i) => {
          const r = at(x, [k, i]) - at(mean, [i]);
          return total - 0.5 * ((r * r) / v + Math.log(2 * Math.PI * v));
        }, 0),
      ),
    );
  });

  test("errors name the operation that was called, and its argument", () => {
    const bad = tensor([
      [1, 2],
      [2, 1],
    ]);
    expect(() => logdet(bad)).toThrowError(/^logdet: a of shape \[2, 2\] is not positive definite: pivot 1 .* is -3/);
    expect(() => invQuadLogdet(bad, some([2]))).toThrowError(/^invQuadLogdet: K of shape.*addDiagonal\(K, 1e-8\)/);
    expect(() => mvnLogDensity(some([2]), 0, bad)).toThrowError(/^mvnLogDensity: cov of shape \[2, 2\] is not/);
    expect(() => mvnLogDensity(some([2]), 0, bad)).toThrowError(NotPositiveDefiniteError);
    expect(() => logdet(some([2, 3]))).toThrowError(/^logdet: a has shape \[2, 3\], but must be square/);
    expect(() => invQuadLogdet(eye(3), some([2]))).toThrowError(
      /^invQuadLogdet: y of shape \[2\] does not fit K of shape \[3, 3\]: its last axis must have length 3/,
    );
    expect(() => mvnLogDensity(some([3]), some([2]), eye(3))).toThrowError(/^mvnLogDensity: shapes \[3\] and \[2\]/);
    expect(() => mvnLogDensity(1, 2, eye(3))).toThrowError(/^mvnLogDensity: x − mean is a scalar/);
    expect(() => invQuadLogdet(definite([2, 3, 3]), some([5, 3]))).toThrowError(/^invQuadLogdet: the leading axes/);
  });
});

describe("pairwiseSquaredDistance", () => {
  test.each([
    [
      [4, 2],
      [3, 2],
    ],
    [
      [4, 1],
      [3, 1],
    ],
    [
      [1, 5],
      [1, 5],
    ],
    [
      [2, 4, 2],
      [3, 2],
    ],
    [
      [4, 2],
      [2, 1, 3, 2],
    ],
    [
      [0, 2],
      [3, 2],
    ],
    [
      [3, 2],
      [0, 2],
    ],
    [
      [2, 0],
      [3, 0],
    ],
    [
      [0, 2, 2],
      [2, 2],
    ],
  ])("x of %j, y of %j: by the definition", (left, right) => {
    const [x, y] = [some(left), some(right, 2)];
    const found = pairwiseSquaredDistance(x, y);
    const batch = broadcastShapes("test", left.slice(0, -2), right.slice(0, -2));
    const d = left[left.length - 1];
    close(
      found,
      matrices(batch, left[left.length - 2], right[right.length - 2], (lead, i, j) => {
        let total = 0;
        for (let k = 0; k < d; k++) total += (at(x, [...lead, i, k]) - at(y, [...lead, j, k])) ** 2;
        return total;
      }),
      1e-15,
    );
  });

  test("of rows with themselves: symmetric, exactly 0 on the diagonal", () => {
    const x = some([20, 3]);
    const d = pairwiseSquaredDistance(x);
    close(d, mT(d), 0);
    for (let i = 0; i < 20; i++) expect(at(d, [i, i])).toBe(0);
    close(d, pairwiseSquaredDistance(x, x), 0);
  });

  test("as accurate as differences, far from the origin", () => {
    const months = make([24, 1], (i) => 1958 + i / 12);
    const d = pairwiseSquaredDistance(months);
    for (let i = 0; i < 24; i++) {
      for (let j = 0; j < 24; j++) expect(at(d, [i, j])).toBe((at(months, [i, 0]) - at(months, [j, 0])) ** 2);
    }
  });

  test("what does not fit", () => {
    expect(() => pairwiseSquaredDistance(some([3]))).toThrowError(
      /^pairwiseSquaredDistance: x has shape \[3\], but a matrix needs two axes.*expandDims/,
    );
    expect(() => pairwiseSquaredDistance(some([3, 2]), some([4, 3]))).toThrowError(
      /rows of x of shape \[3, 2\] have 2 coordinates, rows of y of shape \[4, 3\] have 3/,
    );
    expect(() => pairwiseSquaredDistance(some([2, 3, 2]), some([5, 3, 2]))).toThrowError(
      /^pairwiseSquaredDistance: the leading axes/,
    );
  });
});
