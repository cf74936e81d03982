import { abs, exp, expandDims, maximum, mul, sinh, sub, sum, type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { type Row, random, type Table } from "./inputs.ts";

/** U diag(s) Vᵀ with vectors of no special form. */
function withSingularValues(m: number, n: number, s: readonly number[]): Tensor {
  const { u, vt } = linalg.svd(random([m, n], 5));
  return linalg.matmul(mul(u, tensor(s)), vt);
}

/** Of vectors, whose signs are free in pairs, only what does not depend on them is compared. */
const products = (a: Tensor): Record<string, Tensor> => {
  const { u, s, vt } = linalg.svd(a);
  return { s, uu: mul(u, u), vv: mul(vt, vt) };
};

const rebuilt = (a: Tensor): Tensor => {
  const { u, s, vt } = linalg.svd(a);
  return linalg.matmul(mul(u, expandDims(exp(s), -2)), vt);
};

const shapes = [
  [4, 4],
  [5, 3],
  [3, 5],
  [1, 1],
  [1, 4],
  [4, 1],
  [0, 3],
  [3, 0],
  [0, 0],
  [2, 4, 3],
  [0, 3, 3],
] as const;

const each = (op: Row[0], seed: number = 5): readonly Row[] => shapes.map((shape): Row => [op, [random(shape, seed)]]);

const polar = (a: Tensor): Tensor => linalg.singularFunction(a, () => 1);
const shrunk = (a: Tensor): Tensor => linalg.singularFunction(a, (s) => maximum(sub(s, 0.25), 0));
const smooth = (a: Tensor): Tensor => linalg.singularFunction(a, (s) => sinh(s));

const repeated = withSingularValues(4, 3, [2, 2, 1]);
const rank2 = linalg.matmul(random([4, 2], 6), random([2, 3], 7));

const norms: readonly Row[] = [
  ...[0.5, 1, 1.5, 2, 3, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, -2, 0].flatMap(
    (ord): readonly Row[] => [
      [(x: Tensor) => linalg.norm(x, { ord, axis: -1 }), [random([2, 4], 3)]],
      [(x: Tensor) => linalg.norm(x, { ord, axis: 0, keepDims: true }), [random([3], 3)]],
    ],
  ),
  ...(["fro", "nuc", 1, -1, 2, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const).flatMap(
    (ord): readonly Row[] => [
      [(x: Tensor) => linalg.norm(x, { ord }), [random([3, 4], 3)]],
      [(x: Tensor) => linalg.norm(x, { ord, axis: [2, 0], keepDims: true }), [random([3, 2, 3], 4)]],
    ],
  ),
];

/** Singular values, what is made of them, and least squares. */
export const singular: Table = {
  svd: [
    ...each(products as never),
    ...each(rebuilt),
    [products as never, [random([3, 4], 5)], { batched: true }],
    [rebuilt, [withSingularValues(4, 3, [1, 1e-2, 1e-3])], { step: 1e-4, tolerance: 1e-4, exact: 1e-10 }],
  ],
  svdvals: [
    ...each(linalg.svdvals),
    [linalg.svdvals, [random([3, 4], 5)], { batched: true }],
    [(a: Tensor) => sum(exp(linalg.svdvals(a))), [repeated]],
  ],
  singularFunction: [
    ...shapes.flatMap((shape): readonly Row[] => [
      [polar, [random(shape, 5)]],
      [shrunk, [random(shape, 5)]],
      [smooth, [random(shape, 5)]],
    ]),
    [polar, [repeated]],
    [shrunk, [repeated]],
    [smooth, [repeated]],
    [polar, [withSingularValues(3, 3, [1, 1, 1])]],
    [smooth, [rank2]],
    [(a: Tensor, t: Tensor) => linalg.singularFunction(a, (s) => maximum(sub(s, t), 0)), [repeated, 0.3]],
    [(a: Tensor, t: Tensor) => linalg.singularFunction(a, (s) => mul(s, exp(mul(t, mul(s, s))))), [rank2, 0.3]],
  ],
  pinv: [
    ...each(linalg.pinv),
    [linalg.pinv, [random([3, 4], 5)], { batched: true }],
    [(a: Tensor, b: Tensor) => linalg.pinv(linalg.matmul(a, b)), [random([4, 2], 6), random([2, 3], 7)]],
    [(a: Tensor) => linalg.pinv(mul(a, linalg.outer(tensor([1, 0, 1]), tensor([1, 1, 1])))), [random([3, 3], 5)]],
  ],
  lstsq: [
    [linalg.lstsq, [random([5, 3], 5), random([5, 2], 2)], { batched: true }],
    [linalg.lstsq, [random([3, 5], 5), random([3], 2)]],
    [linalg.lstsq, [random([2, 4, 3], 5), random([4], 2)]],
    [linalg.lstsq, [random([4, 3], 5), random([2, 4, 1], 2)]],
    [linalg.lstsq, [random([1, 1], 5), random([1], 2)]],
    [linalg.lstsq, [random([0, 3], 5), random([0], 2)]],
    [linalg.lstsq, [random([3, 0], 5), random([3, 2], 2)]],
    [
      (a: Tensor, b: Tensor, y: Tensor) => linalg.lstsq(linalg.matmul(a, b), y),
      [random([4, 2], 6), random([2, 3], 7), random([4])],
    ],
  ],
  norm: [
    ...norms,
    [linalg.norm, [random([2, 3, 2])]],
    [linalg.norm, [random([])]],
    [linalg.norm, [random([0])]],
    [(x: Tensor) => linalg.norm(x, { keepDims: true }), [random([2, 3])]],
    [(x: Tensor) => linalg.norm(abs(x), { ord: 1 }), [random([3])]],
  ],
  cond: [
    [linalg.cond, [random([3, 4], 5)], { batched: true }],
    [linalg.cond, [random([2, 3, 3], 5)], { tolerance: 1e-6 }],
    [linalg.cond, [random([1, 1], 5)]],
    ...(["fro", "nuc", 1, Number.POSITIVE_INFINITY, -2] as const).map(
      (ord): Row => [(x: Tensor) => linalg.cond(x, { ord }), [random([3, 3], 5)], { tolerance: 1e-5, exact: 1e-10 }],
    ),
  ],
};
