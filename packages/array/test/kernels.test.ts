import { describe, expect, test } from "vitest";
import { difference, generator, implementations, type Placed, place } from "./kernels.reference.ts";

const flags = [false, true];
const edges = [0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 31, 33, 48, 49, 64, 65];

const op = (trans: boolean, { data, offset, ld }: Placed, i: number, j: number): number =>
  trans ? data[offset + j * ld + i] : data[offset + i * ld + j];

/** Sizes and scalars for every combination of flags: small products of edges, and some large ones. */
function* cases(random: () => number, count: number, largest: number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(((random() + 1) / 2) * from.length)];
  for (let t = 0; t < count; t++) {
    const size = (): number => (t % 8 === 7 ? Math.floor(((random() + 1) / 2) * largest) : pick(edges));
    yield { m: size(), n: size(), k: size(), alpha: pick([1, -1, 0.75, 0]), beta: pick([0, 1, -0.5]) };
  }
}

function gemmReference(
  transA: boolean,
  transB: boolean,
  [m, n, k]: readonly [number, number, number],
  alpha: number,
  a: Placed,
  b: Placed,
  beta: number,
  c: Placed,
  lower = false,
): Float64Array {
  const result = c.data.slice();
  for (let i = 0; i < m; i++)
    for (let j = 0; j < (lower ? Math.min(n, i + 1) : n); j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += op(transA, a, i, p) * op(transB, b, p, j);
      const at = c.offset + i * c.ld + j;
      result[at] = (alpha === 0 ? 0 : alpha * sum) + (beta === 0 ? 0 : beta * result[at]);
    }
  return result;
}

/** x with op(a)·x = alpha·b, or x·op(a) = alpha·b, by substitution. */
function trsmReference(
  side: "left" | "right",
  lower: boolean,
  trans: boolean,
  unit: boolean,
  m: number,
  n: number,
  alpha: number,
  a: Placed,
  b: Placed,
): Float64Array {
  const result = b.data.slice();
  const left = side === "left";
  const order = left ? m : n;
  const at = (i: number, r: number): number => b.offset + (left ? i * b.ld + r : r * b.ld + i);
  const t = (i: number, p: number): number => op(trans === left, a, i, p);
  const forward = lower !== (trans === left);
  for (let r = 0; r < (left ? n : m); r++)
    for (let s = 0; s < order; s++) {
      const i = forward ? s : order - 1 - s;
      let sum = alpha === 0 ? 0 : alpha * result[at(i, r)];
      for (let q = 0; q < s; q++) {
        const p = forward ? q : order - 1 - q;
        sum -= t(i, p) * result[at(p, r)];
      }
      result[at(i, r)] = unit ? sum : sum / t(i, i);
    }
  return result;
}

/** A well-conditioned triangle, with NaN where nothing may be read. */
function triangle(order: number, lower: boolean, unit: boolean, random: () => number): Placed {
  const a = place(order, order, random);
  for (let i = 0; i < order; i++)
    for (let j = 0; j < order; j++) {
      const at = a.offset + i * a.ld + j;
      if (i === j) a.data[at] = unit ? Number.NaN : 1.5 + a.data[at] / 2;
      else a.data[at] = lower === j < i ? a.data[at] / order : Number.NaN;
    }
  return a;
}

describe.each(implementations)("%s", (_name, kernels) => {
  describe.each(flags)("gemm, a transposed: %s", (transA) => {
    test.each(flags)("b transposed: %s", (transB) => {
      const random = generator(1);
      for (const { m, n, k, alpha, beta } of cases(random, 120, 200)) {
        const a = transA ? place(k, m, random) : place(m, k, random);
        const b = transB ? place(n, k, random) : place(k, n, random);
        const c = place(m, n, random);
        if (beta === 0)
          for (let i = 0; i < m; i++) c.data.fill(Number.NaN, c.offset + i * c.ld, c.offset + i * c.ld + n);
        const expected = gemmReference(transA, transB, [m, n, k], alpha, a, b, beta, c);
        kernels.gemm(
          transA,
          transB,
          m,
          n,
          k,
          alpha,
          a.data,
          a.offset,
          a.ld,
          b.data,
          b.offset,
          b.ld,
          beta,
          c.data,
          c.offset,
          c.ld,
        );
        expect(difference(c.data, expected), JSON.stringify({ m, n, k, alpha, beta })).toBeLessThan(1e-15 * (k + 4));
      }
    });
  });

  test("alpha = 0 reads neither a nor b", () => {
    for (const n of [1, 3, 20]) {
      const nan = new Float64Array(n * n).fill(Number.NaN);
      const c = new Float64Array(n * n).fill(3);
      kernels.gemm(false, false, n, n, n, 0, nan, 0, n, nan, 0, n, 2, c, 0, n);
      expect(c.every((x) => x === 6)).toBe(true);
      kernels.trsm("left", true, false, false, n, n, 0, nan, 0, n, c, 0, n);
      expect(c.every((x) => x === 0)).toBe(true);
    }
  });

  test("gemm and trsm: larger than a panel in every direction", () => {
    const random = generator(8);
    const [m, n, k] = [101, 517, 523];
    const [a, b, c] = [place(m, k, random), place(k, n, random), place(m, n, random)];
    const product = gemmReference(false, false, [m, n, k], 1, a, b, 1, c);
    kernels.gemm(false, false, m, n, k, 1, a.data, a.offset, a.ld, b.data, b.offset, b.ld, 1, c.data, c.offset, c.ld);
    expect(difference(c.data, product)).toBeLessThan(1e-12);
    const t = triangle(m, true, false, random);
    const solution = trsmReference("left", true, true, false, m, n, 1, t, c);
    kernels.trsm("left", true, true, false, m, n, 1, t.data, t.offset, t.ld, c.data, c.offset, c.ld);
    expect(difference(c.data, solution)).toBeLessThan(1e-11);
  });

  test("gemm: what is not finite goes where the arithmetic takes it, and nowhere else", () => {
    const random = generator(2);
    for (const n of [1, 2, 3, 4, 7, 20, 45, 101]) {
      const [a, b, c] = [place(n, n, random), place(n, n, random), place(n, n, random)];
      const spot = (x: Placed, value: number): void => {
        const i = Math.floor(((random() + 1) / 2) * n);
        x.data[x.offset + i * x.ld + Math.floor(((random() + 1) / 2) * n)] = value;
      };
      spot(a, Number.NaN);
      spot(a, Number.POSITIVE_INFINITY);
      spot(b, Number.NEGATIVE_INFINITY);
      spot(b, 0);
      spot(c, Number.NaN);
      spot(c, Number.POSITIVE_INFINITY);
      for (const beta of [0, 1, 2]) {
        const result = { ...c, data: c.data.slice() };
        const expected = gemmReference(false, false, [n, n, n], 0.5, a, b, beta, c);
        kernels.gemm(
          false,
          false,
          n,
          n,
          n,
          0.5,
          a.data,
          a.offset,
          a.ld,
          b.data,
          b.offset,
          b.ld,
          beta,
          result.data,
          c.offset,
          c.ld,
        );
        expect(difference(result.data, expected), `n = ${n}, beta = ${beta}`).toBeLessThan(1e-13);
      }
    }
  });

  test.each(flags)("syrk, transposed: %s", (trans) => {
    const random = generator(3);
    for (const { n, k, alpha, beta } of cases(random, 120, 200)) {
      const a = trans ? place(k, n, random) : place(n, k, random);
      const c = place(n, n, random);
      if (beta === 0)
        for (let i = 0; i < n; i++) c.data.fill(Number.NaN, c.offset + i * c.ld, c.offset + i * c.ld + i + 1);
      const expected = gemmReference(trans, !trans, [n, n, k], alpha, a, a, beta, c, true);
      kernels.syrk(trans, n, k, alpha, a.data, a.offset, a.ld, beta, c.data, c.offset, c.ld);
      expect(difference(c.data, expected), JSON.stringify({ n, k, alpha, beta })).toBeLessThan(1e-15 * (k + 4));
    }
  });

  describe.each(["left", "right"] as const)("trsm from the %s", (side) => {
    const variants = flags.flatMap((lower) =>
      flags.flatMap((trans) => flags.map((unit) => [lower, trans, unit] as const)),
    );
    test.each(variants)("lower: %s, transposed: %s, unit diagonal: %s", (lower, trans, unit) => {
      const random = generator(4);
      for (const { m, n, alpha } of cases(random, 60, 200)) {
        const a = triangle(side === "left" ? m : n, lower, unit, random);
        const b = place(m, n, random);
        const expected = trsmReference(side, lower, trans, unit, m, n, alpha, a, b);
        kernels.trsm(side, lower, trans, unit, m, n, alpha, a.data, a.offset, a.ld, b.data, b.offset, b.ld);
        expect(difference(b.data, expected), JSON.stringify({ m, n, alpha })).toBeLessThan(1e-13);
      }
    });
  });

  test("trsm: right-hand sides that are not finite, and zeros on the diagonal", () => {
    const random = generator(5);
    for (const n of [1, 3, 6, 30, 70, 130])
      for (const r of [1, 2, 5, 9]) {
        const a = triangle(n, true, false, random);
        const b = place(n, r, random);
        const middle = n >> 1;
        b.data[b.offset + middle * b.ld] = Number.POSITIVE_INFINITY;
        b.data[b.offset + middle * b.ld + r - 1] = Number.NaN;
        a.data[a.offset + (n - 1) * (a.ld + 1)] = 0;
        const expected = trsmReference("left", true, false, false, n, r, 1, a, b);
        kernels.trsm("left", true, false, false, n, r, 1, a.data, a.offset, a.ld, b.data, b.offset, b.ld);
        expect(difference(b.data, expected), `n = ${n}, r = ${r}`).toBeLessThan(1e-13);
      }
  });
});
