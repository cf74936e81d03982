import { kernels, type Tensor, tensor, useKernels } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { describe, expect, test } from "vitest";
import { diag, eig, eigh, eigvals, eigvalsh, lu, matmul, mT, qr, svd, svdvals } from "../src/index.ts";
import { close, fullRank, identities } from "./reference.ts";

const shapes = [
  [1, 1],
  [2, 2],
  [3, 3],
  [7, 7],
  [40, 40],
  [6, 3],
  [3, 6],
  [1, 4],
  [4, 1],
  [30, 11],
  [0, 0],
  [0, 3],
  [3, 0],
  [2, 3, 4, 3],
  [0, 3, 3],
] as const;

const squares = shapes.filter((shape) => shape[shape.length - 1] === shape[shape.length - 2]);

/** What is hard for an iteration: n×n matrices by what is hard about them. */
const hard: Record<string, (n: number, i: number, j: number) => number> = {
  zero: () => 0,
  identity: (_n, i, j) => (i === j ? 1 : 0),
  ones: () => 1,
  "nearly the identity": (_n, i, j) => (i === j ? 1 : 1e-9 * Math.cos(i * j)),
  "graded downwards": (_n, i, j) => 10 ** (-3 * Math.max(i, j)) * (i === j ? 1 : 0.3),
  "graded upwards": (n, i, j) => 10 ** (-3 * (n - 1 - Math.min(i, j))) * (i === j ? 1 : 0.3),
  huge: (_n, i, j) => 1e150 * Math.cos(i + j),
  tiny: (_n, i, j) => 1e-150 * Math.cos(i + j),
  "two blocks": (n, i, j) => (i < n / 2 === j < n / 2 ? 1 : 0),
};

const made = (n: number, entry: (n: number, i: number, j: number) => number): Tensor =>
  fromData(
    Float64Array.from({ length: n * n }, (_, at) => entry(n, Math.floor(at / n), at % n)),
    [n, n],
  );

/** Equal relative to the largest entry, however small that is. */
function near(got: Tensor, wanted: Tensor, tolerance: number = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  const scale = wanted.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  close(mul(got, 1 / scale), mul(wanted, 1 / scale), tolerance);
}

function descending(s: Tensor): void {
  const k = s.shape[s.ndim - 1];
  for (let at = 0; at < s.size; at++) {
    if (at % k > 0) expect(s.data[at - 1]).toBeGreaterThanOrEqual(s.data[at]);
    expect(s.data[at]).toBeGreaterThanOrEqual(0);
  }
}

describe.each(shapes.map((shape) => [shape]))("of shape %j", (shape) => {
  const a = fullRank(shape);
  const [m, n] = shape.slice(-2);
  const [lead, k] = [shape.slice(0, -2), Math.min(m, n)];

  test("lu", () => {
    const { p, l, u } = lu(a);
    expect([p.shape, l.shape, u.shape]).toEqual([
      [...lead, m, m],
      [...lead, m, k],
      [...lead, k, n],
    ]);
    near(matmul(matmul(p, l), u), a);
    expect(l.data.every((value) => Math.abs(value) <= 1)).toBe(true);
  });

  test("qr", () => {
    const { q, r } = qr(a);
    expect([q.shape, r.shape]).toEqual([
      [...lead, m, k],
      [...lead, k, n],
    ]);
    near(matmul(q, r), a);
    close(matmul(mT(q), q), identities(lead, k), 1e-13);
    expect(r.data.every((value, at) => at % n >= Math.floor(at / n) % k || value === 0)).toBe(true);
  });

  test("svd", () => {
    const { u, s, vt } = svd(a);
    expect([u.shape, s.shape, vt.shape]).toEqual([
      [...lead, m, k],
      [...lead, k],
      [...lead, k, n],
    ]);
    near(matmul(matmul(u, diag(s)), vt), a);
    close(matmul(mT(u), u), identities(lead, k), 1e-13);
    close(matmul(vt, mT(vt)), identities(lead, k), 1e-13);
    descending(s);
    expect(svdvals(a).data).toEqual(s.data);
    expect(svdvals(fullRank(shape)).data).toEqual(s.data);
  });
});

describe.each(squares.map((shape) => [shape]))("square, of shape %j", (shape) => {
  const a = fullRank(shape);
  const n = shape[shape.length - 1];
  const lead = shape.slice(0, -2);

  test("eigh reads the lower triangle", () => {
    const { values, vectors } = eigh(a);
    const lower = fromData(
      a.data.map((value, at) => {
        const [i, j] = [Math.floor(at / n) % n, at % n];
        return j > i ? a.data[at + (j - i) * (n - 1)] : value;
      }),
      a.shape,
    );
    near(matmul(mul(vectors, fromData(values.data, [...lead, 1, n])), mT(vectors)), lower);
    close(matmul(mT(vectors), vectors), identities(lead, n), 1e-13);
    for (let at = 1; at < values.size; at++) {
      if (at % n > 0) expect(values.data[at]).toBeGreaterThanOrEqual(values.data[at - 1]);
    }
    expect(eigvalsh(fullRank(shape)).data).toEqual(values.data);
  });

  test("eig", () => {
    const { values, vectors } = eig(a);
    const [re, im] = [vectors.re, vectors.im];
    const [dr, di] = [diag(values.re), diag(values.im)];
    near(matmul(a, re), plus(matmul(re, dr), matmul(im, di), -1), 1e-12);
    near(matmul(a, im), plus(matmul(re, di), matmul(im, dr), 1), 1e-12);
    for (let b = 0; b < sizeOf(lead); b++) {
      for (let j = 0; j < n; j++) {
        let squares = 0;
        for (let i = 0; i < n; i++) squares += re.data[(b * n + i) * n + j] ** 2 + im.data[(b * n + i) * n + j] ** 2;
        expect(Math.abs(squares - 1)).toBeLessThan(1e-13);
      }
    }
    expect(eigvals(fullRank(shape))).toEqual(values);
  });
});

function plus(a: Tensor, b: Tensor, sign: number): Tensor {
  return fromData(
    a.data.map((value, at) => value + sign * b.data[at]),
    a.shape,
  );
}

describe.each(Object.entries(hard))("%s", (_name, entry) => {
  test.each([1, 2, 3, 6, 25])("of order %i", (n) => {
    const a = made(n, entry);
    const { values, vectors } = eigh(a);
    near(matmul(mul(vectors, values), mT(vectors)), a);
    close(matmul(mT(vectors), vectors), identities([], n), 1e-13);
    const { u, s, vt } = svd(a);
    near(matmul(mul(u, s), vt), a);
    close(matmul(mT(u), u), identities([], n), 1e-13);
    close(matmul(vt, mT(vt)), identities([], n), 1e-13);
    const { q, r } = qr(a);
    near(matmul(q, r), a);
    close(matmul(mT(q), q), identities([], n), 1e-13);
    const { p, l, u: upper } = lu(a);
    near(matmul(matmul(p, l), upper), a);
    const wanted = [...values.data].map(Math.abs).sort((x, y) => y - x);
    near(s, tensor(wanted), 1e-13);
  });
});

describe("signs of qr, as LAPACK's", () => {
  test.each([
    [
      [
        [3, 1],
        [4, 2],
      ],
      [
        [-5, -2.2],
        [0, 0.4],
      ],
    ],
    [
      [
        [-3, 1],
        [4, 2],
      ],
      [
        [5, 1],
        [0, 2],
      ],
    ],
    [
      [
        [1, 2],
        [0, -4],
      ],
      [
        [1, 2],
        [0, -4],
      ],
    ],
    [
      [
        [0, 2],
        [-2, 5],
      ],
      [
        [-2, 5],
        [0, 2],
      ],
    ],
    [[[2], [0]], [[2]]],
    [[[-2]], [[-2]]],
  ])("%j", (a, r) => {
    const got = qr(tensor(a)).r;
    for (const [i, row] of r.entries())
      for (const [j, value] of row.entries()) expect(got.data[i * row.length + j]).toBeCloseTo(value, 14);
  });
});

test("small singular values keep their digits beside large ones", () => {
  const scales = [1, 1e-5, 1e-10, 1e-15];
  const orthogonal = qr(fullRank([4, 4])).q;
  const a = matmul(diag(tensor(scales)), orthogonal);
  for (const [i, s] of svdvals(a).data.entries()) expect(Math.abs(s / scales[i] - 1)).toBeLessThan(1e-13);
});

test("kernels given for a decomposition are used", () => {
  const a = fullRank([3, 3]);
  const calls: string[] = [];
  useKernels({
    syev: (_vectors, n, _a, _offset, _ld, w, wOffset) => {
      calls.push("syev");
      w.fill(7, wOffset, wOffset + n);
      return 0;
    },
    gesvd: () => {
      calls.push("gesvd");
      return 0;
    },
    geqrf: () => void calls.push("geqrf"),
    orgqr: () => void calls.push("orgqr"),
    gees: () => {
      calls.push("gees");
      return 1;
    },
  });
  try {
    expect(eigvalsh(a).toArray()).toEqual([7, 7, 7]);
    svd(a);
    qr(a);
    expect(() => eigvals(a)).toThrowError(/^eigvals: the iteration does not converge/);
    expect(kernels().gemm).toBeDefined();
  } finally {
    useKernels();
  }
  expect(calls).toEqual(["syev", "gesvd", "geqrf", "orgqr", "gees"]);
});
