import type { Tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { definite, type Row, random, some, symmetric, type Table } from "./inputs.ts";

/** Triangular matrices, the other triangle filled with what must not be read. */
function triangular(shape: readonly number[], seed: number = 1): Tensor {
  return linalg.addDiagonal(some(shape, seed), 3);
}

/** So large that the factor's derivatives are found by halves. */
function largeDefinite(n: number): Tensor {
  const a = random([n, n], 3);
  return linalg.addDiagonal(linalg.matmul(a, linalg.mT(a)), 3);
}

const solvers: readonly Row[] = [true, false].flatMap((lower) =>
  [true, false].flatMap((transpose) =>
    [true, false].flatMap((unitDiagonal) =>
      (["left", "right"] as const).flatMap((side): readonly Row[] => {
        const o = { lower, transpose, unitDiagonal, side };
        const solve = (a: Tensor, b: Tensor): Tensor => linalg.triangularSolve(a, b, o);
        const b = side === "left" ? some([3, 2]) : some([2, 3]);
        const many = side === "left" ? some([2, 3, 2]) : some([2, 2, 3]);
        return [
          [solve, [triangular([3, 3]), b], { batched: true }],
          [solve, [triangular([3, 3]), some([3])]],
          [solve, [triangular([3, 3]), many]],
          [solve, [triangular([2, 3, 3]), b]],
        ];
      }),
    ),
  ),
);

/** Factors of positive definite matrices, triangular systems, and what a Gaussian likelihood is made of. */
export const positive: Table = {
  cholesky: [
    [linalg.cholesky, [definite([4, 4])], { ...symmetric, batched: true }],
    [linalg.cholesky, [definite([1, 1])], symmetric],
    [linalg.cholesky, [definite([0, 0])], symmetric],
    [linalg.cholesky, [definite([2, 2, 3, 3])], symmetric],
    [linalg.cholesky, [definite([0, 3, 3])], symmetric],
    [linalg.cholesky, [largeDefinite(30)], symmetric],
  ],
  choleskyInverse: [
    [linalg.choleskyInverse, [triangular([4, 4])], { batched: true }],
    [linalg.choleskyInverse, [triangular([1, 1])]],
    [linalg.choleskyInverse, [triangular([0, 0])]],
    [linalg.choleskyInverse, [triangular([2, 3, 3])]],
  ],
  choleskyJittered: [
    [linalg.choleskyJittered as never, [definite([4, 4])], { ...symmetric, batched: true }],
    [linalg.choleskyJittered as never, [definite([1, 1])], symmetric],
    [linalg.choleskyJittered as never, [definite([0, 0])], symmetric],
    [linalg.choleskyJittered as never, [definite([2, 2, 3, 3])], symmetric],
  ],
  choleskySolve: [
    [linalg.choleskySolve, [triangular([4, 4]), some([4, 2])], { batched: true }],
    [linalg.choleskySolve, [triangular([4, 4]), some([4])]],
    [linalg.choleskySolve, [triangular([3, 3]), some([2, 3, 2])]],
    [linalg.choleskySolve, [triangular([2, 3, 3]), some([3])]],
    [linalg.choleskySolve, [triangular([1, 1]), some([1, 1])]],
    [linalg.choleskySolve, [triangular([0, 0]), some([0, 2])]],
  ],
  invQuadLogdet: [
    [linalg.invQuadLogdet as never, [definite([4, 4]), some([4])], { ...symmetric, batched: true }],
    [linalg.invQuadLogdet as never, [definite([3, 3]), some([5, 3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([2, 3, 3]), some([3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([2, 1, 3, 3]), some([4, 3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([1, 1]), some([1])], symmetric],
    [linalg.invQuadLogdet as never, [definite([0, 0]), some([0])], symmetric],
    [linalg.invQuadLogdet as never, [definite([3, 3]), some([0, 3])], symmetric],
  ],
  logdet: [
    [linalg.logdet, [definite([4, 4])], { ...symmetric, batched: true }],
    [linalg.logdet, [definite([1, 1])], symmetric],
    [linalg.logdet, [definite([0, 0])], symmetric],
    [linalg.logdet, [definite([0, 3, 3])], symmetric],
  ],
  mvnLogDensity: [
    [linalg.mvnLogDensity, [some([3]), some([3], 2), definite([3, 3])], { symmetric: [2], batched: true }],
    [linalg.mvnLogDensity, [some([4, 3]), 0.5, definite([3, 3])], { symmetric: [2] }],
    [linalg.mvnLogDensity, [some([4, 1, 3]), some([3]), definite([2, 3, 3])], { symmetric: [2] }],
    [linalg.mvnLogDensity, [some([1]), some([1], 2), definite([1, 1])], { symmetric: [2] }],
  ],
  triangularSolve: [
    ...solvers,
    [linalg.triangularSolve, [triangular([1, 1]), some([1])]],
    [linalg.triangularSolve, [triangular([0, 0]), some([0, 2])]],
    [linalg.triangularSolve, [triangular([3, 3]), some([3, 0])]],
    [linalg.triangularSolve, [triangular([2, 1, 3, 3]), some([4, 3, 2])]],
  ],
};
