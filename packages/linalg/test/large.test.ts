/* Matrices so large that decompositions work by blocks, and hand rotations on in chains. */
import { type Tensor, useKernels } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { afterEach, describe, expect, test } from "vitest";
import { pullFactor, pushFactor } from "../src/factor/choleskyblocks.ts";
import {
  addDiagonal,
  choleskyInverse,
  diag,
  eig,
  eigh,
  eigvals,
  eigvalsh,
  inv,
  lstsq,
  matmul,
  mT,
  norm,
  pinv,
  qr,
  solve,
  svd,
  svdvals,
  tril,
} from "../src/index.ts";
import { getrs } from "../src/lapack/getrs.ts";
import { close, fullRank, identities, make, some } from "./reference.ts";

afterEach(() => useKernels());

function near(got: Tensor, wanted: Tensor, tolerance: number): void {
  const scale = wanted.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  close(mul(got, 1 / scale), mul(wanted, 1 / scale), tolerance);
}

function checkSvd(a: Tensor): void {
  const { u, s, vt } = svd(a);
  const k = s.size;
  near(matmul(mul(u, s), vt), a, 1e-13);
  close(matmul(mT(u), u), identities([], k), 2e-13);
  close(matmul(vt, mT(vt)), identities([], k), 2e-13);
  for (let i = 0; i < k; i++) expect(s.data[i]).toBeGreaterThanOrEqual(i + 1 < k ? s.data[i + 1] : 0);
  expect(svdvals(fromData(a.data.slice(), a.shape)).data).toEqual(s.data);
}

describe("svd", () => {
  test.each([
    [41, 41],
    [64, 64],
    [97, 97],
    [70, 45],
    [45, 70],
    [130, 45],
    [45, 130],
    [200, 42],
  ])("of shape %i × %i", (m, n) => {
    checkSvd(fullRank([m, n]));
    checkSvd(fullRank([m, n], 2));
  });

  const n = 60;
  const spectra: Record<string, (i: number) => number> = {
    "each three times": (i) => 1 + (i % 3),
    "all equal": () => 2.5,
    "nearly equal": (i) => 1 + 1e-13 * i,
    "of half rank": (i) => (i < n / 2 ? 1 : 0),
    "of rank 1": (i) => (i === 0 ? 3 : 0),
    "graded downwards": (i) => 10 ** (-i / 4),
    "graded upwards": (i) => 10 ** ((i - n) / 4),
    "condition 1e12": (i) => 10 ** ((-12 * i) / (n - 1)),
    huge: (i) => 1e200 * (i + 1),
    tiny: (i) => 1e-200 * (i + 1),
  };

  test.each(Object.entries(spectra))("%s", (_name, value) => {
    const values = Float64Array.from({ length: n }, (_, i) => value(i));
    const d = diag(fromData(values, [n]));
    const [p, q, tall] = [qr(fullRank([n, n])).q, qr(fullRank([n, n], 2)).q, qr(fullRank([2 * n, n], 3)).q];
    const wanted = values.toSorted((x, y) => y - x);
    const matrices = [d, matmul(d, q), matmul(p, d), matmul(matmul(p, d), q), matmul(matmul(tall, d), q)];
    for (const a of [...matrices, mT(matrices[4])]) {
      checkSvd(a);
      near(svdvals(a), fromData(wanted, [n]), 2e-14);
    }
  });

  const matrices: [string, (i: number, j: number) => number][] = [
    ["zeros", () => 0],
    ["ones", () => 1],
    ["integers, singular", (i, j) => ((i * j) % 3) - 1],
    ["a shift", (i, j) => (j === i + 1 ? 1 : 0)],
    ["bidiagonal with zeros on the diagonal", (i, j) => (j === i + 1 || (j === i && i % 7 !== 3) ? 1 : 0)],
    ["two blocks", (i, j) => (i < n / 2 === j < n / 2 ? 1 : 0)],
    ["Hilbert", (i, j) => 1 / (i + j + 1)],
    ["a triangle of ones and minus ones", (i, j) => (i === j ? 1 : j > i ? -1 : 0)],
    ["an arrow", (i, j) => (i === 0 || j === 0 || i === j ? 1 / (1 + i + j) : 0)],
    ["graded in both", (i, j) => 10 ** (-(i + j) / 3) * Math.cos(7 * i + 3 * j)],
    ["graded upwards in both", (i, j) => 10 ** ((i + j - 2 * n) / 3) * Math.cos(7 * i + 3 * j)],
  ];

  test.each(matrices)("of %s", (_name, entry) => {
    checkSvd(make([n, n], entry));
    checkSvd(make([n + 5, n], entry));
    checkSvd(make([n, 2 * n], entry));
  });

  // From order 128 on, steps of the bidiagonalization wait for one another.
  test.each(matrices)("of %s, order 150", (_name, entry) => {
    for (const [m, k] of [
      [150, 150],
      [171, 150],
      [150, 183],
    ]) {
      const a = make([m, k], entry);
      const { u, s, vt } = svd(a);
      // Low rank leaves rounding errors of the largest singular value.
      const scale = 1 / (s.data[0] || 1);
      close(matmul(mul(u, mul(s, scale)), vt), mul(a, scale), 2e-14);
      close(matmul(mT(u), u), identities([], 150), 2e-13);
      close(matmul(vt, mT(vt)), identities([], 150), 2e-13);
      expect(svdvals(fromData(a.data.slice(), a.shape)).data).toEqual(s.data);
    }
  });

  test("what is made of it", () => {
    const a = matmul(fullRank([90, 50], 4), fullRank([50, 60], 5));
    const p = pinv(a);
    near(matmul(matmul(a, p), a), a, 1e-11);
    near(matmul(matmul(p, a), p), p, 1e-11);
    const b = some([90, 2]);
    near(lstsq(a, b), matmul(p, b), 1e-11);
  });
});

test.each([41, 64, 97])("eigh of order %i", (n) => {
  for (const a of [fullRank([n, n]), make([n, n], (i, j) => 10 ** (-Math.max(i, j) / 2)), make([n, n], () => 1)]) {
    const lower = make([n, n], (i, j) => a.data[Math.max(i, j) * n + Math.min(i, j)]);
    const { values, vectors } = eigh(a);
    near(matmul(mul(vectors, values), mT(vectors)), lower, 1e-14 * n);
    close(matmul(mT(vectors), vectors), identities([], n), 2e-13);
    expect(eigvalsh(fromData(a.data.slice(), a.shape)).data).toEqual(values.data);
  }
});

test.each([41, 64, 97])("eig of order %i", (n) => {
  for (const a of [fullRank([n, n]), make([n, n], (i, j) => (i === (j + 1) % n ? 1 : 0)), tril(fullRank([n, n], 2))]) {
    const { values, vectors } = eig(a);
    const [re, im] = [diag(values.re), diag(values.im)];
    near(matmul(a, vectors.re), minus(matmul(vectors.re, re), matmul(vectors.im, im)), 1e-11);
    near(matmul(a, vectors.im), minus(matmul(vectors.re, im), mul(-1, matmul(vectors.im, re))), 1e-11);
    expect(eigvals(fromData(a.data.slice(), a.shape))).toEqual(values);
    const trace = values.re.data.reduce((sum, value) => sum + value, 0);
    let wanted = 0;
    for (let i = 0; i < n; i++) wanted += a.data[i * (n + 1)];
    expect(Math.abs(trace - wanted)).toBeLessThan(1e-12 * n);
  }
});

function minus(a: Tensor, b: Tensor): Tensor {
  return fromData(
    a.data.map((value, at) => value - b.data[at]),
    a.shape,
  );
}

const sides = [1, 16, 17, 31, 32, 33, 48, 49, 64, 65, 81];

test.each(sides)("qr of %i rows", (m) => {
  for (const n of sides) {
    const a = fullRank([m, n], n);
    const { q, r } = qr(a);
    close(matmul(q, r), a, 1e-13);
    close(matmul(mT(q), q), identities([], Math.min(m, n)), 1e-13);
  }
});

describe("the derivatives of a factor by halves", () => {
  test.each([1, 24, 25, 40, 61, 100])("order %i", (n) => {
    const l = addDiagonal(mul(0.3, tril(fullRank([n, n]))), 2);
    const [da, lbar] = [fullRank([n, n], 2), fullRank([n, n], 3)];
    const symmetric = make([n, n], (i, j) => 0.5 * (da.data[i * n + j] + da.data[j * n + i]));
    const dl = fromData(tril(symmetric).data.slice(), [n, n]);
    pushFactor(n, { l: l.data, lOffset: 0, g: dl.data, gOffset: 0, ld: n });
    // What a tangent is: dL Lᵀ + L dLᵀ = dA, with dL lower triangular.
    const half = matmul(dl, mT(l));
    near(minus(half, mul(-1, mT(half))), symmetric, 1e-13);
    expect(tril(dl).data).toEqual(dl.data);
    const abar = fromData(lbar.data.slice(), [n, n]);
    pullFactor(n, { l: l.data, lOffset: 0, g: abar.data, gOffset: 0, ld: n });
    expect(mT(abar).data).toEqual(abar.data);
    const [pushed, pulled] = [inner(tril(lbar), dl), inner(abar, da)];
    expect(Math.abs(pushed - pulled)).toBeLessThan(1e-13 * norm(abar).item() * norm(da).item());
  });

  test("nothing above the diagonal is read", () => {
    const n = 60;
    const l = addDiagonal(mul(0.3, fullRank([n, n])), 2);
    const clean = fromData(tril(fullRank([n, n], 3)).data.slice(), [n, n]);
    const dirty = make([n, n], (i, j) => (j > i ? Number.NaN : clean.data[i * n + j]));
    pullFactor(n, { l: tril(l).data, lOffset: 0, g: clean.data, gOffset: 0, ld: n });
    pullFactor(n, { l: l.data, lOffset: 0, g: dirty.data, gOffset: 0, ld: n });
    expect(dirty.data).toEqual(clean.data);
  });
});

function inner(x: Tensor, y: Tensor): number {
  return x.data.reduce((sum, value, at) => sum + value * y.data[at], 0);
}

test("a kernel given for systems by their LU factors is used, in both directions", () => {
  const a = addDiagonal(fullRank([5, 5]), 2);
  const wanted = [solve(a, some([5, 2])), inv(a)];
  let calls = 0;
  useKernels({
    getrs: (...args) => {
      calls++;
      getrs(...args);
    },
  });
  const again = fromData(a.data.slice(), a.shape);
  expect([solve(again, some([5, 2])), inv(again)]).toEqual(wanted);
  expect(calls).toBe(2);
  near(matmul(choleskyInverse(tril(a)), matmul(tril(a), mT(tril(a)))), identities([], 5), 1e-12);
});
