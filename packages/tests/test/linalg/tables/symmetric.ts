import { add, div, exp, log, mul, sqrt, sum, type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { definite, type Row, random, symmetric, type Table } from "./inputs.ts";

/** Symmetric matrices with eigenvalues of either sign. */
function indefinite(shape: readonly number[], seed: number = 1): Tensor {
  const a = random(shape, seed);
  return add(a, linalg.mT(a));
}

/** V diag(λ) Vᵀ with a V of no special form. */
function withEigenvalues(values: readonly number[]): Tensor {
  const v = linalg.eigh(indefinite([values.length, values.length], 7)).vectors;
  return linalg.matmul(mul(v, tensor(values)), linalg.mT(v));
}

const few: Tensor = withEigenvalues([0.5, 1, 1.5, 2.5]);
const repeated: Tensor = withEigenvalues([1, 1, 1, 2]);
const near: Tensor = withEigenvalues([1, 1 + 1e-9, 1.1, 2]);
const graded: Tensor = withEigenvalues([1e-3, 1e-2, 0.1, 1]);

/** Of eigenvectors, whose signs are free, only what does not depend on them is compared. */
const projectors = (a: Tensor): { values: Tensor; squares: Tensor } => {
  const { values, vectors } = linalg.eigh(a);
  return { values, squares: mul(vectors, vectors) };
};

const rebuilt = (a: Tensor): Tensor => {
  const { values, vectors } = linalg.eigh(a);
  return linalg.matmul(mul(vectors, mul(values, values)), linalg.mT(vectors));
};

const functions: Record<string, (x: Tensor) => Tensor> = {
  exp,
  log,
  sqrt,
  cube: (x) => mul(x, mul(x, x)),
  rational: (x) => div(x, add(1, mul(x, x))),
};

const ofFunctions: readonly Row[] = Object.values(functions).flatMap((f): readonly Row[] =>
  [few, repeated, near, graded].map((a): Row => {
    const steep = a === graded && (f === log || f === sqrt);
    return [
      (a: Tensor) => linalg.matrixFunction(a, f),
      [a],
      steep ? { ...symmetric, step: 1e-4, tolerance: 1e-5 } : symmetric,
    ];
  }),
);

/** Eigenvalues, eigenvectors, and functions of symmetric matrices. */
export const symmetricEigen: Table = {
  eigh: [
    [projectors as never, [indefinite([4, 4])], { ...symmetric, batched: true }],
    [projectors as never, [few], symmetric],
    [projectors as never, [indefinite([1, 1])], symmetric],
    [projectors as never, [indefinite([0, 0])], symmetric],
    [projectors as never, [indefinite([2, 2, 3, 3])], symmetric],
    [projectors as never, [indefinite([0, 3, 3])], symmetric],
    [rebuilt, [few], symmetric],
  ],
  eigvalsh: [
    [linalg.eigvalsh, [indefinite([4, 4])], { ...symmetric, batched: true }],
    [linalg.eigvalsh, [indefinite([1, 1])], symmetric],
    [linalg.eigvalsh, [indefinite([0, 0])], symmetric],
    [linalg.eigvalsh, [indefinite([2, 2, 3, 3])], symmetric],
    [linalg.eigvalsh, [indefinite([0, 3, 3])], symmetric],
    [(a: Tensor) => sum(exp(linalg.eigvalsh(a))), [repeated], symmetric],
    [(a: Tensor) => sum(exp(linalg.eigvalsh(a))), [near], { ...symmetric, order: 1 }],
  ],
  matrixFunction: [
    ...ofFunctions,
    [(a: Tensor) => linalg.matrixFunction(a, exp), [indefinite([4, 4])], { ...symmetric, batched: true }],
    [(a: Tensor) => linalg.matrixFunction(a, exp), [indefinite([2, 2, 3, 3])], symmetric],
    [(a: Tensor) => linalg.matrixFunction(a, exp), [indefinite([1, 1])], symmetric],
    [(a: Tensor) => linalg.matrixFunction(a, exp), [indefinite([0, 0])], symmetric],
    [(a: Tensor) => linalg.matrixFunction(a, exp), [indefinite([0, 2, 2])], symmetric],
    [(a: Tensor) => linalg.matrixFunction(a, exp), [tensor(new Float64Array(9), [3, 3])], symmetric],
    [(a: Tensor, t: Tensor) => linalg.matrixFunction(a, (x) => exp(mul(t, x))), [few, 0.7], symmetric],
    [(a: Tensor, t: Tensor) => linalg.matrixFunction(a, (x) => exp(mul(t, x))), [repeated, 0.7], symmetric],
    [(a: Tensor, t: Tensor) => linalg.matrixFunction(a, (x) => exp(mul(t, x))), [near, 0.7], symmetric],
    [(a: Tensor, t: Tensor) => linalg.matrixFunction(a, (x) => div(1, add(t, x))), [definite([3, 3]), 0.7], symmetric],
  ],
};
