import { eye, ShapeError, type Tensor, tensor } from "@wengert/array";
import { broadcastShapes, fromData } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import {
  addDiagonal,
  cholesky,
  choleskyInverse,
  choleskySolve,
  matmul,
  matvec,
  mT,
  NotPositiveDefiniteError,
  SingularMatrixError,
  type TriangularSolveOptions,
  triangularSolve,
  tril,
  triu,
} from "../src/index.ts";
import { at, close, make, matrices, naiveProduct, some } from "./reference.ts";

/** Positive definite matrices, with NaN above the diagonal: that triangle must not be read. */
function definite(shape: readonly number[]): Tensor {
  const a = some(shape);
  return hidden(addDiagonal(matmul(a, mT(a)), 0.5), (i, j) => j > i);
}

/** A matrix with NaN in some places. */
function hidden(a: Tensor, where: (i: number, j: number) => boolean): Tensor {
  return matrices(a.shape.slice(0, -2), a.shape[a.ndim - 2], a.shape[a.ndim - 1], (lead, i, j) =>
    where(i, j) ? Number.NaN : at(a, [...lead, i, j]),
  );
}

function symmetric(a: Tensor): Tensor {
  return matrices(a.shape.slice(0, -2), a.shape[a.ndim - 2], a.shape[a.ndim - 1], (lead, i, j) =>
    at(a, [...lead, Math.max(i, j), Math.min(i, j)]),
  );
}

const orders = [
  [0, 0],
  [1, 1],
  [2, 2],
  [5, 5],
  [64, 64],
  [130, 130],
  [3, 4, 4],
  [2, 2, 3, 3],
  [0, 3, 3],
];

describe.each(orders)("a positive definite matrix of %j %j %j %j", (...given) => {
  const shape = given.filter((length) => length !== undefined);
  const n = shape[shape.length - 1];
  const a = definite(shape);
  const l = cholesky(a);

  test("is L Lᵀ", () => {
    close(l, tril(l), 0);
    close(naiveProduct(l, mT(l)), symmetric(a), 1e-13);
    for (const value of l.data) expect(value).not.toBeNaN();
  });

  test("its inverse by the factor, symmetric to the last bit", () => {
    const p = choleskyInverse(hidden(l, (i, j) => j > i));
    close(p, mT(p), 0);
    close(
      naiveProduct(p, symmetric(a)),
      matrices(shape.slice(0, -2), n, n, (_lead, i, j) => (i === j ? 1 : 0)),
      1e-11,
    );
  });

  test.each([0, 1, 7])("systems of %i right-hand sides", (k) => {
    const x = some([...shape.slice(0, -1), k], 3);
    close(
      choleskySolve(
        hidden(l, (i, j) => j > i),
        naiveProduct(symmetric(a), x),
      ),
      x,
      1e-11,
    );
  });

  test("a system with a vector", () => {
    const x = some([n], 3);
    const b = matvec(symmetric(a), x);
    if (shape.length === 2) close(choleskySolve(l, b), x, 1e-11);
    close(
      choleskySolve(l, fromData(b.data, [...b.shape, 1])),
      make([...shape.slice(0, -1), 1], (...index) => x.data[index[index.length - 2]]),
      1e-11,
    );
  });
});

test("a known factor", () => {
  expect(
    cholesky(
      tensor([
        [25, 15, -5],
        [15, 18, 0],
        [-5, 0, 11],
      ]),
    ).toArray(),
  ).toEqual([
    [5, 0, 0],
    [3, 3, 0],
    [-1, 1, 3],
  ]);
});

const options = [true, false].flatMap((lower) =>
  [true, false].flatMap((transpose) =>
    [true, false].flatMap((unitDiagonal) =>
      (["left", "right"] as const).map(
        (side): Required<TriangularSolveOptions> => ({ lower, transpose, unitDiagonal, side }),
      ),
    ),
  ),
);

describe.each(options)("triangularSolve %j", (o) => {
  const { lower, transpose, unitDiagonal, side } = o;

  /** The triangle alone, as the matrix that is meant. */
  function meant(a: Tensor): Tensor {
    const strict = lower ? tril(a, -1) : triu(a, 1);
    const t = unitDiagonal ? addDiagonal(strict, 1) : lower ? tril(a) : triu(a);
    return transpose ? mT(t) : t;
  }

  /** Everything that is not to be read is NaN. */
  function given(a: Tensor): Tensor {
    return hidden(a, (i, j) => (lower ? j > i : j < i) || (unitDiagonal && i === j));
  }

  test.each([
    [[0, 0], [], 2],
    [[1, 1], [], 1],
    [[4, 4], [], 0],
    [[4, 4], [], 3],
    [[60, 60], [], 50],
    [[3, 3], [5], 2],
    [[5, 3, 3], [], 2],
    [[2, 1, 3, 3], [4], 2],
  ])("a of %j, batch of b %j, %i unknown vectors", (shape, batch, k) => {
    const n = shape[shape.length - 1];
    const raw = some(shape);
    const a = addDiagonal(
      make(shape, (...index) => at(raw, index) / Math.max(1, n / 2)),
      2,
    );
    const x = some(side === "left" ? [...batch, n, k] : [...batch, k, n], 2);
    const b = side === "left" ? naiveProduct(meant(a), x) : naiveProduct(x, meant(a));
    const together = broadcastShapes("test", shape.slice(0, -2), batch);
    close(
      triangularSolve(given(a), b, o),
      make([...together, ...b.shape.slice(-2)], (...index) => at(x, index)),
      1e-12,
    );
  });

  test("a vector", () => {
    const a = addDiagonal(some([4, 4]), 2);
    const x = some([4], 2);
    const b = side === "left" ? matvec(meant(a), x) : matvec(mT(meant(a)), x);
    close(triangularSolve(given(a), b, o), x, 1e-12);
    const several = addDiagonal(some([3, 4, 4]), 2);
    const bs = triangularSolve(given(several), x, o);
    expect(bs.shape).toEqual([3, 4]);
    close(
      matvec(side === "left" ? meant(several) : mT(meant(several)), bs),
      make([3, 4], (_k, i) => x.data[i]),
      1e-12,
    );
  });
});

describe("errors", () => {
  test("values of options that are none", () => {
    const [l, b] = [eye(2), tensor([1, 2])];
    for (const wrong of [{ side: "Left" }, { transpose: "N" }, { lower: "false" }, { unitDiagonal: 1 }]) {
      const [name] = Object.keys(wrong);
      expect(() => triangularSolve(l, b, wrong as never)).toThrow(`triangularSolve: ${name} must be`);
    }
  });

  const failure = (f: () => unknown): unknown => {
    try {
      return f();
    } catch (error) {
      return error;
    }
  };

  test("the first pivot that is not positive, and its value", () => {
    const a = tensor([
      [4, 0, 0],
      [2, 5, 0],
      [0, 8, 1],
    ]);
    const error = failure(() => cholesky(a));
    expect(error).toBeInstanceOf(NotPositiveDefiniteError);
    expect(error).toMatchObject({ name: "NotPositiveDefiniteError", op: "cholesky", index: 2, value: -15, batch: [] });
    expect((error as Error).message).toMatch(
      /^cholesky: a of shape \[3, 3\] is not positive definite: pivot 2 \(counted from 0\) is -15, .*addDiagonal\(a, 1e-8\)/,
    );
    expect(failure(() => cholesky(tensor([[-2]])))).toMatchObject({ index: 0, value: -2 });
    expect(failure(() => cholesky(tensor([[0]])))).toMatchObject({ index: 0, value: 0 });
  });

  test("far down in a large matrix, and in a batch", () => {
    const n = 90;
    const good = symmetric(definite([n, n]));
    const bad = make(
      [2, 2, n, n],
      (k, m, i, j) => at(good, [i, j]) - (k === 1 && m === 0 && i === 77 && j === 77 ? 100 : 0),
    );
    const error = failure(() => cholesky(bad));
    expect(error).toMatchObject({ index: 77, batch: [1, 0] });
    // What the pivot is without the 100 taken off.
    const pivot = cholesky(good).data[77 * n + 77] ** 2;
    expect((error as NotPositiveDefiniteError).value).toBeCloseTo(pivot - 100, 9);
    expect((error as Error).message).toMatch(
      /a of shape \[2, 2, 90, 90\], at batch position \[1, 0\], is not positive/,
    );
  });

  test.each([
    ["NaN", Number.NaN, 1, 0],
    ["∞ below", Number.POSITIVE_INFINITY, 2, 1],
    ["∞ on the diagonal", Number.POSITIVE_INFINITY, 2, 2],
    ["−∞ on the diagonal", Number.NEGATIVE_INFINITY, 0, 0],
  ])("%s", (_name, value, i, j) => {
    const a = make([3, 3], (p, q) => (p === i && q === j ? value : p === q ? 2 : 0));
    const error = failure(() => cholesky(a));
    expect(error).toBeInstanceOf(NotPositiveDefiniteError);
    expect(error).toMatchObject({ index: i, value });
    expect((error as Error).message).toContain(`is not finite: entry [${i}, ${j}] is ${value}`);
  });

  test("a zero on the diagonal of a triangle", () => {
    const a = make([2, 3, 3], (k, i, j) => (i === j ? (k === 1 && i === 2 ? 0 : 2) : 1));
    const error = failure(() => triangularSolve(a, some([3, 1])));
    expect(error).toBeInstanceOf(SingularMatrixError);
    expect(error).toMatchObject({ name: "SingularMatrixError", op: "triangularSolve", index: 2, batch: [1] });
    expect((error as Error).message).toMatch(
      /^triangularSolve: a of shape \[2, 3, 3\] is singular at batch position \[1\]: its diagonal is 0 in row 2/,
    );
    expect(triangularSolve(a, some([3, 1]), { unitDiagonal: true }).shape).toEqual([2, 3, 1]);
    expect(() => choleskySolve(a, some([3, 1]))).toThrowError(/^choleskySolve: l of shape \[2, 3, 3\] is singular/);
    expect(() => choleskyInverse(a)).toThrowError(/^choleskyInverse: l of shape \[2, 3, 3\] is singular/);
  });

  test("shapes", () => {
    expect(() => cholesky(some([2, 3]))).toThrowError(
      /^cholesky: a has shape \[2, 3\], but must be square: .* matmul\(mT\(a\), a\)/,
    );
    expect(() => choleskyInverse(some([3]))).toThrowError(/^choleskyInverse: l has shape \[3\]/);
    expect(() => choleskySolve(eye(3), some([2]))).toThrowError(
      /^choleskySolve: l of shape \[3, 3\] has order 3, but b of shape \[2\] has 2 elements/,
    );
    expect(() => triangularSolve(eye(3), some([2, 4]))).toThrowError(/has 2 rows where it needs 3/);
    expect(() => triangularSolve(eye(3), some([3, 4]), { side: "right" })).toThrowError(
      /has 4 columns where it needs 3/,
    );
    expect(() => triangularSolve(eye(3), 2)).toThrowError(/^triangularSolve: b is a scalar/);
    expect(() => triangularSolve(some([2, 3, 3]), some([5, 3, 1]))).toThrowError(ShapeError);
  });

  test("nothing is changed by what fails", () => {
    const a = tensor([
      [1, 2],
      [2, 1],
    ]);
    expect(() => cholesky(a)).toThrowError(NotPositiveDefiniteError);
    expect(a.toArray()).toEqual([
      [1, 2],
      [2, 1],
    ]);
  });
});
