import { type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { type Row, random, some, type Table } from "./inputs.ts";

/** Products, parts of matrices, distances. */
export const products: Table = {
  addDiagonal: [
    [linalg.addDiagonal, [some([3, 3]), some([3])], { batched: true }],
    [linalg.addDiagonal, [some([3, 3]), 0.5]],
    [linalg.addDiagonal, [some([3, 3]), some([2, 3])]],
    [linalg.addDiagonal, [some([2, 3, 3]), some([1])]],
    [linalg.addDiagonal, [some([0, 0]), 0.5]],
  ],
  corrcoef: [
    [linalg.corrcoef, [some([3, 5])]],
    [(x: Tensor) => linalg.corrcoef(x, { rowVar: false }), [some([2, 4, 3])]],
    [(x: Tensor) => linalg.corrcoef(x), [some([4])]],
  ],
  cov: [
    [linalg.cov, [some([3, 5])]],
    [(x: Tensor) => linalg.cov(x, { rowVar: false, ddof: 0 }), [some([2, 4, 3])]],
    [(x: Tensor) => linalg.cov(x), [some([4])]],
    [(x: Tensor) => linalg.cov(x), [some([0, 4])]],
  ],
  diag: [
    [linalg.diag, [some([3])], { batched: true }],
    [linalg.diag, [some([0])]],
  ],
  diagonal: [
    [linalg.diagonal, [some([2, 4])], { batched: true }],
    [linalg.diagonal, [some([4, 2])]],
    [linalg.diagonal, [some([0, 2])]],
  ],
  dot: [
    [linalg.dot, [some([7]), some([7], 2)]],
    [linalg.dot, [some([1]), some([1], 2)]],
    [linalg.dot, [some([0]), some([0])]],
  ],
  einsum: [
    ...(
      [
        ["ij,jk->ik", [2, 3], [3, 4]],
        ["ij,jk", [2, 3], [3, 4]],
        ["bij,bjk->bik", [2, 2, 3], [2, 3, 2]],
        ["...ij,...jk->...ik", [2, 1, 2, 3], [3, 3, 2]],
        ["...i,...i->...", [2, 3], [3]],
        ["...i->i...", [2, 3, 2]],
        ["ii->i", [3, 3]],
        ["ii->", [3, 3]],
        ["iij,jk->ki", [2, 2, 3], [3, 2]],
        ["iii", [2, 2, 2]],
        ["ij->ji", [2, 3]],
        ["ba", [2, 3]],
        ["ij->", [2, 3]],
        ["ij->j", [2, 3]],
        ["i,j->ij", [2], [3]],
        ["i,i", [3], [3]],
        ["ij,k->k", [2, 3], [4]],
        [",i->i", [], [3]],
        ["", []],
        ["i,ij,j->", [2], [2, 3], [3]],
        ["ij,jk,kl,lm->im", [2, 3], [3, 2], [2, 4], [4, 2]],
        ["ai,bi,ci,di->abcd", [2, 3], [2, 3], [1, 3], [2, 3]],
        ["ab,bc,ca->", [2, 3], [3, 2], [2, 2]],
        ["ij,jk->ik", [2, 0], [0, 3]],
        ["ij,jk->ik", [0, 2], [2, 3]],
        ["a,b,c,d,e,f,g,h->", [1], [2], [1], [2], [1], [1], [2], [1]],
      ] as const
    ).map(
      ([equation, ...shapes]): Row => [
        linalg.einsum as never,
        [equation, ...(shapes as readonly (readonly number[])[]).map((shape, i) => random(shape, i + 1))],
      ],
    ),
  ],
  kron: [
    [linalg.kron, [some([2, 3]), some([3, 2], 2)], { batched: true }],
    [linalg.kron, [some([2]), some([3], 2)]],
    [linalg.kron, [some([2, 1, 2, 3]), some([3, 1, 2], 2)]],
    [linalg.kron, [some([1, 1]), some([1, 1], 2)]],
    [linalg.kron, [some([0, 2]), some([3, 2], 2)]],
  ],
  tensordot: [
    [linalg.tensordot, [some([2, 3, 2]), some([3, 2, 4], 2)]],
    [(a: Tensor, b: Tensor) => linalg.tensordot(a, b, 0), [some([2]), some([3], 2)]],
    [(a: Tensor, b: Tensor) => linalg.tensordot(a, b, 1), [some([2, 3]), some([3, 2], 2)]],
    [
      (a: Tensor, b: Tensor) =>
        linalg.tensordot(a, b, [
          [0, -1],
          [1, 0],
        ]),
      [some([2, 4, 3]), some([3, 2, 2], 2)],
    ],
    [(a: Tensor, b: Tensor) => linalg.tensordot(a, b, 1), [some([2, 0]), some([0, 2], 2)]],
  ],
  vdot: [
    [linalg.vdot, [some([2, 3]), some([2, 3], 2)]],
    [linalg.vdot, [some([]), some([], 2)]],
    [linalg.vdot, [some([0, 2]), some([0, 2], 2)]],
  ],
  mT: [
    [linalg.mT, [some([2, 3])], { batched: true }],
    [linalg.mT, [some([0, 3])]],
  ],
  matmul: [
    [linalg.matmul, [some([2, 3]), some([3, 4])], { batched: true }],
    [linalg.matmul, [some([5, 1]), some([1, 2])]],
    [linalg.matmul, [some([3]), some([3], 2)]],
    [linalg.matmul, [some([3]), some([3, 2])]],
    [linalg.matmul, [some([2, 3]), some([3])]],
    [linalg.matmul, [some([3]), some([2, 3, 2])]],
    [linalg.matmul, [some([2, 2, 3]), some([3])]],
    [linalg.matmul, [some([4, 2, 3]), some([3, 2])]],
    [linalg.matmul, [some([2, 3]), some([4, 3, 2])]],
    [linalg.matmul, [some([2, 1, 2, 3]), some([3, 3, 2])]],
    [linalg.matmul, [some([2, 0]), some([0, 3])]],
    [linalg.matmul, [some([0, 2]), some([2, 3])]],
    [linalg.matmul, [some([0, 2, 3]), some([3, 2])]],
  ],
  matvec: [
    [linalg.matvec, [some([2, 3]), some([3])], { batched: true }],
    [linalg.matvec, [some([2, 3]), some([4, 3])]],
    [linalg.matvec, [some([4, 2, 3]), some([3])]],
    [linalg.matvec, [some([4, 1, 2, 3]), some([5, 3])]],
    [linalg.matvec, [some([0, 3]), some([3])]],
    [linalg.matvec, [some([3, 0]), some([0])]],
  ],
  outer: [
    [linalg.outer, [some([3]), some([2])], { batched: true }],
    [linalg.outer, [some([3]), some([2, 4])]],
    [linalg.outer, [some([2, 4]), some([3])]],
    [linalg.outer, [some([0]), some([2])]],
  ],
  pairwiseDistance: [
    [linalg.pairwiseDistance, [some([4, 2]), some([3, 2], 2)], { batched: true }],
    [linalg.pairwiseDistance, [some([4, 1])]],
    [linalg.pairwiseDistance, [some([4, 3])], { batched: true }],
    [linalg.pairwiseDistance, [some([2, 4, 2]), some([3, 2], 2)]],
    [linalg.pairwiseDistance, [some([4, 2]), some([2, 1, 3, 2], 2)]],
    [linalg.pairwiseDistance, [some([17, 5]), some([20, 5], 2)]],
    [linalg.pairwiseDistance, [some([0, 2]), some([3, 2])]],
    [linalg.pairwiseDistance, [some([0, 2])]],
  ],
  pairwiseSquaredDistance: [
    [linalg.pairwiseSquaredDistance, [some([4, 2]), some([3, 2], 2)], { batched: true }],
    [linalg.pairwiseSquaredDistance, [some([4, 1])]],
    [linalg.pairwiseSquaredDistance, [some([4, 3])]],
    [linalg.pairwiseSquaredDistance, [some([2, 4, 2]), some([3, 2])]],
    [linalg.pairwiseSquaredDistance, [some([4, 2]), some([2, 1, 3, 2])]],
    [linalg.pairwiseSquaredDistance, [tensor([[1], [1], [2]])]],
    [linalg.pairwiseSquaredDistance, [some([0, 2]), some([3, 2])]],
    [linalg.pairwiseSquaredDistance, [some([2, 0]), some([3, 0])]],
  ],
  trace: [
    [linalg.trace, [some([3, 3])], { batched: true }],
    [linalg.trace, [some([2, 4])]],
    [linalg.trace, [some([0, 0])]],
  ],
  tril: [
    [linalg.tril, [some([3, 4])], { batched: true }],
    [(a: Tensor) => linalg.tril(a, 1), [some([4, 3])]],
    [(a: Tensor) => linalg.tril(a, -2), [some([4, 3])]],
    [linalg.tril, [some([0, 3])]],
  ],
  triu: [
    [linalg.triu, [some([3, 4])], { batched: true }],
    [(a: Tensor) => linalg.triu(a, 1), [some([4, 3])]],
    [(a: Tensor) => linalg.triu(a, -2), [some([4, 3])]],
    [linalg.triu, [some([3, 0])]],
  ],
};
