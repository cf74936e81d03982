/*
 * Values and gradients against a computation with 60 digits (mpmath): of well-conditioned matrices up to 6×6, each function y,
 * and the gradient of Σ weights·y by central differences with a step of 10⁻²², which is right to some 40 digits
 * (tables/precise.py). What has signs free is compared by what does not depend on them.
 */
import { log, mul, reshape, stack, sum, type Tensor, tensor, transpose, vjp } from "@wengert/core";
import { jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { inner } from "@wengert/trace";
import { expect, test } from "vitest";
import { random } from "./tables/inputs.ts";
import precise from "./tables/precise.json" with { type: "json" };

type Matrix = readonly (readonly number[])[];

interface Reference {
  readonly arguments: readonly string[];
  readonly symmetric: readonly number[];
  readonly value: Matrix;
  readonly weights: Matrix;
  readonly gradients: readonly Matrix[];
}

const references: Readonly<Record<string, Reference>> = precise.functions;
const inputs: Readonly<Record<string, Matrix>> = precise.inputs;

/** Householder's signs turned such that the diagonal of R is positive. */
function positiveQr(a: Tensor, key: string): { q: Tensor; r: Tensor } {
  const { q, r } = linalg.qr(a);
  const signs = tensor(linalg.diagonal(linalg.qr(matrix(inputs[key])).r).data.map(Math.sign));
  return { q: mul(q, signs), r: mul(reshape(signs, [4, 1]), r) };
}

const counting = (n: number): Tensor => tensor(Float64Array.from({ length: n }, (_, i) => i + 1));

const functions: Readonly<Record<string, (...args: Tensor[]) => Tensor>> = {
  inv: linalg.inv,
  solve: linalg.solve,
  det: linalg.det,
  slogdet: (a) => linalg.slogdet(a).logabsdet,
  logdet: linalg.logdet,
  cholesky: linalg.cholesky,
  choleskyJittered: (a) => linalg.choleskyJittered(a).l,
  choleskySolve: linalg.choleskySolve,
  choleskyInverse: linalg.choleskyInverse,
  triangularSolve: (l, b) => linalg.triangularSolve(l, b),
  invQuad: (k, y) => linalg.invQuadLogdet(k, y).invQuad,
  mvnLogDensity: linalg.mvnLogDensity,
  "lower of lu": (a) => linalg.tril(linalg.lu(a).l, -1),
  "upper of lu": (a) => linalg.lu(a).u,
  "q of qr": (a) => positiveQr(a, "tall").q,
  "r of qr": (a) => positiveQr(a, "tall").r,
  "q of qr, wide": (a) => positiveQr(a, "wide").q,
  "r of qr, wide": (a) => positiveQr(a, "wide").r,
  eigvalsh: linalg.eigvalsh,
  "projectors of eigh": (a) => {
    const { vectors } = linalg.eigh(a);
    return linalg.matmul(mul(vectors, counting(6)), linalg.mT(vectors));
  },
  "matrixFunction of log": (a) => linalg.matrixFunction(a, log),
  svdvals: linalg.svdvals,
  "vectors of svd": countedSvd,
  "vectors of svd, wide": countedSvd,
  "singularFunction of 1": (a) => linalg.singularFunction(a, () => 1),
  pinv: (a) => linalg.pinv(a),
  "pinv, wide": (a) => linalg.pinv(a),
  lstsq: (a, b) => linalg.lstsq(a, b),
  "lstsq, wide": (a, b) => linalg.lstsq(a, b),
  "norm of order 3": (a) => linalg.norm(a, { ord: 3, axis: -1 }),
  "nuclear norm": (a) => linalg.norm(a, { ord: "nuc" }),
  cond: (a) => linalg.cond(a),
  expm: linalg.expm,
  logm: linalg.logm,
  "logm, general": linalg.logm,
  sqrtm: linalg.sqrtm,
  "sqrtm, general": linalg.sqrtm,
  matrixPower: (a) => linalg.matrixPower(a, -2),
  sylvester: linalg.sylvester,
  lyapunov: linalg.lyapunov,
  eigvals: sortedEigenvalues,
  matmul: linalg.matmul,
  einsum: (a, b, c) => linalg.einsum("ij,jk,lk->il", a, b, c),
  pairwiseSquaredDistance: linalg.pairwiseSquaredDistance,
};

function countedSvd(a: Tensor): Tensor {
  const { u, vt } = linalg.svd(a);
  return linalg.matmul(mul(u, counting(4)), vt);
}

/** Rows (re, im) in the order of the real parts, by a permutation that does not move. */
function sortedEigenvalues(a: Tensor): Tensor {
  const { re, im } = linalg.eigvals(a);
  const plain = linalg.eigvals(matrix(inputs["general"]));
  const places = [...plain.re.data.keys()].sort(
    (i, j) => plain.re.data[i] - plain.re.data[j] || plain.im.data[i] - plain.im.data[j],
  );
  const rows = tensor(places.map((place) => places.map((_, column) => (column === place ? 1 : 0))));
  return linalg.matmul(rows, transpose(stack([re, im])));
}

function matrix(rows: Matrix): Tensor {
  return tensor(Float64Array.from(rows.flat()), [rows.length, rows[0].length]);
}

/** The largest error, relative to the largest entry. */
function errorOf(got: Tensor, wanted: Matrix): number {
  const flat = wanted.flat();
  expect(got.size).toBe(flat.length);
  const scale = Math.max(...flat.map(Math.abs));
  return Math.max(...flat.map((value, i) => Math.abs(got.data[i] - value))) / scale;
}

test("every reference is used", () => {
  expect(Object.keys(functions).sort()).toEqual(Object.keys(references).sort());
});

test.each(Object.entries(references))("%s", (name, reference) => {
  const args = reference.arguments.map((key) => matrix(inputs[key]));
  const f = functions[name];
  const [value, pullback] = vjp(f, ...args);
  expect(errorOf(value, reference.value)).toBeLessThan(1e-13);
  const weights = reshape(matrix(reference.weights), value.shape);
  const cotangents = pullback(weights) as Tensor[];
  for (const [k, gradient] of reference.gradients.entries()) {
    expect(errorOf(cotangents[k], gradient)).toBeLessThan(1e-11);
    const dx = random(args[k].shape, 3);
    const [, dy] = jvp((x: Tensor) => f(...args.with(k, x)), [args[k]], [dx]);
    const wanted = inner(matrix(gradient), dx);
    const size = Math.sqrt(inner(matrix(gradient), matrix(gradient)) * inner(dx, dx));
    expect(Math.abs(sum(mul(weights, dy)).item() - wanted) / size).toBeLessThan(1e-11);
  }
});
