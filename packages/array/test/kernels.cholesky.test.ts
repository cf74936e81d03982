import { describe, expect, test } from "vitest";
import { difference, entry, generator, implementations, type Placed, place, poisonUpper } from "./kernels.reference.ts";

const sizes = [1, 2, 3, 4, 5, 8, 15, 16, 23, 24, 25, 26, 31, 33, 47, 48, 49, 63, 66, 97, 100, 127, 150, 193, 200];

/** A symmetric positive definite matrix with eigenvalues between 1 and about 5; above the diagonal it is NaN. */
function positiveDefinite(n: number, random: () => number): Placed {
  const a = place(n, n, random);
  const g = Float64Array.from({ length: n * n }, () => random() * Math.sqrt(3 / n));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let p = 0; p < n; p++) sum += g[i * n + p] * g[j * n + p];
      a.data[a.offset + i * a.ld + j] = sum;
    }
  poisonUpper(a, n);
  return a;
}

const copyOf = (a: Placed): Placed => ({ ...a, data: a.data.slice() });

/** Entries outside the lower triangle: a copy in which the triangle is blanked. */
function outside({ data, offset, ld }: Placed, n: number): Float64Array {
  const rest = data.slice();
  for (let i = 0; i < n; i++) rest.fill(0, offset + i * ld, offset + i * ld + i + 1);
  return rest;
}

const symmetric = (a: Placed, i: number, j: number): number => (j <= i ? entry(a, i, j) : entry(a, j, i));

describe.each(implementations)("%s", (name, kernels) => {
  test.each(sizes)("potrf and potri, order %i", (n) => {
    const a = positiveDefinite(n, generator(n));
    const l = copyOf(a);
    expect(kernels.potrf(n, l.data, l.offset, l.ld)).toBe(0);
    expect(difference(outside(l, n), outside(a, n))).toBe(0);
    for (let i = 0; i < n; i++) {
      if (!(entry(l, i, i) > 0)) expect.fail(`diagonal entry ${i} is ${entry(l, i, i)}`);
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let p = 0; p <= j; p++) sum += entry(l, i, p) * entry(l, j, p);
        if (!(Math.abs(sum - entry(a, i, j)) < 1e-14 * (n + 8))) expect.fail(`(${i}, ${j}): ${sum}, ${entry(a, i, j)}`);
      }
    }

    const inverse = copyOf(l);
    kernels.potri(n, inverse.data, inverse.offset, inverse.ld);
    expect(difference(outside(inverse, n), outside(a, n))).toBe(0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = i === j ? -1 : 0;
        for (let p = 0; p < n; p++) sum += symmetric(inverse, i, p) * symmetric(a, p, j);
        if (!(Math.abs(sum) < 1e-12)) expect.fail(`potri·a at (${i}, ${j}) is off by ${sum}`);
      }
  });

  test("potrfOf: the same factor in other memory, of a matrix that stays", () => {
    for (const n of sizes) {
      const a = positiveDefinite(n, generator(n));
      const before = copyOf(a);
      const l = place(n, n, generator(n + 1));
      const untouched = copyOf(l);
      const failed = kernels.potrfOf?.(n, a.data, a.offset, a.ld, l.data, l.offset, l.ld);
      expect(difference(a.data, before.data)).toBe(0);
      expect(difference(outside(l, n), outside(untouched, n))).toBe(0);
      // A copy is as quick, or the matrix does not fit into a panel.
      if (n < 13 || name === "tiny panels") {
        expect(failed).toBeUndefined();
        expect(difference(l.data, untouched.data)).toBe(0);
        continue;
      }
      expect(failed).toBe(0);
      kernels.potrf(n, a.data, a.offset, a.ld);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) if (entry(l, i, j) !== entry(a, i, j)) expect.fail(`(${i}, ${j}) of ${n}`);
    }
  });

  test("potrfOf: failures are named as by potrf, and what is larger than a panel is left", () => {
    const [a, l] = [positiveDefinite(40, generator(1)), place(40, 40, generator(2))];
    a.data[a.offset + 17 * (a.ld + 1)] = -1;
    const failed = kernels.potrfOf?.(40, a.data, a.offset, a.ld, l.data, l.offset, l.ld);
    expect(failed).toBe(name === "tiny panels" ? undefined : 18);
    const none = new Float64Array(0);
    expect(kernels.potrfOf?.(5000, none, 0, 5000, none, 0, 5000)).toBeUndefined();
  });

  test("potrf and potri: larger than a panel", () => {
    const n = 541;
    const random = generator(n);
    const a = place(n, n, random);
    for (let i = 0; i < n; i++) a.data[a.offset + i * (a.ld + 1)] += n;
    poisonUpper(a, n);
    const times = (s: Placed, x: Float64Array): Float64Array =>
      x.map((_, i) => x.reduce((sum, xj, j) => sum + symmetric(s, i, j) * xj, 0));
    const x = Float64Array.from({ length: n }, random);
    const ax = times(a, x);

    const l = copyOf(a);
    expect(kernels.potrf(n, l.data, l.offset, l.ld)).toBe(0);
    expect(difference(outside(l, n), outside(a, n))).toBe(0);
    const ltx = x.map((_, j) => x.reduce((sum, xi, i) => (i < j ? sum : sum + entry(l, i, j) * xi), 0));
    const llx = x.map((_, i) => ltx.reduce((sum, y, j) => (j > i ? sum : sum + entry(l, i, j) * y), 0));
    expect(difference(llx, ax)).toBeLessThan(1e-11);

    const inverse = copyOf(l);
    kernels.potri(n, inverse.data, inverse.offset, inverse.ld);
    expect(difference(outside(inverse, n), outside(a, n))).toBe(0);
    expect(difference(times(inverse, ax), x)).toBeLessThan(1e-13);

    const spoiled = copyOf(a);
    spoiled.data[spoiled.offset + 530 * (spoiled.ld + 1)] = -1;
    expect(kernels.potrf(n, spoiled.data, spoiled.offset, spoiled.ld)).toBe(531);
  });

  test("potrf names the first leading minor that is not positive", () => {
    const random = generator(6);
    for (const n of sizes)
      for (const [what, spoil] of [
        ["negative", -1],
        ["zero", 0],
        ["NaN", Number.NaN],
        ["-∞", Number.NEGATIVE_INFINITY],
      ] as const) {
        const a = positiveDefinite(n, random);
        const first = Math.floor(((random() + 1) / 2) * n);
        const second = Math.min(n - 1, first + 3);
        a.data[a.offset + first * (a.ld + 1)] = spoil;
        a.data[a.offset + second * (a.ld + 1)] = spoil;
        const before = outside(a, n);
        expect(kernels.potrf(n, a.data, a.offset, a.ld), `${what} pivot ${first + 1} of ${n}`).toBe(first + 1);
        expect(difference(outside(a, n), before)).toBe(0);
      }
  });

  test("potrf: NaN beside the diagonal fails in its row, not earlier", () => {
    const random = generator(7);
    for (const n of sizes.filter((size) => size > 1)) {
      const a = positiveDefinite(n, random);
      const row = 1 + Math.floor(((random() + 1) / 2) * (n - 1));
      a.data[a.offset + row * a.ld + Math.floor(((random() + 1) / 2) * row)] = Number.NaN;
      expect(kernels.potrf(n, a.data, a.offset, a.ld), `row ${row + 1} of ${n}`).toBe(row + 1);
    }
  });

  test("potrf, potri: order 0", () => {
    const a = Float64Array.of(7, 8);
    expect(kernels.potrf(0, a, 1, 1)).toBe(0);
    kernels.potri(0, a, 1, 1);
    expect([...a]).toEqual([7, 8]);
  });
});
