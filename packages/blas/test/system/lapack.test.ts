import type { Kernels } from "@wengert/array";
import { describe, expect, test } from "vitest";
import { openBlas } from "../../src/index.ts";
import {
  copyOf,
  diagonalOf,
  expectNear,
  expectUntouched,
  identity,
  type Placed,
  place,
  type Rows,
  random,
  rowsOf,
  set,
  times,
  transposed,
} from "./matrices.ts";

const lapack = openBlas() as Required<Kernels>;

const orders = [0, 1, 2, 3, 8, 33, 70];
const shapes = [
  [1, 1],
  [4, 4],
  [40, 40],
  [7, 3],
  [3, 7],
  [90, 12],
  [12, 90],
  [1, 5],
  [5, 1],
  [0, 3],
  [3, 0],
];

describe("decompositions of the system's library, row by row", () => {
  test.each(orders)("getrf and getrs of order %i", (n) => {
    for (const trans of [false, true]) {
      for (const nrhs of [0, 1, 2, 30]) {
        const [a, b] = [place(n, n), place(n, nrhs)];
        const [matrix, right] = [rowsOf(a, n, n), copyOf(b)];
        const pivots = new Int32Array(n + 1);
        lapack.getrf(n, n, a.data, a.offset, a.ld, pivots, 1);
        lapack.getrs(trans, n, nrhs, a.data, a.offset, a.ld, pivots, 1, b.data, b.offset, b.ld);
        expectUntouched(b, right, n, nrhs);
        const x = rowsOf(b, n, nrhs);
        const scale = Math.max(1, ...x.flat().map(Math.abs));
        const residual = times(trans ? transposed(matrix, n) : matrix, x);
        const wanted = rowsOf(right, n, nrhs);
        if (n > 0)
          expectNear(
            residual.map((row) => row.map((value) => value / scale)),
            wanted.map((row) => row.map((value) => value / scale)),
            { n, nrhs, trans },
          );
      }
    }
  });

  test.each(orders)("syev of order %i", (n) => {
    const a = place(n, n);
    const lower = rowsOf(a, n, n);
    const matrix = lower.map((row, i) => row.map((value, j) => (j > i ? lower[j][i] : value)));
    set(a, n, Number.NaN, (i, j) => j > i);
    const [before, alone] = [copyOf(a), copyOf(a)];
    const [w, values] = [new Float64Array(n + 2).fill(7), new Float64Array(n + 2).fill(7)];
    expect(lapack.syev(true, n, a.data, a.offset, a.ld, w, 1)).toBe(0);
    expectUntouched(a, before, n, n);
    const v = rowsOf(a, n, n);
    expectNear(times(transposed(v, n), v), identity(n), n);
    expectNear(times(times(v, diagonalOf(w.subarray(1, n + 1))), transposed(v, n)), matrix, n);
    for (let i = 2; i <= n; i++) expect(w[i]).toBeGreaterThanOrEqual(w[i - 1]);
    expect([w[0], w[n + 1]]).toEqual([7, 7]);
    expect(lapack.syev(false, n, alone.data, a.offset, a.ld, values, 1)).toBe(0);
    expect(values).toEqual(w);
  });

  test.each(shapes)("gesvd of %i×%i", (m, n) => {
    const k = Math.min(m, n);
    const [a, u, vt] = [place(m, n), place(m, k), place(k, n)];
    const [matrix, alone, uBefore, vtBefore] = [rowsOf(a, m, n), copyOf(a), copyOf(u), copyOf(vt)];
    const [s, values] = [new Float64Array(k + 2).fill(7), new Float64Array(k + 2).fill(7)];
    const run = (vectors: boolean, x: Placed, to: Float64Array): number =>
      lapack.gesvd(vectors, m, n, x.data, x.offset, x.ld, to, 1, u.data, u.offset, u.ld, vt.data, vt.offset, vt.ld);
    expect(run(false, alone, values)).toBe(0);
    expect([u.data, vt.data]).toEqual([uBefore.data, vtBefore.data]);
    expect(run(true, a, s)).toBe(0);
    expect(values).toEqual(s);
    expectUntouched(u, uBefore, m, k);
    expectUntouched(vt, vtBefore, k, n);
    const [left, right] = [rowsOf(u, m, k), rowsOf(vt, k, n)];
    if (k > 0) {
      expectNear(times(times(left, diagonalOf(s.subarray(1, k + 1))), right), matrix, [m, n]);
      expectNear(times(transposed(left, k), left), identity(k), [m, n]);
      expectNear(times(right, transposed(right, n)), identity(k), [m, n]);
    }
    for (let i = 2; i <= k; i++) expect(s[i]).toBeLessThanOrEqual(s[i - 1]);
    expect([s[0], s[k + 1]]).toEqual([7, 7]);
  });

  test.each(shapes)("geqrf and orgqr of %i×%i", (m, n) => {
    const k = Math.min(m, n);
    const a = place(m, n);
    const [matrix, before] = [rowsOf(a, m, n), copyOf(a)];
    const tau = new Float64Array(k + 2).fill(7);
    lapack.geqrf(m, n, a.data, a.offset, a.ld, tau, 1);
    expectUntouched(a, before, m, n);
    expect([tau[0], tau[k + 1]]).toEqual([7, 7]);
    const factored = rowsOf(a, m, n);
    if (k === 0) return;
    const r = factored.slice(0, k).map((row, i) => row.map((value, j) => (j < i ? 0 : value)));

    // Q as the reflections say: H₀ H₁ … applied to the first columns of the identity.
    let q: Rows = identity(m).map((row) => row.slice(0, k));
    for (let p = k - 1; p >= 0; p--) {
      const v = factored.map((row, i) => (i < p ? 0 : i === p ? 1 : row[p]));
      const sums = q[0].map((_, j) => v.reduce((sum, x, i) => sum + x * q[i][j], 0));
      q = q.map((row, i) => row.map((value, j) => value - tau[p + 1] * v[i] * sums[j]));
    }
    expectNear(times(q, r), matrix, [m, n]);
    const first = Math.hypot(...matrix.map((row) => row[0]));
    if (m > 1) expectNear([[r[0][0]]], [[matrix[0][0] < 0 ? first : -first]], "LAPACK's sign");

    const aBefore = copyOf(a);
    lapack.orgqr(m, k, a.data, a.offset, a.ld, tau, 1);
    expectUntouched(a, aBefore, m, k);
    expectNear(rowsOf(a, m, k), q, [m, n]);
    expectNear(times(transposed(q, k), q), identity(k), [m, n]);
  });

  test.each(orders)("gees of order %i", (n) => {
    const [a, z] = [place(n, n), place(n, n)];
    const [matrix, aBefore, zBefore] = [rowsOf(a, n, n), copyOf(a), copyOf(z)];
    const [wr, wi] = [new Float64Array(n + 2).fill(7), new Float64Array(n + 2).fill(7)];
    expect(lapack.gees(n, a.data, a.offset, a.ld, wr, wi, 1, z.data, z.offset, z.ld)).toBe(0);
    expectUntouched(a, aBefore, n, n);
    expectUntouched(z, zBefore, n, n);
    const [t, basis] = [rowsOf(a, n, n), rowsOf(z, n, n)];
    expectNear(times(transposed(basis, n), basis), identity(n), n);
    expectNear(times(times(basis, t), transposed(basis, n)), matrix, n);
    expect([wr[0], wr[n + 1], wi[0], wi[n + 1]]).toEqual([7, 7, 7, 7]);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i - 1; j++) expect(t[i][j]).toBe(0);
      expect(wr[i + 1]).toBeCloseTo(t[i][i], 12);
      if (i + 1 === n || t[i + 1][i] === 0) {
        if (i === 0 || t[i][i - 1] === 0) expect(wi[i + 1]).toBe(0);
        continue;
      }
      expect(t[i][i]).toBe(t[i + 1][i + 1]);
      expect(t[i][i + 1] * t[i + 1][i]).toBeLessThan(0);
      expect(wi[i + 1]).toBeCloseTo(Math.sqrt(-t[i][i + 1] * t[i + 1][i]), 12);
      expect(wi[i + 2]).toBe(-wi[i + 1]);
    }
  });

  test("a larger matrix after a smaller one, and the other way round", () => {
    for (const n of [5, 200, 6, 90]) {
      const a = place(n, n, () => random() / n);
      const matrix = rowsOf(a, n, n);
      const pivots = new Int32Array(n);
      lapack.getrf(n, n, a.data, a.offset, a.ld, pivots, 0);
      const lu = rowsOf(a, n, n);
      const l = lu.map((row, i) => row.map((value, j) => (j < i ? value : i === j ? 1 : 0)));
      const product = times(
        l,
        lu.map((row, i) => row.map((value, j) => (j < i ? 0 : value))),
      ).slice();
      for (let i = n - 1; i >= 0; i--) [product[i], product[pivots[i]]] = [product[pivots[i]], product[i]];
      expectNear(product, matrix, n);
    }
  });
});
