import { eye, isTensor, type Tensor, tensor } from "@wengert/array";
import { jacrev } from "@wengert/core";
import { diag, matmul, mT, slogdet } from "@wengert/linalg";
import { mul, reshape, take } from "@wengert/ops";
import {
  bounded,
  type Constraint,
  ConstraintError,
  lowerCholesky,
  ordered,
  orthogonal,
  param,
  paramsOf,
  positive,
  positiveDefinite,
  simplex,
  unconstrained,
} from "@wengert/params";
import { describe, expect, test } from "vitest";
import { orthonormal, some } from "./values.ts";

/** From the smallest number to the largest, and what is hard in between. */
const positives = [5e-324, 1e-310, 1e-300, 1e-17, 0.1, 1, 1 + 2 ** -52, 3, 40, 700, 1e17, 1e300, Number.MAX_VALUE];

const product = (a: Tensor): Tensor => matmul(a, mT(a));
/** Rows and columns scaled by powers of ten from 10⁻⁸ to 10⁸. */
const graded = (a: Tensor): Tensor => {
  const n = a.shape[0];
  const scales = diag(tensor(Float64Array.from({ length: n }, (_, i) => 10 ** (((5 * i) % 17) - 8))));
  return matmul(matmul(scales, a), scales);
};
const lower = (a: Tensor): Tensor => {
  const n = a.shape[0];
  const entry = (value: number, at: number): number => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? Math.abs(value) : i > j ? value : 0;
  };
  return tensor(a.data.map(entry), [n, n]);
};
/** A turn of two axes by an angle, which at π is the hardest case for Cayley's transform. */
const turn = (angle: number): Tensor => {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return tensor([
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ]);
};

/** Values all over the domain, by constraint. Elementwise ones keep every element; the others the largest. */
const domains: readonly (readonly [name: string, constraint: Constraint, values: readonly (number | Tensor)[]])[] = [
  ["unconstrained", unconstrained(), [-3, tensor([1e300, -0, 5e-324])]],
  ["positive", positive(), [2.5, ...positives]],
  ["positive, softplus", positive({ transform: "softplus" }), positives],
  ["bounded", bounded(-1, 1), [1e-9, -1e-300, 5e-324, 0.49, -0.51, 0, 0.5, -1 + 2 ** -53, 1 - 2 ** -53]],
  ["bounded, from 0", bounded(0, 1), [5e-324, 1e-300, 1e-17, 0.3, 0.5, 1 - 2 ** -53]],
  ["bounded, up to 0", bounded(-1, 0), [-5e-324, -1e-300, -1e-17, -0.3, -1 + 2 ** -53]],
  ["bounded, far away", bounded(1e10, 1e10 + 1), [1e10 + 2 ** -19, 1e10 + 0.5]],
  ["bounded, huge", bounded(-8e307, 8e307), [-7.99e307, 1e306, 7.99e307]],
  ["bounded below", bounded(-3, Number.POSITIVE_INFINITY), [-3 + 2 ** -51, -2.5, 1e300]],
  ["bounded above", bounded(Number.NEGATIVE_INFINITY, 3), [3 - 2 ** -51, 2.5, -1e300]],
  ["bounded nowhere", bounded(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY), [-1e300, 0, 7]],
  [
    "simplex",
    simplex(),
    [
      tensor([1]),
      tensor([0.2, 0.3, 0.5]),
      tensor([
        [0.5, 0.5],
        [1e-9, 1 - 1e-9],
      ]),
    ],
  ],
  ["simplex, with tiny ones", simplex(), [tensor([1e-300, 0.25, 0.75]), tensor([0.25, 0.75, 5e-324])]],
  [
    "ordered",
    ordered(),
    [
      tensor([3]),
      tensor([-1, 0.5, 2]),
      tensor([1000, 1000 + 1e-9, 1e6]),
      tensor([
        [0, 1],
        [5, 7],
      ]),
    ],
  ],
  ["ordered, wide", ordered(), [tensor([-1e300, 0, 1e300]), tensor([-1e6, 0.5, 1e-3 + 1e6])]],
  ["lowerCholesky", lowerCholesky(), [tensor([[2]]), lower(some([5, 5])), lower(graded(some([9, 9])))]],
  ["positiveDefinite", positiveDefinite(), [tensor([[2]]), product(some([5, 5])), graded(product(some([9, 9])))]],
  [
    "orthogonal",
    orthogonal(),
    [tensor([[1]]), tensor([[-1]]), eye(4), mul(-1, eye(5)), orthonormal(6), orthonormal(30)],
  ],
  ["orthogonal, turned", orthogonal(), [0, 1e-9, 1, 3, Math.PI - 1e-9, Math.PI, 4, 2 * Math.PI].map(turn)],
  ["orthogonal, permuted", orthogonal(), [2, 3, 8].map((n) => take(eye(n), [...Array(n).keys()].reverse(), 0))],
];

describe.each(domains)("%s", (_name, constraint, values) => {
  test.each(values.map((value, i) => [i, value] as const))("value %i goes and comes back", (_i, value) => {
    const p = param(value, { constraint });
    expect(JSON.stringify(p.value)).toBe(JSON.stringify(value));
    const set = paramsOf(p);
    const vector = set.toVector();
    set.assign(vector);
    expect(set.toVector()).toEqual(vector);
    const [got, wanted] = [p.value, value].map((v) => (isTensor(v) ? v : tensor([v as number])));
    expect(got.shape).toEqual(wanted.shape);
    const largest = Math.max(...wanted.data.map(Math.abs));
    for (const [k, y] of wanted.data.entries()) {
      expect(Math.abs(got.data[k] - y)).toBeLessThanOrEqual(1e-12 * (wanted.size === 1 ? Math.abs(y) : largest));
    }
  });
});

test("numbers that are tiny beside the others keep their digits on the simplex", () => {
  const y = [1e-300, 1e-200, 0.25, 0.75];
  const p = param(tensor(y), { constraint: simplex() });
  const set = paramsOf(p);
  set.assign(set.toVector());
  for (const [k, value] of y.entries()) expect(Math.abs(p.value.data[k] / value - 1)).toBeLessThan(1e-12);
});

describe("what is refused", () => {
  const junk = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const q = orthonormal(3);
  const refused: readonly (readonly [string, Constraint, readonly (number | Tensor)[], RegExp])[] = [
    ["positive", positive(), [0, -0, -1, tensor([1, -2]), ...junk], /greater than 0/],
    ["bounded", bounded(-1, 1), [-1, 1, 2, tensor([0, 1]), ...junk], /between -1 and 1/],
    ["bounded below", bounded(3, Number.POSITIVE_INFINITY), [3, 2, ...junk], /greater than 3/],
    ["bounded above", bounded(Number.NEGATIVE_INFINITY, 3), [3, 4, ...junk], /less than 3/],
    ["simplex", simplex(), [1, tensor([0.5, 0.4]), tensor([0, 1]), tensor([1.5, -0.5]), tensor([])], /sum 1/],
    ["ordered", ordered(), [1, tensor([1, 1]), tensor([2, 1]), tensor([0, Number.NaN]), tensor([])], /increasing/],
    [
      "lowerCholesky",
      lowerCholesky(),
      [
        1,
        tensor([
          [1, 2],
          [0, 1],
        ]),
        tensor([[0]]),
        tensor([[1, 0]]),
      ],
      /lower triangular/,
    ],
    [
      "positiveDefinite",
      positiveDefinite(),
      [
        1,
        tensor([
          [1, 2],
          [2, 1],
        ]),
        tensor([
          [2, 0],
          [1, 2],
        ]),
      ],
      /positive definite/,
    ],
    [
      "orthogonal",
      orthogonal(),
      [1, mul(1.0001, q), mul(Number.NaN, q), tensor([[1, 0]]), tensor([], [0, 0])],
      /identity/,
    ],
  ];
  test.each(refused)("%s", (_name, constraint, values, says) => {
    for (const value of values) {
      expect(() => param(value, { constraint, name: "here" })).toThrow(ConstraintError);
      expect(() => param(value, { constraint, name: "here" })).toThrow(says);
      expect(() => param(value, { constraint, name: "here" })).toThrow(/"here"/);
    }
  });

  test("a value that a constraint of one's own cannot place", () => {
    const { forward, inverse, logDet } = positive();
    expect(() => param(-1, { constraint: { forward, inverse, logDet } })).toThrow(ConstraintError);
    expect(param(1, { constraint: { forward, inverse, logDet } }).value).toBe(1);
  });

  test("what is no constraint, or no option", () => {
    expect(() => param(1, { constraint: positive as never })).toThrow(/call it/);
    expect(() => param(1, { constraint: "positive" as never })).toThrow(/forward, inverse, logDet/);
    expect(() => param(1, { name: 3 as never })).toThrow(/name must be a string/);
    expect(() => param(1, { trainable: 0 as never })).toThrow(/boolean/);
  });

  test("bounds that leave nothing between them", () => {
    for (const [lo, hi] of [
      [1, 1],
      [2, 1],
      [Number.NaN, 1],
      [-1e308, 1e308],
    ]) {
      expect(() => bounded(lo, hi)).toThrow(/bounded/);
    }
    expect(() => bounded("0" as never, 1)).toThrow(/number/);
    expect(() => positive({ transform: "log" as never })).toThrow(/softplus/);
  });

  test("a vector that fills no triangle", () => {
    expect(() => lowerCholesky().forward(tensor([1, 2]))).toThrow(/triangle/);
    expect(() => positiveDefinite().forward(1)).toThrow(/triangle/);
    expect(() => orthogonal().forward(tensor([1, 2]))).toThrow(/triangle/);
  });
});

/** Places in a matrix of order n: its lower triangle, from diagonal k on. */
const triangle = (n: number, k: number): number[] =>
  [...Array(n * n).keys()].filter((at) => at % n <= Math.floor(at / n) + k);
const every = (y: Tensor): number[] => [...y.data.keys()];

/** The coordinates of the values in which a constraint states its determinant. */
const determinants: readonly (readonly [string, Constraint, Tensor, (y: Tensor) => number[]])[] = [
  ["unconstrained", unconstrained(), some([3]), every],
  ["positive", positive(), some([3]), every],
  ["positive, softplus", positive({ transform: "softplus" }), tensor([-30, -1, 2, 30]), every],
  ["bounded", bounded(-2, 5), tensor([-20, -1, 0, 3]), every],
  ["bounded below", bounded(2, Number.POSITIVE_INFINITY), some([3]), every],
  ["bounded above", bounded(Number.NEGATIVE_INFINITY, 2), some([3]), every],
  ["simplex", simplex(), tensor([0.3, -2, 4]), () => [0, 1, 2]],
  ["simplex of one", simplex(), tensor([]), () => []],
  ["ordered", ordered(), tensor([0.3, -2, 4]), every],
  ["lowerCholesky", lowerCholesky(), some([6]), () => triangle(3, 0)],
  ["positiveDefinite", positiveDefinite(), some([10]), () => triangle(4, 0)],
  ["orthogonal", orthogonal(), some([6]), () => triangle(4, -1)],
];

describe("the determinant is that of the Jacobian", () => {
  test.each(determinants)("%s", (name, constraint, x, coordinates) => {
    const y = constraint.forward(x);
    // In the invariant measure, an orthogonal matrix is seen from itself.
    const seen = (x: Tensor): Tensor =>
      name === "orthogonal" ? matmul(mT(y), constraint.forward(x)) : constraint.forward(x);
    const free = (x: Tensor): Tensor => take(reshape(seen(x), [-1]), coordinates(y), 0);
    const jacobian = jacrev(free)(x);
    const wanted = x.size === 0 ? 0 : slogdet(jacobian).logabsdet.item();
    expect(Math.abs(constraint.logDet(x).item() - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
  });

  test("of several values at once it is the sum", () => {
    for (const [, constraint, x] of determinants) {
      const twice = tensor([...x.data, ...x.data], [2, ...x.shape]);
      if (constraint.name === "unconstrained") continue;
      const [one, two] = [constraint.logDet(x).item(), constraint.logDet(twice).item()];
      expect(Math.abs(two - 2 * one)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(one)));
      expect([...constraint.forward(twice).data]).toEqual([
        ...constraint.forward(x).data,
        ...constraint.forward(x).data,
      ]);
    }
  });
});

describe("orthogonal", () => {
  test("the signs of the start make the transform small, and stay", () => {
    for (const start of [orthonormal(12), mul(-1, eye(7)), turn(Math.PI)]) {
      const p = param(start, { constraint: orthogonal() });
      const set = paramsOf(p);
      expect(Math.max(...set.toVector().map(Math.abs))).toBeLessThanOrEqual(2);
      const sign = slogdet(start).sign.item();
      set.assign(set.toVector().map((x, i) => x + Math.sin(i)));
      expect(slogdet(p.value).sign.item()).toBe(sign);
      const identity = matmul(mT(p.value), p.value);
      for (const [k, value] of identity.data.entries()) {
        expect(Math.abs(value - eye(start.shape[0]).data[k])).toBeLessThan(1e-14);
      }
    }
  });

  test("several matrices at once", () => {
    const start = tensor([...eye(3).data, ...turn(Math.PI).data, ...mul(-1, eye(3)).data], [3, 3, 3]);
    const p = param(start, { constraint: orthogonal() });
    const set = paramsOf(p);
    expect(set.layout.shapes).toEqual([[3, 3]]);
    set.assign(set.toVector());
    for (const [k, value] of start.data.entries()) expect(Math.abs(p.value.data[k] - value)).toBeLessThan(1e-12);
  });
});
