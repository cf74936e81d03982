import { type Kernels, kernels, useKernels } from "@wengert/array";
import { afterEach, describe, expect, test } from "vitest";
import { openBlas } from "../../src/index.ts";
import { copyOf, expectSame, type Placed, place, random, set } from "./matrices.ts";

const blas = openBlas() as Required<Kernels>;
const ours = kernels();

const flags = [false, true];
const sizes = [0, 1, 2, 5, 8, 13, 32, 65, 120];

/** Symmetric positive definite; NaN above the diagonal. */
function positiveDefinite(n: number): Placed {
  const a = place(n, n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) a.data[a.offset + i * a.ld + j] = Math.exp(-((i - j) ** 2) / 4) + (i === j ? 1 : 0);
  set(a, n, Number.NaN, (i, j) => j > i);
  return a;
}

const bytesOf = ({ data }: Placed): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);

afterEach(() => {
  useKernels();
});

describe("the system's library computes what our kernels do", () => {
  test("gemmMany", () => {
    for (const [transA, transB] of flags.flatMap((a) => flags.map((b) => [a, b])))
      for (const [m, n, k] of [
        [2, 3, 4],
        [9, 8, 7],
        [12, 1, 5],
        [30, 20, 10],
      ]) {
        const [a, b, c] = [6 * m * k, 4 * k * n, 3 * m * n].map((length) => Float64Array.from({ length }, random));
        const expected = c.slice();
        const [lda, ldb] = [transA ? m : k, transB ? k : n];
        for (const [kernel, out] of [[blas, c] as const, [ours, expected] as const])
          kernel.gemmMany?.(3, transA, transB, m, n, k, a, 0, lda, 2 * m * k, b, 0, ldb, 0, out, 0, n, m * n);
        for (let i = 0; i < c.length; i++) expect(Math.abs(c[i] - expected[i])).toBeLessThan(1e-13);
      }
  });

  test("gemm", () => {
    for (const [transA, transB] of flags.flatMap((a) => flags.map((b) => [a, b])))
      for (const [m, n] of sizes.flatMap((m) => sizes.map((n) => [m, n])))
        for (const [k, alpha, beta] of [
          [m, 1, 0],
          [n, -0.5, 2],
          [33, 1, 1],
          [40, 0, 0.5],
        ]) {
          const a = transA ? place(k, m) : place(m, k);
          const b = transB ? place(n, k) : place(k, n);
          const c = place(m, n);
          if (beta === 0)
            for (let i = 0; i < m; i++) c.data.fill(Number.NaN, c.offset + i * c.ld, c.offset + i * c.ld + n);
          const expected = copyOf(c);
          const scaled = [transA, transB, m, n, k, alpha] as const;
          const inputs = [a.data, a.offset, a.ld, b.data, b.offset, b.ld, beta] as const;
          blas.gemm(...scaled, ...inputs, c.data, c.offset, c.ld);
          ours.gemm(...scaled, ...inputs, expected.data, c.offset, c.ld);
          expectSame(c, expected, { transA, transB, m, n, k, alpha, beta });
        }
  });

  test("syrk", () => {
    for (const trans of flags)
      for (const n of sizes)
        for (const [k, alpha, beta] of [
          [n, 1, 0],
          [60, -0.5, 2],
          [0, 1, 0.5],
        ]) {
          const a = trans ? place(k, n) : place(n, k);
          const c = place(n, n);
          if (beta === 0) set(c, n, Number.NaN, (i, j) => j <= i);
          const expected = copyOf(c);
          blas.syrk(trans, n, k, alpha, a.data, a.offset, a.ld, beta, c.data, c.offset, c.ld);
          ours.syrk(trans, n, k, alpha, a.data, a.offset, a.ld, beta, expected.data, c.offset, c.ld);
          expectSame(c, expected, { trans, n, k, alpha, beta });
        }
  });

  test.each(["left", "right"] as const)("trsm from the %s", (side) => {
    for (const [lower, trans, unit] of flags.flatMap((l) => flags.flatMap((t) => flags.map((u) => [l, t, u]))))
      for (const m of sizes)
        for (const [n, alpha] of [
          [m, 1],
          [1, -0.5],
          [50, 2],
          [20, 0],
        ]) {
          const order = side === "left" ? m : n;
          const a = place(order, order, () => random() / order);
          set(a, order, unit ? Number.NaN : 2, (i, j) => i === j);
          set(a, order, Number.NaN, (i, j) => (lower ? j > i : j < i));
          const b = place(m, n);
          const expected = copyOf(b);
          blas.trsm(side, lower, trans, unit, m, n, alpha, a.data, a.offset, a.ld, b.data, b.offset, b.ld);
          ours.trsm(side, lower, trans, unit, m, n, alpha, a.data, a.offset, a.ld, expected.data, b.offset, b.ld);
          expectSame(b, expected, { side, lower, trans, unit, m, n, alpha });
        }
  });

  test("potrf and potri", () => {
    for (const n of [...sizes, 112, 131, 300, 520]) {
      const a = positiveDefinite(n);
      const expected = copyOf(a);
      expect(blas.potrf(n, a.data, a.offset, a.ld)).toBe(0);
      ours.potrf(n, expected.data, a.offset, a.ld);
      expectSame(a, expected, { potrf: n });
      blas.potri(n, a.data, a.offset, a.ld);
      ours.potri(n, expected.data, a.offset, a.ld);
      expectSame(a, expected, { potri: n });
    }
  });

  test("potrfOf is potrf in other memory", () => {
    for (const n of [1, 40, 112, 131, 200, 333, 520]) {
      const a = positiveDefinite(n);
      const before = copyOf(a);
      const l = place(n, n);
      const untouched = copyOf(l);
      const failed = blas.potrfOf(n, a.data, a.offset, a.ld, l.data, l.offset, l.ld);
      expect(bytesOf(a).equals(bytesOf(before))).toBe(true);
      blas.potrf(n, a.data, a.offset, a.ld);
      if (failed === undefined) {
        expect([1, 520]).toContain(n);
        expect(bytesOf(l).equals(bytesOf(untouched))).toBe(true);
        continue;
      }
      expect(failed).toBe(0);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const from = j <= i ? a : untouched;
          const wanted = from.data[from.offset + i * from.ld + j];
          if (l.data[l.offset + i * l.ld + j] !== wanted) expect.fail(`(${i}, ${j}) of ${n} is not ${wanted}`);
        }
    }
    for (const value of [-1, Number.NaN]) {
      const [a, l] = [positiveDefinite(130), place(130, 130)];
      set(a, 130, value, (i, j) => i === j && i >= 70);
      expect(blas.potrfOf(130, a.data, a.offset, a.ld, l.data, l.offset, l.ld)).toBe(71);
    }
  });

  test("potrf names the first leading minor that is not positive, NaN included", () => {
    for (const n of [...sizes.filter((size) => size > 0), 130, 510])
      for (const value of [-1, 0, Number.NaN, Number.NEGATIVE_INFINITY])
        for (const first of new Set([0, n >> 1, n - 1])) {
          const a = positiveDefinite(n);
          set(a, n, value, (i, j) => i === j && i >= first);
          expect(blas.potrf(n, a.data, a.offset, a.ld), `${value} at pivot ${first + 1} of ${n}`).toBe(first + 1);
        }
    for (const n of [90, 130, 510]) {
      const a = positiveDefinite(n);
      set(a, n, Number.NaN, (i, j) => i === 60 && j === 7);
      expect(blas.potrf(n, a.data, a.offset, a.ld)).toBe(61);
    }
  });

  test("potri divides by a zero on the diagonal, as ours does", () => {
    const n = 20;
    const l = positiveDefinite(n);
    set(l, n, 0, (i, j) => i === j && i === 11);
    const expected = copyOf(l);
    blas.potri(n, l.data, l.offset, l.ld);
    ours.potri(n, expected.data, l.offset, l.ld);
    expectSame(l, expected, "zero pivot");
  });

  test("small matrices stay with the kernels that were in use", () => {
    const called: string[] = [];
    useKernels({ potrf: () => called.push("potrf"), potri: () => void called.push("potri") });
    const both = openBlas();
    useKernels(both);
    expect(kernels().name).toBe(both.name);
    kernels().potrf(2, Float64Array.of(1, 0, 0, 1), 0, 2);
    kernels().potri(2, Float64Array.of(1, 0, 0, 1), 0, 2);
    expect(called).toEqual(["potrf", "potri"]);
    const a = positiveDefinite(120);
    expect(kernels().potrf(120, a.data, a.offset, a.ld)).toBe(0);
    expect(called).toHaveLength(2);
  });

  test("getrf", () => {
    // Those with more than 128 columns are halved.
    const halved = [
      [129, 129],
      [260, 260],
      [5, 200],
      [300, 131],
      [131, 300],
    ];
    for (const [m, n] of [...sizes.flatMap((m) => sizes.map((n) => [m, n])), ...halved]) {
      const a = place(m, n);
      const expected = copyOf(a);
      const [pivots, wanted] = [new Int32Array(270).fill(-7), new Int32Array(270).fill(-7)];
      expect(blas.getrf(m, n, a.data, a.offset, a.ld, pivots, 1)).toBe(0);
      ours.getrf(m, n, expected.data, a.offset, a.ld, wanted, 1);
      expectSame(a, expected, { getrf: [m, n] });
      expect(pivots).toEqual(wanted);
    }
  });

  test("getrf goes on after a pivot that is zero, and names the first", () => {
    for (const n of [3, 20, 90, 200]) {
      const zeros = new Float64Array(n * n);
      const pivots = new Int32Array(n);
      expect(blas.getrf(n, n, zeros, 0, n, pivots, 0)).toBe(1);
      expect([...pivots]).toEqual(Array.from(pivots.keys()));
      const a = place(n, n);
      set(a, n, 0, (_i, j) => j === 2);
      const expected = copyOf(a);
      expect(blas.getrf(n, n, a.data, a.offset, a.ld, pivots, 0)).toBe(3);
      ours.getrf(n, n, expected.data, a.offset, a.ld, new Int32Array(n), 0);
      expectSame(a, expected, { n });
    }
  });

  test("getrf of NaN: NaN, and pivots that are rows", () => {
    const n = 40;
    const [a, pivots] = [new Float64Array(n * n).fill(Number.NaN), new Int32Array(n)];
    blas.getrf(n, n, a, 0, n, pivots, 0);
    expect(a.every(Number.isNaN)).toBe(true);
    for (const [i, row] of pivots.entries()) expect(row >= i && row < n).toBe(true);
  });

  test("getrfOfTranspose is getrf of the transpose, turned", () => {
    for (const n of [65, 100, 200]) {
      const a = place(n, n);
      if (n === 100) set(a, n, 0, (i) => i === 2);
      const turned = { data: new Float64Array(n * n), offset: 0, ld: n };
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) turned.data[j * n + i] = a.data[a.offset + i * a.ld + j];
      const expected = copyOf(a);
      const [pivots, wanted] = [new Int32Array(n + 2).fill(-7), new Int32Array(n + 2).fill(-7)];
      expect(blas.getrfOfTranspose(n, a.data, a.offset, a.ld, pivots, 1)).toBe(n === 100 ? 3 : 0);
      ours.getrf(n, n, turned.data, 0, n, wanted, 1);
      set(expected, n, 0, () => true);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) expected.data[expected.offset + i * expected.ld + j] = turned.data[j * n + i];
      expectSame(a, expected, { n });
      expect(pivots).toEqual(wanted);
    }
  });

  test("getrfOfTranspose leaves small matrices as they were", () => {
    const a = place(20, 20);
    const before = copyOf(a);
    expect(blas.getrfOfTranspose(20, a.data, a.offset, a.ld, new Int32Array(20), 0)).toBeUndefined();
    expect(a.data).toEqual(before.data);
  });

  test("its name says which library it is", () => {
    expect(blas.name).toMatch(/openblas|mkl|accelerate|lapack/i);
  });
});
