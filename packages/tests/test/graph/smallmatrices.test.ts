import { type Tensor, tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { compile, scan } from "@wengert/graph";
import {
  cholesky,
  choleskyInverse,
  choleskySolve,
  inv,
  invQuadLogdet,
  logdet,
  matmul,
  matvec,
  mT,
  slogdet,
  solve,
  triangularSolve,
} from "@wengert/linalg";
import { add, mul, sin, stack, sub, sum, take } from "@wengert/ops";
import { describe, expect, test } from "vitest";
import { bitsOf, expectSame } from "./compiled.ts";

/* Factorizations and systems of small matrices as straight code: the numbers of the kernels, to the bit, and their errors. */

function matrix(n: number, k: number): Tensor {
  return tensor(
    Float64Array.from({ length: n * n }, (_, i) => Math.sin(3 * i + k) + (i % (n + 1) === 0 ? 0.3 * n : 0)),
    [n, n],
  );
}

function vectors(n: number, columns: number, k: number): Tensor {
  return tensor(
    Float64Array.from({ length: n * columns }, (_, i) => Math.cos(2 * i + k)),
    [n, columns],
  );
}

/** Positive definite, of any matrix. */
function definite(a: Tensor): Tensor {
  return add(
    matmul(a, mT(a)),
    tensor(
      Float64Array.from({ length: a.size }, (_, i) => +(i % (a.shape[0] + 1) === 0)),
      a.shape,
    ),
  );
}

/** Not a line, and straight code for arrays of any size. */
function bent(x: Tensor): Tensor {
  return sub(x, mul(0.1, mul(x, x)));
}

type Of = (a: Tensor, b: Tensor) => Tensor;

const programs: { readonly [name: string]: Of } = {
  "matmul of any size": (a, b) => matmul(matmul(mT(a), a), matmul(a, b)),
  cholesky: (a) => cholesky(definite(a)),
  "cholesky, solved": (a, b) => choleskySolve(cholesky(definite(a)), b),
  "cholesky, inverted": (a) => choleskyInverse(cholesky(definite(a))),
  logdet: (a) => logdet(definite(a)),
  slogdet: (a) => {
    const { sign, logabsdet } = slogdet(a);
    return add(sign, logabsdet);
  },
  solve: (a, b) => solve(a, b),
  "solve, of one": (a, b) => solve(a, take(b, 0, 1)),
  inv: (a) => inv(a),
  ...Object.fromEntries(
    [true, false].flatMap((lower) =>
      [true, false].flatMap((transpose) =>
        [true, false].map((unitDiagonal) => [
          `triangularSolve ${JSON.stringify({ lower, transpose, unitDiagonal })}`,
          ((a, b) =>
            add(
              triangularSolve(a, b, { lower, transpose, unitDiagonal }),
              mT(triangularSolve(a, mT(b), { lower, transpose, unitDiagonal, side: "right" })),
            )) as Of,
        ]),
      ),
    ),
  ),
  invQuadLogdet: (a, b) => {
    const { invQuad, logdet } = invQuadLogdet(definite(a), mT(b));
    return add(sum(invQuad), logdet);
  },
};

describe.each(Object.entries(programs))("compiled, to the bit: %s", (_name, f) => {
  test.each([1, 2, 3, 5, 8])("of order %i", (n) => {
    for (const columns of n === 8 ? [1, 3] : [1, n]) {
      // Enough operations that they are no calls.
      const program: Of = (a, b) => bent(f(mul(a, 1.5), bent(mul(b, 0.5))));
      const calls = [0, 1, 2].map((k) => [matrix(n, k), vectors(n, columns, k)]);
      expectSame(program, calls);
      const compiled = compile(program);
      for (const [a, b] of calls) compiled(a, b);
      expect(compiled.explain()).not.toContain("calls");
      expectSame(grad(((a: Tensor, b: Tensor) => sum(program(a, b))) as never, { argnums: [0, 1] }) as never, calls);
    }
  });
});

test("whatever row is the pivot", () => {
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  const rows = [5, 1, 2, 0.5, 4, 1, 0.25, 0.5, 3];
  const f = compile((a: Tensor, b: Tensor) => mul(2, sin(mul(0.5, solve(a, sin(b))))));
  for (const order of [...orders, ...orders]) {
    const a = tensor(order.map((i) => rows.slice(3 * i, 3 * i + 3)));
    const b = tensor([1, 2, 3]);
    expect(bitsOf(() => f(a, b))).toEqual(bitsOf(() => mul(2, sin(mul(0.5, solve(a, sin(b)))))));
  }
  expect(f.explain()).toContain("straight");
});

const bad: readonly (readonly [name: string, f: Of, a: readonly (readonly number[])[]])[] = [
  [
    "cholesky",
    (a) => cholesky(a),
    [
      [1, 2],
      [2, 1],
    ],
  ],
  [
    "cholesky",
    (a) => cholesky(a),
    [
      [Number.POSITIVE_INFINITY, 0],
      [0, 1],
    ],
  ],
  [
    "logdet",
    (a) => logdet(a),
    [
      [1, 2],
      [2, Number.NaN],
    ],
  ],
  [
    "solve",
    (a, b) => solve(a, b),
    [
      [1, 2],
      [2, 4],
    ],
  ],
  [
    "solve",
    (a, b) => solve(a, b),
    [
      [1, 2],
      [2, Number.NaN],
    ],
  ],
  [
    "inv",
    (a) => inv(a),
    [
      [0, 0],
      [2, 4],
    ],
  ],
  [
    "triangularSolve",
    (a, b) => triangularSolve(a, b),
    [
      [1, 0],
      [2, 0],
    ],
  ],
  [
    "triangularSolve",
    (a, b) => triangularSolve(a, b),
    [
      [1, 0],
      [Number.NaN, 3],
    ],
  ],
  [
    "triangularSolve",
    (a, b) => triangularSolve(a, b),
    [
      [1, 0],
      [Number.NEGATIVE_INFINITY, 3],
    ],
  ],
];

test.each(bad)(
  "%s of a matrix that is refused throws what it throws uncompiled, and the plan goes on (%#)",
  (_name, f, a) => {
    const program: Of = (x, b) => mul(2, sin(f(add(x, 0), sin(mul(b, 0.5)))));
    const compiled = compile(program);
    const [good, b] = [
      tensor([
        [2, 0.5],
        [0.5, 1],
      ]),
      tensor([[1], [2]]),
    ];
    for (let k = 0; k < 3; k++) compiled(good, b);
    expect(compiled.explain()).toContain("straight");
    const said = (g: Of): string => {
      try {
        g(tensor(a), b);
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
      return "nothing";
    };
    expect(said(compiled)).toBe(said(program));
    expect(said(program)).not.toBe("nothing");
    expect(bitsOf(() => compiled(good, b))).toEqual(bitsOf(() => program(good, b)));
  },
);

test("a singular matrix, and a solution that overflows, are no error where they are none uncompiled", () => {
  const value = (a: Tensor): Tensor => add(slogdet(mul(a, 1)).sign, mul(2, sum(sin(mul(a, 0.5)))));
  const overflow = (a: Tensor): Tensor => sum(mul(2, mul(1, triangularSolve(add(a, 0), tensor([1e300, 1])))));
  const good = tensor([
    [2, 0],
    [1, 3],
  ]);
  const cases = [
    [
      value,
      tensor([
        [1, 2],
        [2, 4],
      ]),
    ],
    [
      overflow,
      tensor([
        [1e-300, 0],
        [0, 1],
      ]),
    ],
  ] as const;
  for (const [f, a] of cases) {
    const compiled = compile(f);
    for (const x of [good, good, a, good, a]) expect(bitsOf(() => compiled(x))).toEqual(bitsOf(() => f(x)));
  }
});

const LENGTH = 60;

/** A filter whose covariance shrinks by what each step says. */
function filter(p0: Tensor, steps: Tensor): Tensor {
  const [last, ys] = scan(
    ({ p, x }, u) => {
      const s = add(
        p,
        tensor([
          [0.5, 0.1],
          [0.1, 0.4],
        ]),
      );
      const gain = mT(solve(s, p));
      const next = sub(
        add(
          p,
          mul(
            u,
            tensor([
              [1, 0],
              [0, 1],
            ]),
          ),
        ),
        matmul(gain, mul(0.5, p)),
      );
      return [{ p: next, x: add(mul(0.9, x), matvec(gain, x)) }, logdet(s)];
    },
    { p: p0, x: tensor([1, 2]) },
    steps,
  );
  return add(sum(ys), sum(last.x));
}

test("a loop of matrices: values, gradients, and the error of a step in the middle", () => {
  const p0 = tensor([
    [1, 0.2],
    [0.2, 2],
  ]);
  const steps = tensor(Float64Array.from({ length: LENGTH }, (_, t) => 0.1 + 0.05 * Math.sin(t)));
  const gradient = grad(filter as never, { argnums: [0, 1] }) as unknown as (p: Tensor, u: Tensor) => unknown;
  const [value, compiled] = [compile(filter), compile(gradient)];
  for (const scale of [1, 0.9, 1.1, 1]) {
    const u = mul(steps, scale);
    expect(bitsOf(() => value(p0, u))).toEqual(bitsOf(() => filter(p0, u)));
    expect(bitsOf(() => compiled(p0, u))).toEqual(bitsOf(() => gradient(p0, u)));
  }
  const wrong = stack(
    Array.from({ length: LENGTH }, (_, t) => (t === 41 ? tensor(-9) : take(steps, t, 0))),
    0,
  );
  for (const f of [filter, value, gradient, compiled]) {
    expect(() => (f as typeof filter)(p0, wrong)).toThrow("logdet: a of shape [2, 2] is not positive definite");
  }
  expect(bitsOf(() => compiled(p0, steps))).toEqual(bitsOf(() => gradient(p0, steps)));
});

test("what is called is not computed again in straight code", () => {
  const f = (x: Tensor): Tensor => {
    let y = x;
    for (let k = 0; k < 30; k++) y = add(matmul(constant8, y), sin(y));
    return sum(mul(sub(add(y, 1), mul(2, y)), y));
  };
  const compiled = compile(f);
  const points = [0, 1, 2, 3].map((k) => [matrix(8, k)] as const);
  expectSame(f, points);
  for (const point of points) compiled(...point);
  const straight = Array.from(compiled.explain().matchAll(/straight code, (\d+) functions/g), ([, count]) =>
    Number(count),
  );
  expect(straight).toEqual([1]);
});

const constant8 = mul(0.1, matrix(8, 5));
