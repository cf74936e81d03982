import { tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, exp, expandDims, sub } from "@wengert/ops";
import { describe, expect, test } from "vitest";
import {
  addDiagonal,
  choleskyJittered,
  diag,
  expm,
  logm,
  lyapunov,
  matmul,
  matrixFunction,
  matrixPower,
  mT,
  NoRealResultError,
  NotPositiveDefiniteError,
  norm,
  SingularMatrixError,
  singularFunction,
  sqrtm,
  svdvals,
  sylvester,
} from "../src/index.ts";
import { close, fullRank, identities, some } from "./reference.ts";

const singular = tensor([
  [1, 2],
  [2, 4],
]);

describe("equations and functions", () => {
  test.each([1, 2, 3, 4, 7, 20])("of order %i", (n) => {
    const [a, b, x] = [
      addDiagonal(fullRank([n, n]), 5),
      addDiagonal(fullRank([n + 1, n + 1], 2), 5),
      fullRank([n, n + 1], 3),
    ];
    close(sylvester(a, b, add(matmul(a, x), matmul(x, b))), x, 1e-12);
    const y = add(fullRank([n, n]), mT(fullRank([n, n])));
    close(lyapunov(a, add(matmul(a, y), matmul(y, mT(a)))), y, 1e-12);
    const root = sqrtm(a);
    close(matmul(root, root), a, 1e-13);
    close(expm(logm(a)), a, 1e-12);
    close(logm(expm(fullRank([n, n]))), fullRank([n, n]), 1e-10);
    close(
      matmul(
        expm(a),
        expm(
          fromData(
            a.data.map((value) => -value),
            a.shape,
          ),
        ),
      ),
      identities([], n),
      1e-9,
    );
    close(matrixPower(a, 3), matmul(a, matmul(a, a)), 1e-13);
    close(matmul(matrixPower(a, -2), matmul(a, a)), identities([], n), 1e-12);
    close(matrixPower(a, 0), identities([], n), 0);
    const s = matmul(a, mT(a));
    close(
      matrixFunction(s, exp),
      expm(
        fromData(
          s.data.map((value) => value / 10),
          s.shape,
        ),
      ),
      Number.POSITIVE_INFINITY,
    );
  });

  test.each([1e-8, 0.01, 0.1, 0.5, 1, 1.7, 3, 10, 200])("expm of a turn by %d is a rotation", (angle) => {
    const turned = expm(
      tensor([
        [0, -angle],
        [angle, 0],
      ]),
    );
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    close(
      turned,
      tensor([
        [c, -s],
        [s, c],
      ]),
      4e-16 * (2 + angle),
    );
    if (angle < 3)
      close(
        logm(turned),
        tensor([
          [0, -angle],
          [angle, 0],
        ]),
        1e-14 * (1 + angle),
      );
  });

  test("expm of a nilpotent matrix ends", () => {
    const a = tensor([
      [0, 2, 0],
      [0, 0, 3],
      [0, 0, 0],
    ]);
    close(
      expm(a),
      tensor([
        [1, 2, 3],
        [0, 1, 3],
        [0, 0, 1],
      ]),
      1e-15,
    );
    close(logm(expm(a)), a, 1e-14);
  });

  test("a polar factor is orthogonal, and a shrinkage takes away", () => {
    const a = fullRank([5, 3]);
    const u = singularFunction(a, () => 1);
    close(matmul(mT(u), u), identities([], 3), 1e-13);
    close(svdvals(singularFunction(a, (s) => sub(s, 0.25))), sub(svdvals(a), 0.25), 1e-13);
    const thin = matmul(some([4, 1]), some([1, 3]));
    close(
      singularFunction(thin, () => 1),
      fromData(
        thin.data.map((value) => value / norm(thin).item()),
        [4, 3],
      ),
      1e-13,
    );
  });

  test("no real result", () => {
    const a = tensor([
      [-4, 1],
      [0, 9],
    ]);
    expect(() => sqrtm(a)).toThrowError(NoRealResultError);
    expect(() => sqrtm(a)).toThrowError(
      /^sqrtm: the matrix has the eigenvalue -4, and so no real principal square root/,
    );
    expect(() => logm(a)).toThrowError(/^logm: the matrix has the eigenvalue -4, and so no real principal logarithm/);
    expect(() => logm(singular)).toThrowError(NoRealResultError);
    expect(() => matrixFunction(a, (x) => sub(x, Number.POSITIVE_INFINITY))).toThrowError(
      /^matrixFunction: the function is not finite/,
    );
    close(
      sqrtm(
        tensor([
          [4, 0],
          [0, 0],
        ]),
      ),
      tensor([
        [2, 0],
        [0, 0],
      ]),
    );
    expect(() =>
      sqrtm(
        tensor([
          [0, 1],
          [0, 0],
        ]),
      ),
    ).toThrowError(/^sqrtm: the matrix is singular/);
  });

  test("equations without one solution", () => {
    expect(() => sylvester(tensor([[1]]), tensor([[-1]]), tensor([[1]]))).toThrowError(SingularMatrixError);
    expect(() => lyapunov(diag(tensor([1, -1])), identities([], 2))).toThrowError(
      /^lyapunov: an eigenvalue of a is 0 or the negative/,
    );
  });
});

describe("jitter", () => {
  const ones = tensor([
    [1, 1, 1],
    [1, 1, 1],
    [1, 1, 1],
  ]);

  test("the least power of ten that works, and none where none is needed", () => {
    const { l, jitter } = choleskyJittered(ones);
    const power = Math.log10(jitter.item());
    expect(power).toBeCloseTo(Math.round(power), 12);
    expect(power).toBeLessThan(-13);
    close(matmul(l, mT(l)), addDiagonal(ones, jitter), 1e-14);
    expect(choleskyJittered(identities([2], 3)).jitter.toArray()).toEqual([0, 0]);
  });

  test("is relative to the mean diagonal, for each matrix of a batch", () => {
    const scaled = fromData(
      Float64Array.of(...ones.data, ...ones.data.map((x) => 2 ** 20 * x), 1, 0, 0, 0, 1, 0, 0, 0, 1),
      [3, 3, 3],
    );
    const { l, jitter } = choleskyJittered(scaled);
    const [one, other, none] = jitter.data;
    expect(none).toBe(0);
    expect(other / one).toBe(2 ** 20);
    close(matmul(l, mT(l)), addDiagonal(scaled, expandDims(jitter, -1)), 1e-9);
  });

  test("up to a bound", () => {
    const a = tensor([
      [1, 3],
      [3, 1],
    ]);
    expect(() => choleskyJittered(a)).toThrowError(NotPositiveDefiniteError);
    expect(() => choleskyJittered(a)).toThrowError(
      /^choleskyJittered: K of shape \[2, 2\] is not positive definite, not even with 0.0001/,
    );
    expect(choleskyJittered(a, { max: 10 }).jitter.item()).toBe(10);
    expect(() => choleskyJittered(a, { max: 0.9 })).toThrowError(/pivot 1 \(counted from 0\) is -8/);
    expect(() => choleskyJittered(a, { max: -1 })).toThrowError(/^choleskyJittered: max is -1/);
    expect(() => choleskyJittered(tensor([[Number.NaN]]))).toThrowError(NotPositiveDefiniteError);
  });
});
