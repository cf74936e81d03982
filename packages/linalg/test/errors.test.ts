/* Errors name the operation that was called, the argument and its shape, and the entry or pivot where there is one. */
import { ShapeError, type Tensor, tensor, WengertError } from "@wengert/array";
import { describe, expect, test } from "vitest";
import * as linalg from "../src/index.ts";

type Call = (a: Tensor) => unknown;

const vector = tensor([1, 2]);
const identity = tensor([
  [1, 0],
  [0, 1],
]);

/** Functions of a square matrix, by the name of that argument. */
const square: Readonly<Record<string, readonly [name: string, call: Call]>> = {
  cholesky: ["a", linalg.cholesky],
  choleskyInverse: ["l", linalg.choleskyInverse],
  choleskyJittered: ["K", (a) => linalg.choleskyJittered(a)],
  choleskySolve: ["l", (a) => linalg.choleskySolve(a, vector)],
  triangularSolve: ["a", (a) => linalg.triangularSolve(a, vector)],
  logdet: ["a", linalg.logdet],
  invQuadLogdet: ["K", (a) => linalg.invQuadLogdet(a, vector)],
  mvnLogDensity: ["cov", (a) => linalg.mvnLogDensity(vector, 0, a)],
  solve: ["a", (a) => linalg.solve(a, vector)],
  inv: ["a", linalg.inv],
  det: ["a", linalg.det],
  slogdet: ["a", linalg.slogdet],
  matrixPower: ["a", (a) => linalg.matrixPower(a, -2)],
  eigh: ["a", linalg.eigh],
  eigvalsh: ["a", linalg.eigvalsh],
  matrixFunction: ["a", (a) => linalg.matrixFunction(a, (x) => x)],
  eig: ["a", linalg.eig],
  eigvals: ["a", linalg.eigvals],
  expm: ["a", linalg.expm],
  logm: ["a", linalg.logm],
  sqrtm: ["a", linalg.sqrtm],
  sylvester: ["a", (a) => linalg.sylvester(a, identity, identity)],
  lyapunov: ["a", (a) => linalg.lyapunov(a, identity)],
};

/** Functions of any matrix. */
const any: Readonly<Record<string, readonly [name: string, call: Call]>> = {
  svd: ["a", linalg.svd],
  svdvals: ["a", linalg.svdvals],
  singularFunction: ["a", (a) => linalg.singularFunction(a, () => 1)],
  pinv: ["a", (a) => linalg.pinv(a)],
  lstsq: ["a", (a) => linalg.lstsq(a, vector)],
  qr: ["a", linalg.qr],
  lu: ["a", linalg.lu],
  cond: ["a", (a) => linalg.cond(a)],
  norm: ["x", (a) => linalg.norm(a, { ord: "nuc" })],
};

function errorOf(call: () => unknown): WengertError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(WengertError);
    return error as WengertError;
  }
  throw new Error("nothing was thrown");
}

test.each(Object.entries(square))("%s of a matrix that is not square", (op, [name, call]) => {
  const error = errorOf(() => call(tensor([[1, 2, 3]])));
  expect(error).toBeInstanceOf(ShapeError);
  expect(error.op).toBe(op);
  expect(error.message).toContain(`${op}: ${name} has shape [1, 3], but must be square`);
});

describe.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d", (wild) => {
  const entries: readonly [string, readonly [number, number], Tensor][] = [
    ["below the diagonal", [1, 0], tensor(Float64Array.of(4, 0, wild, 4), [2, 2])],
    ["on the diagonal", [1, 1], tensor(Float64Array.of(4, 0, 0, wild), [2, 2])],
  ];

  test.each(Object.entries({ ...square, ...any }))("%s", (op, [name, call]) => {
    for (const [_where, [i, j], a] of entries) {
      const error = errorOf(() => call(a));
      expect(error.name).toMatch(/^(NonFiniteMatrixError|NotPositiveDefiniteError)$/);
      expect(error.op).toBe(op);
      expect(error.message).toContain(`${op}: ${name} of shape [2, 2] is not finite: entry [${i}, ${j}] is ${wild}`);
    }
  });
});

test("what is not read may be anything", () => {
  const a = tensor(Float64Array.of(4, Number.NaN, 2, 5), [2, 2]);
  expect(linalg.cholesky(a).toArray()).toEqual([
    [2, 0],
    [1, 2],
  ]);
  expect(linalg.choleskySolve(a, tensor([4, 7])).data.every(Number.isFinite)).toBe(true);
  expect(linalg.eigvalsh(a).data.every(Number.isFinite)).toBe(true);
  const unit = tensor(Float64Array.of(Number.NaN, 2, Number.NaN, Number.POSITIVE_INFINITY), [2, 2]);
  expect(linalg.triangularSolve(unit, tensor([5, 2]), { lower: false, unitDiagonal: true }).toArray()).toEqual([1, 2]);
});

test.each(["inv", "solve", "matrixPower"])("%s of a singular matrix", (op) => {
  const singular = tensor([
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 2],
      [2, 4],
    ],
  ]);
  const call = op === "solve" ? (a: Tensor) => linalg.solve(a, tensor([[1], [2]])) : square[op][1];
  const error = errorOf(() => call(singular)) as linalg.SingularMatrixError;
  expect(error).toBeInstanceOf(linalg.SingularMatrixError);
  expect([error.op, error.index, error.batch]).toEqual([op, 1, [1]]);
  expect(error.message).toContain(`${op}: a of shape [2, 2, 2] is singular at batch position [1]: pivot 1`);
});

test.each(["cholesky", "logdet", "invQuadLogdet", "mvnLogDensity", "choleskyJittered"])(
  "%s of a matrix that is not positive definite",
  (op) => {
    const [name, call] = square[op];
    const error = errorOf(() =>
      call(
        tensor([
          [1, 2],
          [2, 1],
        ]),
      ),
    ) as linalg.NotPositiveDefiniteError;
    expect(error).toBeInstanceOf(linalg.NotPositiveDefiniteError);
    expect([error.op, error.index, error.value]).toEqual([op, 1, -3]);
    expect(error.message).toContain(`${op}: ${name} of shape [2, 2] is not positive definite`);
  },
);

test.each(["choleskyInverse", "choleskySolve", "triangularSolve"])("%s of a triangle with a zero pivot", (op) => {
  const [name, call] = square[op];
  const error = errorOf(() =>
    call(
      tensor([
        [0, 0],
        [2, 1],
      ]),
    ),
  ) as linalg.SingularMatrixError;
  expect(error).toBeInstanceOf(linalg.SingularMatrixError);
  expect([error.op, error.index]).toEqual([op, 0]);
  expect(error.message).toContain(`${op}: ${name} of shape [2, 2] is singular`);
});

test("a Sylvester equation with eigenvalues that cancel but for rounding", () => {
  const a = tensor([
    [2, 1, 0.3],
    [0.5, 3, 1],
    [1, 0.2, 4],
  ]);
  const turned = linalg.matmul(linalg.matmul(linalg.inv(a), a), a);
  const opposite = tensor(
    linalg.mT(turned).data.map((value) => -value),
    [3, 3],
  );
  expect(errorOf(() => linalg.sylvester(a, opposite, a)).message).toMatch(
    /^sylvester: an eigenvalue of a is the negative/,
  );
});
