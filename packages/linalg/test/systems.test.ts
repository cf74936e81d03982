import { fromData, ShapeError, type Tensor, tensor, zeros } from "@wengert/array";
import { add, exp, expandDims, sub } from "@wengert/ops";
import { describe, expect, test } from "vitest";
import {
  addDiagonal,
  choleskyJittered,
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
  matrixPower,
  matvec,
  mT,
  NonFiniteMatrixError,
  NoRealResultError,
  NotPositiveDefiniteError,
  norm,
  pinv,
  qr,
  SingularMatrixError,
  singularFunction,
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
    ).toThrowError(/^sqrtm: the matrix has the eigenvalue 0 more than once/);
  });

  test("equations without one solution", () => {
    expect(() => sylvester(tensor([[1]]), tensor([[-1]]), tensor([[1]]))).toThrowError(SingularMatrixError);
    expect(() => lyapunov(diag(tensor([1, -1])), identities([], 2))).toThrowError(
      /^sylvester: an eigenvalue of the one/,
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
])("%s of a matrix that is not finite says where", (name, op) => {
  for (const a of wild) {
    expect(() => op(a)).toThrowError(NonFiniteMatrixError);
    expect(() => op(a)).toThrowError(
      new RegExp(`^${name === "eig" ? "eigvals" : name}: a of shape \\[2, 2\\] is not finite: entry \\[1, 0\\] is`),
    );
  }
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
