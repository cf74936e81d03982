/*
 * Derivatives of what stands on the real Schur form, in every unit; and its eigenvalues beside those of the system's LAPACK.
 */
import { type Kernels, kernels, type Tensor, tensor, useKernels } from "@wengert/array";
import { BlasNotFoundError, openBlas } from "@wengert/blas";
import { grad, mul, pow, square, sub, sum } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { describe, expect, test } from "vitest";
import { agree, random, regular } from "./tables/inputs.ts";

const a = [
  [3, 1, 0.5],
  [-1, 2, 0.3],
  [0.5, -0.3, 1],
];

const times = (x: Tensor | readonly (readonly number[])[], factor: number): Tensor =>
  mul("data" in x ? x : tensor(x), factor) as Tensor;

/** Re λᵏ summed over the eigenvalues, which is the trace of Aᵏ for k = 2. */
const squares = (x: Tensor): Tensor => {
  const { re, im } = linalg.eigvals(x);
  return sum(sub(square(re), square(im)));
};

describe.each([1, 1e-17, 1e17, 2 ** -480, 2 ** 480])("in units of %d", (unit) => {
  test("the gradient of Σ Re λ² is 2 Aᵀ, and its derivative along V is 2 Vᵀ", () => {
    const x = times(a, unit);
    agree(grad(squares)(x), times(linalg.mT(x), 2), 1e-13);
    const v = random([3, 3], 5);
    agree(hvp(squares)(x, v) as Tensor, times(linalg.mT(v), 2), 1e-11);
  });

  test("sums over eigenvalues where a pair stands above others", () => {
    const x = times(
      [
        [1, 0, 0, 0],
        [0, 1e-9, -1e-9, 0.3e-9],
        [0, 1e-9, 1e-9, 0.7e-9],
        [0, 0, 0, 3e-9],
      ],
      unit,
    );
    agree(grad(squares)(x), times(linalg.mT(x), 2), 1e-13);
  });

  test("sqrtm and logm have the derivatives of their units", () => {
    const [x, w, v] = [regular([3, 3]), random([3, 3], 2), random([3, 3], 3)];
    for (const [f, degree] of [
      [linalg.sqrtm, 0.5],
      [linalg.logm, 0],
    ] as const) {
      const loss = (y: Tensor): Tensor => sum(mul(w, f(y)));
      agree(times(grad(loss)(times(x, unit)), unit ** (1 - degree)), grad(loss)(x), 1e-12);
      // Along V in the same unit, so that nothing overflows.
      const [, turned] = jvp((y: Tensor) => grad(loss)(y), [times(x, unit)], [times(v, unit)]);
      agree(times(turned as Tensor, unit ** (1 - degree)), hvp(loss)(x, v) as Tensor, 1e-11);
    }
  });
});

const lapack = installed();

function installed(): Kernels | BlasNotFoundError {
  try {
    return openBlas();
  } catch (error) {
    if (error instanceof BlasNotFoundError) return error;
    throw error;
  }
}

test.each([1e-300, 1e-160, 1e160, 1e300])("sqrtm and logm in units of %d", (unit) => {
  const x = regular([4, 4]);
  agree(linalg.sqrtm(times(x, unit)), times(linalg.sqrtm(x), Math.sqrt(unit)), 1e-14);
  const shifted = linalg.addDiagonal(linalg.logm(x), Math.log(unit));
  agree(linalg.logm(times(x, unit)), shifted, 1e-14);
});

test("sqrtm where 0 is an eigenvalue", () => {
  for (const n of [1, 2, 5]) {
    const zeros = tensor(new Float64Array(n * n), [n, n]);
    expect(linalg.sqrtm(zeros).data).toEqual(zeros.data);
    expect(() => grad((x: Tensor) => sum(linalg.sqrtm(x)))(zeros)).toThrowError(linalg.SingularMatrixError);
  }
  // Of rank one: the square is the size of the matrix times it.
  const ones = tensor(new Float64Array(16).fill(1), [4, 4]);
  agree(linalg.sqrtm(ones), times(ones, 0.5), 1e-14);
  const nilpotent = [
    [1, 1, 1],
    [1, 1, 1],
    [-2, -2, -2],
  ];
  expect(() => linalg.sqrtm(tensor(nilpotent))).toThrowError(/^sqrtm: /);
  expect(() => linalg.logm(tensor(nilpotent))).toThrowError(linalg.NoRealResultError);
});

test("second derivatives of logm at 300 random 2×2 matrices, in two ways", () => {
  let [checked, seed] = [0, 0];
  while (checked < 300) {
    const [x, w, v] = [random([2, 2], ++seed), random([2, 2], seed + 1e4), random([2, 2], seed + 2e4)];
    const pairs = linalg.eigvals(x);
    if (pairs.re.data.some((value, i) => pairs.im.data[i] === 0 && value <= 0)) continue;
    const loss = (y: Tensor): Tensor => sum(mul(w, linalg.logm(y)));
    const turned = hvp(loss)(x, v) as Tensor;
    agree(grad((y: Tensor) => sum(mul(v, grad(loss)(y))))(x), turned, 1e-10);
    expect(turned.data.every(Number.isFinite)).toBe(true);
    checked++;
  }
});

test("third derivatives of logm where the second one needs a repeated spectrum", () => {
  const x = regular([2, 2]);
  const [v, w] = [random([2, 2], 2), random([2, 2], 3)];
  const loss = (y: Tensor): Tensor => sum(pow(linalg.logm(y), 2));
  const second = (y: Tensor): Tensor => hvp(loss)(y, v) as Tensor;
  const [, third] = jvp(second, [x], [w]);
  const step = 1e-4;
  const moved = (t: number): Tensor =>
    second(
      tensor(
        x.data.map((value, i) => value + t * w.data[i]),
        [2, 2],
      ),
    );
  const [after, before] = [moved(step), moved(-step)];
  const wanted = tensor(
    after.data.map((value, i) => (value - before.data[i]) / (2 * step)),
    [2, 2],
  );
  agree(third as Tensor, wanted, 1e-6);
});

describe.skipIf(lapack instanceof BlasNotFoundError)("beside the system's LAPACK", () => {
  /** The eigenvalues as the system's library finds them, and as our kernel does. */
  const both = (x: Tensor): readonly [linalg.ComplexTensor, linalg.ComplexTensor] => {
    const before = kernels();
    try {
      // Tensors of their own, because known eigenvalues are kept.
      useKernels(lapack as Kernels);
      const theirs = linalg.eigvals(times(x, 1));
      useKernels();
      return [theirs, linalg.eigvals(times(x, 1))];
    } finally {
      useKernels(before);
    }
  };

  test.each([2, 3, 5, 10, 30, 80, 150])("random matrices of order %i", (n) => {
    for (let seed = 1; seed <= Math.max(1, 60 / n); seed++) {
      const x = random([n, n], seed);
      for (const unit of [1, 2 ** -480, 2 ** 480]) {
        const [theirs, ours] = both(times(x, unit));
        // Gaps are about 1/n, so that both are in the same order.
        agree(ours.re, theirs.re, 1e-10);
        agree(ours.im, theirs.im, 1e-10);
      }
    }
  });
});
