import { ShapeError, type Tensor, tensor, zeros } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, exp } from "@wengert/ops";
import { describe, expect, test } from "vitest";
import {
  det,
  diag,
  eig,
  eigh,
  eigvals,
  eigvalsh,
  expm,
  inv,
  logm,
  lstsq,
  lu,
  lyapunov,
  matmul,
  matrixFunction,
  matvec,
  mT,
  NonFiniteMatrixError,
  norm,
  pinv,
  qr,
  SingularMatrixError,
  slogdet,
  solve,
  sqrtm,
  svd,
  svdvals,
  sylvester,
} from "../src/index.ts";
import { close, fullRank, identities, some } from "./reference.ts";

const singular = tensor([
  [1, 2],
  [2, 4],
]);

describe("systems", () => {
  test.each([1, 2, 5, 8, 9, 40])("solve and inv of order %i", (n) => {
    const [a, x] = [fullRank([n, n]), fullRank([n, 3], 2)];
    close(solve(a, matmul(a, x)), x, 1e-11);
    close(matmul(a, inv(a)), identities([], n), 1e-11);
  });

  test("in batches, which broadcast", () => {
    const [a, x] = [fullRank([2, 1, 3, 3]), fullRank([4, 3, 2], 2)];
    close(solve(a, matmul(a, x)), add(x, zeros([2, 4, 3, 2])), 1e-12);
    const v = fullRank([3, 1], 3);
    close(solve(a, matmul(a, v)), add(v, zeros([2, 1, 3, 1])), 1e-12);
    expect(solve(a, tensor([1, 2, 3])).shape).toEqual([2, 1, 3]);
  });

  test("a singular matrix says where", () => {
    for (const [op, run] of [
      ["solve", () => solve(singular, tensor([1, 2]))],
      ["inv", () => inv(singular)],
    ] as const) {
      expect(run).toThrowError(SingularMatrixError);
      expect(run).toThrowError(
        new RegExp(`^${op}: a of shape \\[2, 2\\] is singular: pivot 1 \\(counted from 0\\) is 0`),
      );
    }
    const batch = tensor([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 0],
        [0, 1],
      ],
    ]);
    expect(() => inv(batch)).toThrowError(/singular at batch position \[1\]/);
  });

  test("what does not fit", () => {
    const a = fullRank([3, 3]);
    expect(() => solve(fullRank([2, 3]), tensor([1, 2]))).toThrowError(
      /^solve: a has shape \[2, 3\], but must be square/,
    );
    expect(() => solve(a, tensor([1, 2]))).toThrowError(
      /^solve: a of shape \[3, 3\] has order 3, but b of shape \[2\] has 2/,
    );
    expect(() => solve(fullRank([2, 3, 3]), fullRank([5, 3, 1]))).toThrowError(ShapeError);
    expect(() => lstsq(fullRank([4, 3]), tensor([1, 2, 3]))).toThrowError(/^lstsq: a of shape \[4, 3\] has 4 rows/);
    expect(() => sylvester(a, fullRank([2, 2]), fullRank([2, 3]))).toThrowError(
      /^sylvester: c of shape \[2, 3\] must have 3 rows/,
    );
    expect(() => lyapunov(a, fullRank([2, 2]))).toThrowError(
      /^lyapunov: q of shape \[2, 2\] must be of the order of a/,
    );
    expect(() => inv(tensor([1]))).toThrowError(/^inv: a has shape \[1\], but a matrix needs two axes/);
  });
});

describe("determinants", () => {
  test("of known matrices", () => {
    expect(det(singular).item()).toBe(0);
    expect(det(zeros([3, 3])).item()).toBe(0);
    expect(det(zeros([0, 0])).item()).toBe(1);
    expect(det(zeros([2, 0, 0])).toArray()).toEqual([1, 1]);
    expect(
      det(
        tensor([
          [0, 0, 1],
          [1, 0, 0],
          [0, 1, 0],
        ]),
      ).item(),
    ).toBe(1);
    expect(
      det(
        tensor([
          [0, 1, 0],
          [1, 0, 0],
          [0, 0, 1],
        ]),
      ).item(),
    ).toBe(-1);
    const { sign, logabsdet } = slogdet(
      tensor([
        [
          [0, -1],
          [1, 0],
        ],
        [
          [0, 0],
          [0, 1],
        ],
        [
          [1e200, 0],
          [0, -1e200],
        ],
      ]),
    );
    expect(sign.toArray()).toEqual([1, 0, -1]);
    expect(logabsdet.toArray()).toEqual([0, Number.NEGATIVE_INFINITY, 400 * Math.LN10]);
  });

  test("the product rule, over many orders", () => {
    for (const n of [2, 3, 9, 30]) {
      const [a, b] = [fullRank([n, n]), fullRank([n, n], 2)];
      close(det(matmul(a, b)), fromData(Float64Array.of(det(a).item() * det(b).item()), []), 1e-11);
    }
  });
});

describe("pseudoinverse and least squares", () => {
  const deficient = matmul(fullRank([5, 2]), fullRank([2, 4], 2));

  test.each<[string, Tensor]>([
    ["tall", fullRank([5, 3])],
    ["wide", fullRank([3, 5])],
    ["of rank 2", deficient],
    ["zero", zeros([3, 2])],
  ])("Penrose's four conditions: %s", (_name, a) => {
    const p = pinv(a);
    close(matmul(matmul(a, p), a), a, 1e-12);
    close(matmul(matmul(p, a), p), p, 1e-12);
    close(mT(matmul(a, p)), matmul(a, p), 1e-12);
    close(mT(matmul(p, a)), matmul(p, a), 1e-12);
    const b = some([a.shape[0], 2]);
    close(lstsq(a, b), matmul(p, b), 1e-12);
  });

  test("rcond says what counts as zero", () => {
    const a = diag(tensor([1, 1e-3, 1e-9]));
    expect(pinv(a).data[8]).toBeCloseTo(1e9, -3);
    expect(pinv(a, { rcond: 1e-6 }).data[8]).toBe(0);
    close(lstsq(a, tensor([1, 1, 1]), { rcond: 1e-2 }), tensor([1, 0, 0]));
  });
});

test("matvec of the solution is the right-hand side, at condition 10¹²", () => {
  const a = matmul(matmul(fullRank([6, 6]), diag(tensor([1, 1e-2, 1e-5, 1e-7, 1e-10, 1e-12]))), fullRank([6, 6], 2));
  const b = some([6]);
  const x = solve(a, b);
  const size = norm(x).item();
  close(
    fromData(
      matvec(a, x).data.map((value) => value / size),
      [6],
    ),
    fromData(
      b.data.map((value) => value / size),
      [6],
    ),
    1e-14,
  );
});
const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((value) =>
  tensor([
    [1, 0],
    [value, 1],
  ]),
);

test.each<[string, (a: Tensor) => unknown]>([
  ["solve", (a) => solve(a, tensor([1, 2]))],
  ["inv", inv],
  ["det", det],
  ["slogdet", slogdet],
  ["lu", lu],
  ["qr", qr],
  ["eigh", eigh],
  ["eigvalsh", eigvalsh],
  ["eig", eig],
  ["eigvals", eigvals],
  ["svd", svd],
  ["svdvals", svdvals],
  ["pinv", (a) => pinv(a)],
  ["lstsq", (a) => lstsq(a, tensor([1, 2]))],
  ["expm", expm],
  ["logm", logm],
  ["sqrtm", sqrtm],
  ["matrixFunction", (a) => matrixFunction(a, exp)],
  ["sylvester", (a) => sylvester(a, a, a)],
  ["lyapunov", (a) => lyapunov(a, identities([], 2))],
])("%s of a matrix that is not finite says where", (name, op) => {
  for (const a of wild) {
    expect(() => op(a)).toThrowError(NonFiniteMatrixError);
    expect(() => op(a)).toThrowError(new RegExp(`^${name}: a of shape \\[2, 2\\] is not finite: entry \\[1, 0\\] is`));
  }
});
