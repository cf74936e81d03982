import { type Tensor, tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { describe, expect, test } from "vitest";
import { eig, eigvals } from "../src/index.ts";
import { allSigns, type Family, families, generator, sparseIntegers } from "./families.ts";
import { eigenErrors, sizeOf } from "./residuals.ts";

/** A V = V Λ to 1e-12 ‖A‖, and columns of length 1, for a plain batch of matrices of order n. */
function expectEigen(n: number, a: Float64Array, shape: readonly number[]): void {
  const found = eig(fromData(a, shape));
  for (let b = 0; b < a.length / (n * n); b++) {
    const [residual, length] = eigenErrors(n, a, found, b);
    if (residual <= 1e-12 && length <= 1e-13) continue;
    expect(`matrix ${b}: residual ${residual}, length ${length}`).toBe("residual up to 1e-12, length up to 1e-13");
  }
}

const scaled = (a: Float64Array, factor: number): Float64Array => a.map((value) => value * factor);

describe("A V = V Λ with columns of length 1", () => {
  test("of all 3×3 matrices over −1, 0, 1", () => {
    const a = allSigns();
    expect(new Set(Array.from({ length: 19683 }, (_, b) => a.subarray(9 * b, 9 * b + 9).join())).size).toBe(19683);
    expectEigen(3, a, [19683, 3, 3]);
  });

  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10])("of 1,200 sparse matrices of integers, order %i", (n) => {
    for (const [k, density] of [0.2, 0.4, 0.7].entries()) {
      expectEigen(n, sparseIntegers(n, 400, density, 1 + ((n + k) % 3), 10 * n + k), [400, n, n]);
    }
  });

  test.each(families().map((family): [string, Family] => [family.name, family]))("%s", (_name, { n, entries }) => {
    expectEigen(n, entries, [n, n]);
    const transposed = Float64Array.from({ length: n * n }, (_, at) => entries[(at % n) * n + Math.floor(at / n)]);
    if (n < 100) expectEigen(n, transposed, [n, n]);
  });

  test.each([
    [
      [1, 0, 0, 0],
      [0, 1e-9, -1e-9, 0.3e-9],
      [0, 1e-9, 1e-9, 0.7e-9],
      [0, 0, 0, 3e-9],
    ],
    [
      [-1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [-1, 1, 0, 0, 0, -1],
      [1, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 1, 1, -1],
    ],
    [
      [-2, -2, 0, 0],
      [-1, 0, 0, 0],
      [2, 0, -2, -2],
      [-2, -1, -1, 0],
    ],
  ])("of one that was hard: %j", (...rows) => {
    const a = tensor(rows);
    expectEigen(rows.length, Float64Array.from(a.data), a.shape);
  });

  test("a small pair above other small eigenvalues is right relative to these", () => {
    const a = [
      [1, 0, 0, 0],
      [0, 1e-9, -1e-9, 0.3e-9],
      [0, 1e-9, 1e-9, 0.7e-9],
      [0, 0, 0, 3e-9],
    ];
    const { values, vectors } = eig(tensor(a));
    const k = values.re.data.findIndex((value) => Math.abs(value - 3e-9) < 1e-20);
    for (const row of a) {
      const left = row.reduce((sum, value, j) => sum + value * vectors.re.data[j * 4 + k], 0);
      const i = a.indexOf(row);
      expect(Math.abs(left - 3e-9 * vectors.re.data[i * 4 + k])).toBeLessThan(1e-23);
    }
  });

  test("of 2,000 random block triangular matrices [A 0; E A]", () => {
    const next = generator(5);
    for (const h of [2, 3]) {
      const n = 2 * h;
      const all = new Float64Array(1000 * n * n);
      for (let b = 0; b < 1000; b++) {
        for (let i = 0; i < h; i++) {
          for (let j = 0; j < h; j++) {
            const at = b * n * n + i * n + j;
            all[at + h * n] = 2 * next() - 1;
            all[at] = 2 * next() - 1;
            all[at + h * n + h] = all[at];
          }
        }
      }
      expectEigen(n, all, [1000, n, n]);
    }
  });

  test("zeros have the identity", () => {
    for (const n of [1, 2, 5]) {
      const { values, vectors } = eig(fromData(new Float64Array(n * n), [n, n]));
      expect(values.re.data).toEqual(new Float64Array(n));
      expect(values.im.data).toEqual(new Float64Array(n));
      expect(vectors.re.data).toEqual(Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)));
      expect(sizeOf(vectors.im.data)).toBe(0);
    }
  });

  test("triangular matrices keep their eigenvalues, in whatever order rows and columns are", () => {
    const diagonal = [1e-200, 3, -1e-9, 7e100, -2];
    const order = [3, 0, 4, 1, 2];
    for (const places of [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], order]) {
      const a = Float64Array.from({ length: 25 }, (_, at) => {
        const [i, j] = [places[Math.floor(at / 5)], places[at % 5]];
        return i === j ? diagonal[i] : j > i ? Math.cos(i + 2 * j) : 0;
      });
      const { re, im } = eigvals(fromData(a, [5, 5]));
      expect([...re.data]).toEqual([7e100, 3, 1e-200, -1e-9, -2]);
      expect(sizeOf(im.data)).toBe(0);
    }
  });
});

test("eigenvalues of badly scaled matrices are right relative to their own size", () => {
  // The companion matrix of x⁴ − 1e-12.
  const companion = [
    [0, 0, 0, 1e-12],
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
  ];
  const roots = eigvals(tensor(companion));
  for (const [k, [re, im]] of [
    [1e-3, 0],
    [0, 1e-3],
    [0, -1e-3],
    [-1e-3, 0],
  ].entries()) {
    expect(Math.hypot(roots.re.data[k] - re, roots.im.data[k] - im)).toBeLessThan(1e-17);
  }
  // D A D⁻¹ has the eigenvalues of A = [2 1 1; 1 2 1; 1 1 2].
  const scales = [1e12, 1, 1e-9];
  const similar = scales.map((d, i) => scales.map((e, j) => ((i === j ? 2 : 1) * d) / e));
  for (const [k, value] of eigvals(tensor(similar)).re.data.entries()) {
    expect(Math.abs(value - [4, 1, 1][k])).toBeLessThan(1e-13);
  }
});

test("blocks that are hidden by the order of rows keep their own scale", () => {
  // Pairs a ± 2ai with a of very different sizes, and large entries above them.
  const sizes = [1e-12, 1, 1e-30, 1e8];
  const block = (i: number): number => Math.floor(i / 2);
  const entry = (i: number, j: number): number => {
    if (block(i) !== block(j)) return block(i) < block(j) ? 3 : 0;
    return sizes[block(i)] * (i === j ? 1 : i < j ? 2 : -2);
  };
  for (const places of [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [7, 6, 5, 4, 3, 2, 1, 0],
    [5, 0, 7, 2, 1, 6, 4, 3],
  ]) {
    const a = Float64Array.from({ length: 64 }, (_, at) => entry(places[Math.floor(at / 8)], places[at % 8]));
    const { re, im } = eigvals(fromData(a, [8, 8]));
    for (const [k, size] of [1e8, 1, 1e-12, 1e-30].entries()) {
      expect(Math.abs(re.data[2 * k] / size - 1)).toBeLessThan(1e-14);
      expect(Math.abs(im.data[2 * k] / size - 2)).toBeLessThan(1e-14);
    }
  }
});

describe("units", () => {
  const some = families(false).filter(({ n }) => n === 5 || n === 8);

  test.each(some.map((family): [string, Family] => [family.name, family]))(
    "eigenvalues scale, and vectors stay, to the last digit: %s",
    (_name, { n, entries }) => {
      const base = eig(fromData(entries, [n, n]));
      for (const k of [-480, -137, -2, 1, 480]) {
        const a = scaled(entries, 2 ** k);
        // What is lost when the matrix is made is not eig's.
        if (!scaled(a, 2 ** -k).every((value, at) => value === entries[at])) continue;
        const { values, vectors } = eig(fromData(a, [n, n]));
        for (const part of ["re", "im"] as const) {
          expect(scaled(values[part].data as Float64Array, 2 ** -k)).toEqual(base.values[part].data);
          expect(vectors[part].data).toEqual(base.vectors[part].data);
        }
      }
    },
  );

  test.each([1e-318, 1e-300, 1e-165, 1e165, 1e300])("values at %d", (unit) => {
    const a = [
      [3, 1, 0.5],
      [-1, 2, 0.3],
      [0.5, -0.3, 1],
    ];
    const [got, wanted] = [eigvals(tensor(a.map((row) => row.map((value) => value * unit)))), eigvals(tensor(a))];
    // Below the smallest normal number, digits are lost in the matrix itself.
    const tolerance = unit < 1e-310 ? 1e-4 : 1e-14;
    for (const part of ["re", "im"] as const) {
      for (const [k, value] of wanted[part].data.entries()) {
        expect(Math.abs(got[part].data[k] / unit - value)).toBeLessThanOrEqual(tolerance * 3);
      }
    }
  });
});

describe("order", () => {
  const next = generator(11);
  const apart = ({ re, im }: { re: Tensor; im: Tensor }): number => {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < re.size; i++) {
      for (let j = 0; j < i; j++) {
        least = Math.min(least, Math.hypot(re.data[i] - re.data[j], im.data[i] - im.data[j]));
      }
    }
    return least;
  };

  test("descending by Re λ + |Im λ|/1000, pairs together", () => {
    for (let round = 0; round < 200; round++) {
      const n = 2 + (round % 7);
      const a = sparseIntegers(n, 1, 0.7, 3, round);
      const { re, im } = eigvals(fromData(a, [n, n]));
      for (let i = 0; i < n; i++) {
        if (im.data[i] > 0) expect(re.data[i + 1] === re.data[i] && im.data[i + 1] === -im.data[i]).toBe(true);
        if (im.data[i] < 0) expect(im.data[i - 1]).toBe(-im.data[i]);
        const key = (k: number): number => re.data[k] + Math.abs(im.data[k]) / 1000;
        if (i > 0) expect(key(i)).toBeLessThanOrEqual(key(i - 1) + 1e-15 * sizeOf(a));
      }
    }
  });

  test("a change of 1e-7 moves eigenvalues that are apart by little, those of equal real parts too", () => {
    let compared = 0;
    for (let round = 0; round < 600; round++) {
      const n = 2 + (round % 5);
      const skew = round % 3 === 0;
      const whole = sparseIntegers(n, 1, 0.8, 3, 1000 + round);
      // Of a skew matrix, and of one plus the identity, all real parts are equal.
      const a = whole.map((value, at) =>
        skew ? value - whole[(at % n) * n + Math.floor(at / n)] + (at % (n + 1) === 0 ? 1 : 0) : value,
      );
      const before = eigvals(fromData(a, [n, n]));
      if (apart(before) < 0.1) continue;
      const after = eigvals(
        fromData(
          a.map((value) => value + 1e-7 * (2 * next() - 1)),
          [n, n],
        ),
      );
      for (const part of ["re", "im"] as const) {
        for (const [k, value] of before[part].data.entries()) {
          expect(Math.abs(after[part].data[k] - value)).toBeLessThan(1e-4);
        }
      }
      compared++;
    }
    expect(compared).toBeGreaterThan(300);
  });
});
