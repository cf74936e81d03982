import { mul, reshape, type Tensor, tensor } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import * as ops from "@wengert/ops";
import { random, regular } from "./inputs.ts";

/** A function of one tensor, where it is looked at, and its degree: f(c·x) = c^degree·f(x) for c > 0. */
export interface Homogeneous {
  readonly f: (x: Tensor) => Tensor;
  readonly x: Tensor;
  readonly degree: number;
  /** f(2ᵏx) = f(x) + shift·k instead, of degree 0. */
  readonly shift?: number;
  /** The largest |k| of its Hessian; by default 480. Half of it for an f that passes a square on, whose Hessian is out of range then. */
  readonly hessianReach?: number;
}

const square = regular([4, 4]);
const spd = spread(4, 2);
const batchSpd = reshape(spread(3, 14), [1, 3, 3]);
const symmetric = random([4, 4], 3);
const tall = random([5, 3], 4);
const wide = random([3, 5], 5);
const batch = regular([2, 3, 3], 6);
const vector = random([4], 7);
const rows = random([4, 2], 8);
const lower = linalg.cholesky(spd);
const deficient = linalg.matmul(random([5, 2], 9), random([2, 4], 10));
const points = random([5, 3], 11);
const matrix = random([3, 4], 12);
const badlyScaled = tensor([
  [1, 1e60, 2, 3e-60],
  [1e-60, 3, 1e-50, 4],
  [5, 1e20, 1e-30, 7],
  [2, 8, 9e10, 1e-70],
]);
const positive = tensor(random([6], 13).data.map((value) => 0.2 + Math.abs(value)));

const at = (f: (x: Tensor) => Tensor, degree: number, ...xs: Tensor[]): Homogeneous[] =>
  xs.map((x) => ({ f, x, degree }));
const shifted = (f: (x: Tensor) => Tensor, shift: number, x: Tensor): Homogeneous => ({ f, x, degree: 0, shift });

const orders = [undefined, "fro", "nuc", 1, -1, 2, -2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;
const vectorOrders = [undefined, 0.5, 1, 1.5, 2, 3, 4, 7, -1, -2, -3, Infinity, -Infinity] as const;

/** Of these no argument is homogeneous, alone or with others. */
export const without: readonly string[] = [
  "expm",
  "NonFiniteMatrixError",
  "NoRealResultError",
  "NotPositiveDefiniteError",
  "RepeatedValuesError",
  "SingularMatrixError",
];

export const matrices: Readonly<Record<string, readonly Homogeneous[]>> = {
  addDiagonal: at((x) => linalg.addDiagonal(x, linalg.diagonal(x)), 1, square),
  cholesky: at(linalg.cholesky, 0.5, spd, batchSpd),
  choleskyInverse: at(linalg.choleskyInverse, -2, lower),
  choleskyJittered: [
    ...at((x) => linalg.choleskyJittered(x).l, 0.5, spd),
    ...at((x) => linalg.choleskyJittered(x).jitter, 1, linalg.matmul(deficient, linalg.mT(deficient))),
  ],
  choleskySolve: [
    ...at((l) => linalg.choleskySolve(l, rows), -2, lower),
    ...at((b) => linalg.choleskySolve(lower, b), 1, rows, vector),
  ],
  cond: orders.flatMap((ord) => [
    ...at((x) => linalg.cond(x, { ord: ord ?? 2 }), 0, square, batch),
    ...(Math.abs(Number(ord ?? 2)) === 2 ? at((x) => linalg.cond(x, { ord: ord ?? 2 }), 0, tall, wide) : []),
  ]),
  corrcoef: at(linalg.corrcoef, 0, wide),
  cov: at(linalg.cov, 2, wide),
  det: [
    ...at(linalg.det, 4, square),
    ...at(linalg.det, 3, batch),
    ...at(linalg.det, 1, regular([1, 1])),
    ...at(linalg.det, 3, singular(3, 2), nearlySingular(3)), // by parts
    ...at(linalg.det, 4, singular(4, 3), singular(4, 2), nearlySingular(4), badlyScaled),
  ],
  diag: at(linalg.diag, 1, vector),
  diagonal: at((x) => linalg.diagonal(x), 1, square),
  dot: at((x) => linalg.dot(x, vector), 1, vector),
  eig: [...at((x) => linalg.eig(x).values.re, 1, square), ...at((x) => linalg.eig(x).values.im, 1, square)],
  eigh: [
    ...at((x) => linalg.eigh(x).values, 1, symmetric, spd, batchSpd),
    ...at((x) => linalg.eigh(x).vectors, 0, symmetric, spd),
  ],
  eigvals: at((x) => linalg.eigvals(x).re, 1, square, batch),
  eigvalsh: at(linalg.eigvalsh, 1, symmetric, spd),
  einsum: at((x) => linalg.einsum("ij,kj->ik", x, x), 2, matrix),
  inv: at(linalg.inv, -1, square, batch),
  invQuadLogdet: [
    ...at((x) => linalg.invQuadLogdet(x, vector).invQuad, -1, spd),
    ...at((y) => linalg.invQuadLogdet(spd, y).invQuad, 2, vector),
    shifted((x) => linalg.invQuadLogdet(x, vector).logdet, 4 * Math.LN2, spd),
  ],
  kron: at((x) => linalg.kron(x, x), 2, matrix),
  logdet: [shifted(linalg.logdet, 4 * Math.LN2, spd)],
  logm: [shifted((x) => linalg.trace(linalg.logm(x)), 4 * Math.LN2, square)],
  lstsq: [
    ...at((a) => linalg.lstsq(a, random([5], 20)), -1, tall),
    ...at((a) => linalg.lstsq(a, random([3, 2], 21)), -1, wide),
    ...at((b) => linalg.lstsq(tall, b), 1, random([5], 22)),
    ...at((b) => linalg.lstsq(wide, b), 1, random([3, 2], 23)),
    ...at((b) => linalg.lstsq(deficient, b), 1, random([5], 24)),
  ],
  lu: [...at((x) => linalg.lu(x).l, 0, square, tall), ...at((x) => linalg.lu(x).u, 1, square, wide)],
  lyapunov: [...at((a) => linalg.lyapunov(a, spd), -1, square), ...at((q) => linalg.lyapunov(square, q), 1, spd)],
  mT: at(linalg.mT, 1, matrix),
  matmul: at((x) => linalg.matmul(x, linalg.mT(x)), 2, matrix),
  matrixFunction: [
    ...at((x) => linalg.matrixFunction(x, ops.sqrt), 0.5, spd),
    ...at((x) => linalg.matrixFunction(x, ops.square), 2, spd),
    ...at((x) => linalg.matrixFunction(x, ops.reciprocal), -1, spd),
  ],
  matrixPower: [...at((x) => linalg.matrixPower(x, 3), 3, square), ...at((x) => linalg.matrixPower(x, -2), -2, square)],
  matvec: [...at((a) => linalg.matvec(a, vector), 1, square), ...at((x) => linalg.matvec(square, x), 1, vector)],
  mvnLogDensity: [
    // Variances in units c, points in units √c.
    shifted(
      (c) => {
        const unit = ops.sqrt(ops.take(c, 0));
        const [point, mean] = [mul(unit, vector), mul(unit, random([4], 30))];
        return linalg.mvnLogDensity(point, mean, mul(ops.take(c, 0), spd));
      },
      -2 * Math.LN2,
      tensor([1]),
    ),
    // Points in units c, so that variances reach from 2^-960 to 2^960.
    {
      f: (c) => {
        const unit = ops.take(c, 0);
        return linalg.mvnLogDensity(mul(unit, vector), mul(unit, random([4], 30)), mul(ops.square(unit), spd));
      },
      x: tensor([1]),
      degree: 0,
      shift: -4 * Math.LN2,
      hessianReach: 240,
    },
  ],
  norm: [
    ...at((x) => linalg.norm(x, { ord: 3 }), 1, tensor([1e-60, 0, 2, -3e40])),
    ...at((x) => linalg.norm(x, { ord: -3 }), 1, tensor([1e-60, 5, 2, -3e40])),
    ...vectorOrders.flatMap((ord) => at((x) => linalg.norm(x, ord === undefined ? {} : { ord }), 1, vector, positive)),
    ...vectorOrders.flatMap((ord) =>
      at((x) => linalg.norm(x, { axis: 0, ...(ord === undefined ? {} : { ord }) }), 1, tall),
    ),
    ...orders.flatMap((ord) =>
      at(
        (x) => linalg.norm(x, { axis: [-2, -1], ...(ord === undefined ? {} : { ord }) }),
        1,
        square,
        tall,
        wide,
        batch,
      ),
    ),
  ],
  outer: at((x) => linalg.outer(x, x), 2, vector),
  pairwiseDistance: [
    ...at((x) => linalg.pairwiseDistance(x), 1, points),
    ...at((x) => linalg.pairwiseDistance(x, mul(2, x)), 1, points),
  ],
  pairwiseSquaredDistance: [
    ...at((x) => linalg.pairwiseSquaredDistance(x), 2, points),
    ...at((x) => linalg.pairwiseSquaredDistance(x, mul(2, x)), 2, points),
  ],
  pinv: [
    ...at((x) => linalg.pinv(x), -1, square, tall, wide, batch),
    ...at((x) => linalg.pinv(x, { rcond: 1e-3 }), -1, nearlySingular(4)),
  ],
  qr: [...at((x) => linalg.qr(x).q, 0, square, tall, wide), ...at((x) => linalg.qr(x).r, 1, square, tall, wide)],
  singularFunction: [
    ...at((x) => linalg.singularFunction(x, (s) => ops.pow(s, 3)), 3, square, tall, wide),
    ...at((x) => linalg.singularFunction(x, (s) => s), 1, square, tall),
  ],
  slogdet: [shifted((x) => linalg.slogdet(x).logabsdet, 4 * Math.LN2, square)],
  solve: [...at((a) => linalg.solve(a, rows), -1, square), ...at((b) => linalg.solve(square, b), 1, rows, vector)],
  sqrtm: at(linalg.sqrtm, 0.5, spd, square),
  svd: [
    ...at((x) => linalg.svd(x).u, 0, square, tall, wide),
    ...at((x) => linalg.svd(x).s, 1, square, tall, wide, batch),
    ...at((x) => linalg.svd(x).vt, 0, square, tall, wide),
  ],
  svdvals: at(linalg.svdvals, 1, square, tall, wide),
  sylvester: [
    ...at((a) => linalg.sylvester(a, mul(2, linalg.mT(a)), matrix4(40)), -1, square),
    ...at((c) => linalg.sylvester(square, spd, c), 1, matrix4(41)),
  ],
  tensordot: at((x) => linalg.tensordot(x, linalg.mT(x), 1), 2, matrix),
  trace: at(linalg.trace, 1, square),
  triangularSolve: [
    ...at((l) => linalg.triangularSolve(l, rows), -1, lower),
    ...at((b) => linalg.triangularSolve(lower, b, { transpose: true }), 1, rows),
  ],
  tril: at((x) => linalg.tril(x), 1, square),
  triu: at((x) => linalg.triu(x), 1, square),
  vdot: at((x) => linalg.vdot(x, x), 2, vector),
};

/** Positive definite, with distinct eigenvalues. */
function spread(n: number, seed: number): Tensor {
  const a = random([n, n], seed);
  return linalg.addDiagonal(linalg.matmul(a, linalg.mT(a)), 0.5);
}

/** Of the rank asked for. */
function singular(n: number, rank: number): Tensor {
  return linalg.matmul(random([n, rank], 60 + n), random([rank, n], 70 + n));
}

/** With one singular value of 1e-9. */
function nearlySingular(n: number): Tensor {
  return linalg.addDiagonal(singular(n, n - 1), 1e-9);
}

function matrix4(seed: number): Tensor {
  return random([4, 4], seed);
}

/** Reductions of ops, and its elementwise functions that are homogeneous. */
export const reductions: Readonly<Record<string, readonly Homogeneous[]>> = {
  abs: at(ops.abs, 1, matrix),
  atan2: at((x) => ops.atan2(x, mul(x, tensor([2, -1, 0.5, 3]))), 0, matrix),
  cbrt: at(ops.cbrt, 1 / 3, positive),
  cumprod: at((x) => ops.take(ops.cumprod(x), 2), 3, positive),
  cumsum: at((x) => ops.cumsum(x), 1, matrix),
  div: at((x) => ops.div(vector, x), -1, vector),
  hypot: at((x) => ops.hypot(x, ops.flip(x)), 1, vector),
  max: at((x) => ops.max(x), 1, matrix),
  maximum: at((x) => ops.maximum(x, ops.flip(x)), 1, vector),
  mean: at((x) => ops.mean(x), 1, matrix),
  min: at((x) => ops.min(x, { axis: 0 }), 1, matrix),
  minimum: at((x) => ops.minimum(x, ops.flip(x)), 1, vector),
  mul: at((x) => ops.mul(x, ops.flip(x)), 2, vector),
  pow: [
    ...at((x) => ops.pow(x, 2), 2, matrix),
    ...at((x) => ops.pow(x, -1.5), -1.5, positive),
    ...at((x) => ops.pow(x, 3), 3, matrix),
  ],
  prod: [...at((x) => ops.prod(x), 3, random([3], 50)), ...at((x) => ops.prod(x, { axis: 0 }), 3, matrix)],
  reciprocal: at(ops.reciprocal, -1, matrix),
  rsqrt: at(ops.rsqrt, -0.5, positive),
  sort: at((x) => ops.sort(x), 1, vector),
  sqrt: at(ops.sqrt, 0.5, positive),
  square: at(ops.square, 2, matrix),
  std: [
    ...at((x) => ops.std(x), 1, tensor([1, 1 + 3e-9, 1 - 2e-9, 1 + 1e-9])),
    ...at((x) => ops.std(x), 1, matrix, vector),
    ...at((x) => ops.std(x, { axis: 1, ddof: 1 }), 1, matrix),
  ],
  sum: at((x) => ops.sum(x), 1, matrix),
  variance: [...at((x) => ops.variance(x), 2, matrix), ...at((x) => ops.variance(x, { axis: 0, ddof: 1 }), 2, matrix)],
};
