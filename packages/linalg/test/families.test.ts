/*
 * The matrices that are hard for eig, through every other decomposition and function: what it returns is right, and where nothing
 * exists that it could return, it says so.
 */
import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import {
  cholesky,
  eigh,
  expm,
  logm,
  lu,
  NoRealResultError,
  qr,
  SingularMatrixError,
  sqrtm,
  svd,
} from "../src/index.ts";
import { allSigns, type Family, families, sparseIntegers } from "./families.ts";
import { sizeOf, times } from "./residuals.ts";

const transposeOf = (n: number, x: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => x[(at % n) * n + Math.floor(at / n)]);

const diagonalOf = (n: number, s: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? s[at / (n + 1)] : 0));

const identity = (n: number): Float64Array => diagonalOf(n, new Float64Array(n).fill(1));

const apart = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  sizeOf(Float64Array.from({ length: x.length }, (_, at) => x[at] - y[at]));

const scaled = (x: ArrayLike<number>, factor: number): Float64Array => Float64Array.from(x, (value) => value * factor);

const product = (n: number, ...xs: readonly ArrayLike<number>[]): ArrayLike<number> =>
  xs.reduce((left, right) => times(n, n, n, left, right));

/** Up to rounding: `tolerance` for each of n terms, relative to `unit`. */
function near(n: number, got: ArrayLike<number>, wanted: ArrayLike<number>, unit: number = sizeOf(wanted)): void {
  expect(apart(got, wanted)).toBeLessThanOrEqual(4e-15 * n * unit);
}

function orthogonal(n: number, q: Tensor): void {
  near(n, product(n, transposeOf(n, q.data), q.data), identity(n), 1);
}

function decompose(n: number, a: Float64Array): void {
  const matrix = fromData(a, [n, n]);
  const { u, s, vt } = svd(matrix);
  near(n, product(n, u.data, diagonalOf(n, s.data), vt.data), a);
  orthogonal(n, u);
  orthogonal(n, vt);
  const { q, r } = qr(matrix);
  near(n, product(n, q.data, r.data), a);
  orthogonal(n, q);
  const { p, l, u: upper } = lu(matrix);
  near(n, product(n, p.data, l.data, upper.data), a, Math.max(sizeOf(a), sizeOf(upper.data)));
  const transposed = transposeOf(n, a);
  const symmetric = a.map((value, at) => (value + transposed[at]) / 2);
  const { values, vectors } = eigh(fromData(symmetric, [n, n]));
  near(n, product(n, vectors.data, diagonalOf(n, values.data), transposeOf(n, vectors.data)), symmetric);
  orthogonal(n, vectors);
  const unit = sizeOf(a) || 1;
  const gram = product(n, scaled(a, 1 / unit), scaled(transposed, 1 / unit));
  const definite = Float64Array.from(gram, (value, at) => (value + (at % (n + 1) === 0 ? 1 : 0)) * unit);
  const factor = cholesky(fromData(definite, [n, n])).data;
  near(n, product(n, factor, transposeOf(n, factor)), definite);
}

/** X X = A, or an error that says why there is no X. Returns whether there is one. */
function root(n: number, a: Float64Array): boolean {
  const x = resultOf(() => sqrtm(fromData(a, [n, n])));
  // No root is given that has fewer digits.
  if (x !== undefined) expect(apart(product(n, x, x), a)).toBeLessThanOrEqual(1e-9 * sizeOf(a));
  if (x !== undefined)
    near(
      n,
      product(n, x, x),
      a,
      x.reduce((sum, value) => sum + value * value, 0),
    );
  return x !== undefined;
}

/** exp(Y) = A, likewise. */
function logarithm(n: number, a: Float64Array): boolean {
  const y = resultOf(() => logm(fromData(a, [n, n])));
  if (y === undefined) return false;
  near(n, expm(fromData(y, [n, n])).data, a, sizeOf(a) * Math.max(1, sizeOf(y)) * 50);
  return true;
}

function resultOf(f: () => Tensor): Float64Array | undefined {
  try {
    return Float64Array.from(f().data);
  } catch (error) {
    if (error instanceof NoRealResultError || error instanceof SingularMatrixError) return undefined;
    throw error;
  }
}

describe.each(families(false).map((family): [string, Family] => [family.name, family]))("%s", (_name, family) => {
  const { n, entries } = family;

  test("svd, qr, lu, eigh and cholesky", () => {
    for (const k of [0, 480, -480]) decompose(n, scaled(entries, 2 ** k));
  });

  test("sqrtm and logm", () => {
    root(n, entries);
    logarithm(n, entries);
    // Eigenvalues in the right half plane have both.
    const most = 2 * n * (sizeOf(entries) || 1);
    const moved = entries.map((value, at) => value + (at % (n + 1) === 0 ? most : 0));
    expect([root(n, moved), logarithm(n, moved)]).toEqual([true, true]);
  });

  test("expm is its series", () => {
    const a = scaled(entries, 1 / (n * (sizeOf(entries) || 1)));
    let [term, sum]: [ArrayLike<number>, Float64Array] = [identity(n), identity(n)];
    for (let k = 1; k < 25; k++) {
      term = scaled(product(n, term, a), 1 / k);
      sum = sum.map((value, at) => value + term[at]);
    }
    near(n, expm(fromData(a, [n, n])).data, sum);
  });
});

describe("all 3×3 matrices over −1, 0, 1", () => {
  const all = allSigns();
  const matrices = Array.from({ length: 19683 }, (_, b) => all.slice(9 * b, 9 * b + 9));

  test("svd, qr, lu, eigh and cholesky of every fifth", () => {
    for (let b = 0; b < matrices.length; b += 5) decompose(3, matrices[b]);
  });

  test.each([0, 1, 2, 3])("sqrtm of every one, logm of every second, where they exist: part %i of 4", (part) => {
    const some = matrices.filter((_, b) => b % 4 === part);
    const [roots, logarithms] = [some, some.filter((_, b) => b % 2 === 0)];
    expect(roots.filter((a) => root(3, a)).length).toBeGreaterThan(1500);
    expect(logarithms.filter((a) => logarithm(3, a)).length).toBeGreaterThan(450);
  });
});

test.each([2, 4, 6, 9])("sqrtm and logm of 200 sparse matrices of integers, order %i", (n) => {
  const all = sparseIntegers(n, 200, 0.6, 2, n);
  for (let b = 0; b < 200; b++) {
    const a = all.slice(b * n * n, (b + 1) * n * n);
    root(n, a);
    logarithm(n, a);
  }
});
