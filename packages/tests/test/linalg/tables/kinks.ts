import { type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { matern, periodic, rationalQuadratic } from "@wengert/special";
import type { Row } from "./inputs.ts";

const { POSITIVE_INFINITY: inf } = Number;

const zero = tensor([
  [0, 0],
  [0, 0],
]);
const unit = tensor([
  [1, 0],
  [0, 1],
]);
const rankOne = tensor([
  [1, 1],
  [1, 1],
]);
const infinite = tensor([
  [1, inf],
  [0, 1],
]);
const balanced = tensor([
  [1, -1],
  [1, 1],
]);
const matrices = [zero, unit, rankOne, infinite, balanced];

/** Points of which two coincide, and others that meet them. */
const points = tensor([
  [0, 0],
  [0, 0],
  [1, 2],
]);
const others = tensor([
  [0, 0],
  [1, 2],
]);

const vectors = [
  [3, 1, 3],
  [0, 0, 0],
  [2, 0, 5],
  [0, 0, 5],
  [2, 2, 2],
  [0, 1000],
].map((x) => tensor(x));
const far = [
  [1, inf],
  [1, -inf],
].map((x) => tensor(x));

const of = (op: Row[0], xs: readonly Tensor[]): readonly Row[] => xs.map((x) => [op, [x]] as const);
const first = (rows: readonly Row[]): readonly Row[] => rows.map(([op, args]) => [op, args, { order: 1 }] as const);
const ofDistances = (f: (d2: Tensor) => Tensor): Row[] => [
  [(x: Tensor) => f(linalg.pairwiseSquaredDistance(x)), [points]],
  [(x: Tensor, y: Tensor) => f(linalg.pairwiseSquaredDistance(x, y)), [points, others]],
];

/** Norms: a second derivative at infinity or, for a negative order, beside a zero is NaN where it could be a limit. */
const norms: readonly Row[] = [
  ...[0.5, 1, 1.5, 2, 3, inf, -inf, 0].flatMap((ord) => of((x: Tensor) => linalg.norm(x, { ord }), vectors)),
  ...first(of((x: Tensor) => linalg.norm(x, { ord: -1 }), vectors)),
  ...first([1, 2, 3, inf].flatMap((ord) => of((x: Tensor) => linalg.norm(x, { ord }), far))),
  ...["fro" as const, 1, -1, inf, -inf].flatMap((ord) =>
    of((x: Tensor) => linalg.norm(x, { ord, axis: [-2, -1] }), [zero, unit, rankOne, balanced]),
  ),
];

/** Where operations of linear algebra have corners: coincident points, norms of 0, singular matrices, infinite elements. */
export const kinks: Readonly<Record<string, readonly Row[]>> = {
  addDiagonal: of((x: Tensor) => linalg.addDiagonal(x, 1), matrices),
  cond: first(of(linalg.cond, [rankOne])),
  det: of(linalg.det, [zero, unit, rankOne, balanced]),
  diagonal: of(linalg.diagonal, matrices),
  dot: [
    [linalg.dot, [tensor([0, inf]), tensor([inf, 1])]],
    [linalg.dot, [tensor([0, 0]), tensor([0, 1])]],
  ],
  einsum: of((x: Tensor) => linalg.einsum("ij,jk->ik", x, x), matrices),
  expm: of(linalg.expm, [zero, unit, rankOne, balanced]),
  matmul: of((x: Tensor) => linalg.matmul(x, x), matrices),
  matvec: [[linalg.matvec, [infinite, tensor([0, 1])]]],
  norm: norms,
  outer: [[linalg.outer, [tensor([0, inf]), tensor([1, 0])]]],
  pairwiseDistance: [
    [linalg.pairwiseDistance, [points]],
    [linalg.pairwiseDistance, [points, others]],
  ],
  pairwiseSquaredDistance: [
    [linalg.pairwiseSquaredDistance, [points]],
    [linalg.pairwiseSquaredDistance, [points, others]],
  ],
  trace: of(linalg.trace, matrices),
  tril: of((x: Tensor) => linalg.tril(x), matrices),
  triu: of((x: Tensor) => linalg.triu(x), matrices),
  vdot: [[linalg.vdot, [tensor([0, inf]), tensor([inf, 1])]]],
};

/** Covariances of coincident points: the smoother they are, the more derivatives they have there. */
export const covarianceKinks: Readonly<Record<string, readonly Row[]>> = {
  "matern 1/2": ofDistances((d2) => matern(d2, 0.5)),
  "matern 3/2": first(ofDistances((d2) => matern(d2, 1.5))),
  "matern 5/2": ofDistances((d2) => matern(d2, 2.5)),
  "squared exponential": ofDistances((d2) => matern(d2, inf)),
  rationalQuadratic: ofDistances((d2) => rationalQuadratic(d2, 1.5)),
  periodic: ofDistances((d2) => periodic(d2, 1.5, 0.7)),
};
