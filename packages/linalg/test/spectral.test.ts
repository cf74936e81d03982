import { type Tensor, tensor, useKernels } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { afterEach, describe, expect, test } from "vitest";
import { eigh, eigvalsh, matmul, mT, svd, svdvals } from "../src/index.ts";
import { identities, make } from "./reference.ts";

afterEach(() => useKernels());

/** Numbers in (−1, 1), independent of each other. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  };
}

/** Entries under their position: spectra with clusters, gaps, zeros, and of every scale. */
function kinds(n: number): Record<string, (i: number, j: number) => number> {
  const next = random(n);
  return {
    random: () => next(),
    integers: () => Math.round(2 * next()),
    sparse: () => (Math.abs(next()) < 0.05 ? next() : 0),
    identity: (i, j) => (i === j ? 1 : 0),
    ones: () => 1,
    zeros: () => 0,
    "one entry": (i, j) => (i + j === 0 ? 1 : 0),
    Wilkinson: (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0),
    Toeplitz: (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0),
    "glued Wilkinson": (i, j) =>
      i === j ? Math.abs((i % 21) - 10) : Math.abs(i - j) === 1 ? (Math.max(i, j) % 21 === 0 ? 1e-9 : 1) : 0,
    Hilbert: (i, j) => 1 / (i + j + 1),
    "graded down": (i, j) => 10 ** (-(i + j) / 4) * next(),
    "graded up": (i, j) => 10 ** ((i + j - 2 * n) / 4) * next(),
    "graded rows": (i) => 10 ** -i * next(),
    huge: () => 1e300 * next(),
    tiny: () => 1e-305 * next(),
    "rank one": (i, j) => (i + 1) * (j + 1),
    covariance: (i, j) => Math.exp(-((i - j) ** 2) / 50),
    cluster: (i, j) => (i === j ? 1 : 0) + 1e-13 * next(),
    "block of zeros": (i, j) => (i < n / 2 && j < n / 2 ? next() : 0),
    Jordan: (i, j) => (j - i === 1 ? 1 : 0),
    Kahan: (i, j) => (i === j ? 0.9 ** i : j > i ? -0.4 * 0.9 ** i : 0),
  };
}

function largest(x: Tensor): number {
  return x.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The largest difference of elements. */
function apart(x: Tensor, y: Tensor): number {
  expect(x.shape).toEqual(y.shape);
  let most = 0;
  for (let i = 0; i < x.size; i++) most = Math.max(most, Math.abs(x.data[i] - y.data[i]));
  return most;
}

/** X with its columns scaled. */
function scaled(x: Tensor, by: Tensor): Tensor {
  const n = by.size;
  return fromData(
    x.data.map((value, at) => value * by.data[at % n]),
    x.shape,
  );
}

function checkEigh(a: Tensor): void {
  const n = a.shape[0];
  const { values, vectors } = eigh(a);
  const unit = largest(values) || 1;
  expect(apart(matmul(a, vectors), scaled(vectors, values)) / unit).toBeLessThan(1e-13);
  expect(apart(matmul(mT(vectors), vectors), identities([], n))).toBeLessThan(1e-13);
  for (let i = 1; i < n; i++) expect(values.data[i]).toBeGreaterThanOrEqual(values.data[i - 1]);
  expect(eigvalsh(a).data).toEqual(values.data);
}

function checkSvd(a: Tensor): void {
  const { u, s, vt } = svd(a);
  const k = s.size;
  expect(apart(matmul(scaled(u, s), vt), a) / (largest(s) || 1)).toBeLessThan(1e-13);
  expect(apart(matmul(mT(u), u), identities([], k))).toBeLessThan(1e-13);
  expect(apart(matmul(vt, mT(vt)), identities([], k))).toBeLessThan(1e-13);
  for (let i = 0; i < k; i++) expect(s.data[i]).toBeGreaterThanOrEqual(i + 1 < k ? s.data[i + 1] : 0);
  expect(svdvals(a).data).toEqual(s.data);
}

const orders = [1, 2, 7, 8, 9, 31, 32, 33, 48, 49, 63, 64, 65, 66, 99, 131];

describe.each(["the kernels in use", "plain loops"])("with %s", (which) => {
  const sizes = which === "plain loops" ? [50, 67] : orders;
  const prepare = (): void => useKernels({ condensed: {} });

  test.each(sizes)("eigh, order %i", (n) => {
    if (which === "plain loops") prepare();
    for (const entry of Object.values(kinds(n))) {
      const lower = make([n, n], entry);
      checkEigh(make([n, n], (i, j) => lower.data[Math.max(i, j) * n + Math.min(i, j)]));
    }
  });

  test.each([...sizes.map((n) => [n, n]), [43, 41], [41, 43], [66, 120], [130, 66], [140, 100], [200, 41]])(
    "svd, %i×%i",
    (m, n) => {
      if (which === "plain loops") prepare();
      for (const entry of Object.values(kinds(n))) checkSvd(make([m, n], entry));
    },
  );
});

test("scaling by a power of two scales the values to the last digit", () => {
  useKernels(); // a library scales by other numbers
  const n = 70;
  const next = random(5);
  const entries = Float64Array.from({ length: n * n }, () => next());
  for (const factor of [2 ** 900, 2 ** -700]) {
    const scale = (x: Float64Array): Float64Array => x.map((value) => factor * value);
    expect(eigvalsh(tensor(scale(entries), [n, n])).data).toEqual(scale(eigvalsh(tensor(entries, [n, n])).data));
    expect(svdvals(tensor(scale(entries), [n, n])).data).toEqual(scale(svdvals(tensor(entries, [n, n])).data));
  }
});
