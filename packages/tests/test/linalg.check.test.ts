import { type CheckRuleOptions, checkGrads, checkRule } from "@wengert/check";
import {
  add,
  div,
  exp,
  grad,
  kernels,
  log,
  mul,
  neg,
  type Outputs,
  sum,
  type Tensor,
  tensor,
  useKernels,
  type Value,
  valueAndGrad,
  vjp,
} from "@wengert/core";
import { hessian, hvp, jacfwd, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { inner } from "@wengert/rule";
import { describe, expect, test } from "vitest";

type Row = readonly [op: (...args: never[]) => Outputs, args: readonly unknown[], options?: CheckRuleOptions];

/** Numbers in (−1, 1) without pattern. */
function some(shape: readonly number[], seed: number = 1): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = Float64Array.from({ length: size }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
  return tensor(data, shape);
}

/** Positive definite matrices, well away from singular. */
function definite(shape: readonly number[], seed: number = 1): Tensor {
  const a = some(shape, seed);
  return linalg.addDiagonal(linalg.matmul(a, linalg.mT(a)), shape[shape.length - 1]);
}

/** Triangular matrices, the other triangle filled with what must not be read. */
function triangular(shape: readonly number[], seed: number = 1): Tensor {
  return linalg.addDiagonal(some(shape, seed), 3);
}

const symmetric = { symmetric: [0] } as const;

const solvers: readonly Row[] = [true, false].flatMap((lower) =>
  [true, false].flatMap((transpose) =>
    [true, false].flatMap((unitDiagonal) =>
      (["left", "right"] as const).flatMap((side): readonly Row[] => {
        const o = { lower, transpose, unitDiagonal, side };
        const solve = (a: Tensor, b: Tensor): Tensor => linalg.triangularSolve(a, b, o);
        const b = side === "left" ? some([3, 2]) : some([2, 3]);
        const many = side === "left" ? some([2, 3, 2]) : some([2, 2, 3]);
        return [
          [solve, [triangular([3, 3]), b], { batched: true }],
          [solve, [triangular([3, 3]), some([3])]],
          [solve, [triangular([3, 3]), many]],
          [solve, [triangular([2, 3, 3]), b]],
        ];
      }),
    ),
  ),
);

/** One row per op; every exported op must have one. */
const table: Record<string, readonly Row[]> = {
  addDiagonal: [
    [linalg.addDiagonal, [some([3, 3]), some([3])], { batched: true }],
    [linalg.addDiagonal, [some([3, 3]), 0.5]],
    [linalg.addDiagonal, [some([3, 3]), some([2, 3])]],
    [linalg.addDiagonal, [some([2, 3, 3]), some([1])]],
    [linalg.addDiagonal, [some([0, 0]), 0.5]],
  ],
  cholesky: [
    [linalg.cholesky, [definite([4, 4])], { ...symmetric, batched: true }],
    [linalg.cholesky, [definite([1, 1])], symmetric],
    [linalg.cholesky, [definite([0, 0])], symmetric],
    [linalg.cholesky, [definite([2, 2, 3, 3])], symmetric],
  ],
  choleskyInverse: [
    [linalg.choleskyInverse, [triangular([4, 4])], { batched: true }],
    [linalg.choleskyInverse, [triangular([1, 1])]],
    [linalg.choleskyInverse, [triangular([0, 0])]],
    [linalg.choleskyInverse, [triangular([2, 3, 3])]],
  ],
  choleskySolve: [
    [linalg.choleskySolve, [triangular([4, 4]), some([4, 2])], { batched: true }],
    [linalg.choleskySolve, [triangular([4, 4]), some([4])]],
    [linalg.choleskySolve, [triangular([3, 3]), some([2, 3, 2])]],
    [linalg.choleskySolve, [triangular([2, 3, 3]), some([3])]],
    [linalg.choleskySolve, [triangular([1, 1]), some([1, 1])]],
    [linalg.choleskySolve, [triangular([0, 0]), some([0, 2])]],
  ],
  diag: [
    [linalg.diag, [some([3])], { batched: true }],
    [linalg.diag, [some([0])]],
  ],
  diagonal: [
    [linalg.diagonal, [some([2, 4])], { batched: true }],
    [linalg.diagonal, [some([4, 2])]],
    [linalg.diagonal, [some([0, 2])]],
  ],
  dot: [
    [linalg.dot, [some([7]), some([7], 2)]],
    [linalg.dot, [some([1]), some([1], 2)]],
    [linalg.dot, [some([0]), some([0])]],
  ],
  invQuadLogdet: [
    [linalg.invQuadLogdet as never, [definite([4, 4]), some([4])], { ...symmetric, batched: true }],
    [linalg.invQuadLogdet as never, [definite([3, 3]), some([5, 3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([2, 3, 3]), some([3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([2, 1, 3, 3]), some([4, 3])], symmetric],
    [linalg.invQuadLogdet as never, [definite([1, 1]), some([1])], symmetric],
    [linalg.invQuadLogdet as never, [definite([0, 0]), some([0])], symmetric],
    [linalg.invQuadLogdet as never, [definite([3, 3]), some([0, 3])], symmetric],
  ],
  logdet: [
    [linalg.logdet, [definite([4, 4])], { ...symmetric, batched: true }],
    [linalg.logdet, [definite([1, 1])], symmetric],
    [linalg.logdet, [definite([0, 0])], symmetric],
    [linalg.logdet, [definite([0, 3, 3])], symmetric],
  ],
  mT: [
    [linalg.mT, [some([2, 3])], { batched: true }],
    [linalg.mT, [some([0, 3])]],
  ],
  matmul: [
    [linalg.matmul, [some([2, 3]), some([3, 4])], { batched: true }],
    [linalg.matmul, [some([5, 1]), some([1, 2])]],
    [linalg.matmul, [some([3]), some([3], 2)]],
    [linalg.matmul, [some([3]), some([3, 2])]],
    [linalg.matmul, [some([2, 3]), some([3])]],
    [linalg.matmul, [some([3]), some([2, 3, 2])]],
    [linalg.matmul, [some([2, 2, 3]), some([3])]],
    [linalg.matmul, [some([4, 2, 3]), some([3, 2])]],
    [linalg.matmul, [some([2, 3]), some([4, 3, 2])]],
    [linalg.matmul, [some([2, 1, 2, 3]), some([3, 3, 2])]],
    [linalg.matmul, [some([2, 0]), some([0, 3])]],
    [linalg.matmul, [some([0, 2]), some([2, 3])]],
    [linalg.matmul, [some([0, 2, 3]), some([3, 2])]],
  ],
  matvec: [
    [linalg.matvec, [some([2, 3]), some([3])], { batched: true }],
    [linalg.matvec, [some([2, 3]), some([4, 3])]],
    [linalg.matvec, [some([4, 2, 3]), some([3])]],
    [linalg.matvec, [some([4, 1, 2, 3]), some([5, 3])]],
    [linalg.matvec, [some([0, 3]), some([3])]],
    [linalg.matvec, [some([3, 0]), some([0])]],
  ],
  mvnLogDensity: [
    [linalg.mvnLogDensity, [some([3]), some([3], 2), definite([3, 3])], { symmetric: [2], batched: true }],
    [linalg.mvnLogDensity, [some([4, 3]), 0.5, definite([3, 3])], { symmetric: [2] }],
    [linalg.mvnLogDensity, [some([4, 1, 3]), some([3]), definite([2, 3, 3])], { symmetric: [2] }],
    [linalg.mvnLogDensity, [some([1]), some([1], 2), definite([1, 1])], { symmetric: [2] }],
  ],
  outer: [
    [linalg.outer, [some([3]), some([2])], { batched: true }],
    [linalg.outer, [some([3]), some([2, 4])]],
    [linalg.outer, [some([2, 4]), some([3])]],
    [linalg.outer, [some([0]), some([2])]],
  ],
  pairwiseSquaredDistance: [
    [linalg.pairwiseSquaredDistance, [some([4, 2]), some([3, 2], 2)], { batched: true }],
    [linalg.pairwiseSquaredDistance, [some([4, 1])]],
    [linalg.pairwiseSquaredDistance, [some([4, 3])]],
    [linalg.pairwiseSquaredDistance, [some([2, 4, 2]), some([3, 2])]],
    [linalg.pairwiseSquaredDistance, [some([4, 2]), some([2, 1, 3, 2])]],
    [linalg.pairwiseSquaredDistance, [tensor([[1], [1], [2]])]],
    [linalg.pairwiseSquaredDistance, [some([0, 2]), some([3, 2])]],
    [linalg.pairwiseSquaredDistance, [some([2, 0]), some([3, 0])]],
  ],
  trace: [
    [linalg.trace, [some([3, 3])], { batched: true }],
    [linalg.trace, [some([2, 4])]],
    [linalg.trace, [some([0, 0])]],
  ],
  triangularSolve: [
    ...solvers,
    [linalg.triangularSolve, [triangular([1, 1]), some([1])]],
    [linalg.triangularSolve, [triangular([0, 0]), some([0, 2])]],
    [linalg.triangularSolve, [triangular([3, 3]), some([3, 0])]],
    [linalg.triangularSolve, [triangular([2, 1, 3, 3]), some([4, 3, 2])]],
  ],
  tril: [
    [linalg.tril, [some([3, 4])], { batched: true }],
    [(a: Tensor) => linalg.tril(a, 1), [some([4, 3])]],
    [(a: Tensor) => linalg.tril(a, -2), [some([4, 3])]],
    [linalg.tril, [some([0, 3])]],
  ],
  triu: [
    [linalg.triu, [some([3, 4])], { batched: true }],
    [(a: Tensor) => linalg.triu(a, 1), [some([4, 3])]],
    [(a: Tensor) => linalg.triu(a, -2), [some([4, 3])]],
    [linalg.triu, [some([3, 0])]],
  ],
};

describe.each(Object.entries(table))("%s", (name, rows) => {
  test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
    checkRule(op, args, { name, ...options });
  });
});

test("every exported op stands in the table", () => {
  const errors = ["NotPositiveDefiniteError", "SingularMatrixError"];
  expect([...Object.keys(table), ...errors].sort()).toEqual(Object.keys(linalg).sort());
});

/** A moves within the symmetric matrices: of a tangent that leaves them, the symmetric part counts. */
test.each<[string, (a: Tensor) => Tensor]>([
  ["cholesky", (a) => sum(exp(linalg.cholesky(a)))],
  ["logdet", (a) => linalg.logdet(a)],
  ["invQuadLogdet", (a) => sum(linalg.invQuadLogdet(a, some([3, 4])).invQuad)],
  ["mvnLogDensity", (a) => exp(linalg.mvnLogDensity(some([4]), 0.1, a))],
])("a tangent that is not symmetric: %s", (_name, f) => {
  const [a, da] = [definite([4, 4]), some([4, 4], 5)];
  const sym = mul(0.5, add(da, linalg.mT(da)));
  agree(jvp(f, [a], [da])[1], jvp(f, [a], [sym])[1], 1e-14);
  agree(hvp(f)(a, da), hvp(f)(a, sym), 1e-14);
  const twice = (direction: Tensor): Tensor => jvp((a: Tensor) => jvp(f, [a], [direction])[1], [a], [direction])[1];
  agree(twice(da), twice(sym), 1e-13);
});

describe("a likelihood of three parameters", () => {
  const x = tensor([[0], [0.5], [1.3], [2]]);
  const y = tensor([0.1, 0.7, -0.3, 0.4]);
  const theta = [-0.2, -0.4, -2];
  type Theta = Tensor[];

  /** v·exp(−d²/2ℓ²) + noise·I of the logarithms of v, ℓ and the noise; x/ℓ, so that distances are differentiated too. */
  const covariance = ([v, length, noise]: Theta): Tensor => {
    const squared = linalg.pairwiseSquaredDistance(div(x, exp(length)));
    return linalg.addDiagonal(mul(exp(v), exp(mul(-0.5, squared))), exp(noise));
  };
  const byTerms = (t: Theta): Tensor => {
    const { invQuad, logdet } = linalg.invQuadLogdet(covariance(t), y);
    return add(mul(0.5, add(invQuad, logdet)), 2 * Math.log(2 * Math.PI));
  };
  const byDensity = (t: Theta): Tensor => neg(linalg.mvnLogDensity(y, 0, covariance(t)));
  const byFactor = (t: Theta): Tensor => {
    const l = linalg.cholesky(covariance(t));
    const z = linalg.triangularSolve(l, y);
    return add(add(mul(0.5, linalg.dot(z, z)), sum(log(linalg.diagonal(l)))), 2 * Math.log(2 * Math.PI));
  };

  test.each([
    ["invQuadLogdet", byTerms],
    ["mvnLogDensity", byDensity],
    ["cholesky", byFactor],
  ])("%s: value, gradient and Hessian as computed with 30 digits", (_name, f) => {
    const [value, gradient] = valueAndGrad(f)(theta);
    close(value, 4.0899043891933619938, 1e-13);
    for (const [i, wanted] of [0.971421590232911374, 0.673259412575610024, -0.0339195767645261067].entries()) {
      close(gradient[i], wanted, 1e-12);
    }
    const wanted = [
      [0.332741951882828, -0.511522937833607, 0.187532042318694],
      [-0.511522937833607, 1.20160447894533, -1.34495697836131],
      [0.187532042318694, -1.34495697836131, 0.354691950011399],
    ];
    const blocks = hessian(f)(theta);
    for (const [i, row] of wanted.entries()) for (const [j, h] of row.entries()) close(blocks[i][j].item(), h, 1e-12);
  });

  test.each<[string, (t: Theta) => Value]>([
    ["logdet", (t) => linalg.logdet(covariance(t))],
    ["invQuad", (t) => linalg.invQuadLogdet(covariance(t), y).invQuad],
    ["invQuadLogdet", byTerms],
    ["cholesky", byFactor],
    ["choleskyInverse", (t) => sum(linalg.matvec(linalg.choleskyInverse(linalg.cholesky(covariance(t))), y))],
  ])("third derivatives in all combinations of the modes: %s", (_name, f) => {
    checkGrads(f, [theta], { order: 3, tolerance: 1e-6 });
  });

  test.each<[string, () => unknown, Record<string, number>]>([
    ["the value", () => byTerms(theta.map((value) => tensor(value))), { potrf: 1, potri: 0 }],
    ["the gradient", () => grad(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["all tangents", () => jacfwd(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["the Hessian", () => hessian(byTerms)(theta), { potrf: 1, potri: 1 }],
    ["the gradient of the quadratic form", () => grad(invQuad)(theta), { potrf: 1, potri: 0 }],
  ])("%s needs one factorization", (_name, run, wanted) => {
    const { potrf, potri } = kernels();
    const counts = { potrf: 0, potri: 0 };
    useKernels({
      potrf: (...args) => {
        counts.potrf++;
        return potrf(...args);
      },
      potri: (...args) => {
        counts.potri++;
        potri(...args);
      },
    });
    try {
      run();
    } finally {
      useKernels();
    }
    expect(counts).toEqual(wanted);
  });

  function invQuad(t: Theta): Tensor {
    return linalg.invQuadLogdet(covariance(t), y).invQuad;
  }
});

/*
 * At a condition number of 10⁸ finite differences say nothing. But A(t) = eᵗˣ A eᵗˣᵀ has the factor eᵗˣ L for lower
 * triangular X, so for dA = X A + A Xᵀ every derivative is known.
 */
describe("near singular", () => {
  const n = 6;
  const scales = Float64Array.from({ length: n }, (_, i) => 10 ** (-0.8 * i));
  const l = linalg.matmul(linalg.addDiagonal(linalg.tril(some([n, n]), -1), 1), linalg.diag(tensor(scales)));
  const a = linalg.matmul(l, linalg.mT(l));
  const move = linalg.tril(some([n, n], 3));
  const da = add(linalg.matmul(move, a), linalg.mT(linalg.matmul(move, a)));

  test("the factor", () => {
    const [found, dl] = jvp(linalg.cholesky, [a], [da]);
    agree(found, l, 1e-12);
    agree(dl, linalg.matmul(move, l), 1e-9);
    const lbar = some([n, n], 4);
    const [, pullback] = vjp(linalg.cholesky, a);
    const [abar] = pullback(lbar);
    close(inner(abar, da) / inner(lbar, dl), 1, 1e-7);
  });

  test("the determinant, whatever the condition", () => {
    const [, dy] = jvp(linalg.logdet, [a], [da]);
    close(dy.item(), 2 * linalg.trace(move).item(), 1e-7);
    close(inner(grad(linalg.logdet)(a), da), 2 * linalg.trace(move).item(), 1e-7);
  });

  test("the quadratic form: where y moves along, it stays", () => {
    const y = linalg.matvec(l, some([n]));
    const f = (a: Tensor, y: Tensor): Tensor => linalg.invQuadLogdet(a, y).invQuad;
    const [value, dy] = jvp(f, [a, y], [da, linalg.matvec(move, y)]);
    close(value.item(), inner(some([n]), some([n])), 1e-8);
    close(dy.item() / value.item(), 0, 1e-7);
  });

  test("the inverse from the factor", () => {
    const [p, dp] = jvp(linalg.choleskyInverse, [l], [linalg.matmul(move, l)]);
    const wanted = neg(add(linalg.matmul(p, move), linalg.mT(linalg.matmul(p, move))));
    agree(dp, wanted, 1e-8);
  });

  test("a system: x moves against the factor", () => {
    const b = linalg.matvec(l, some([n]));
    const [x, dx] = jvp((l: Tensor) => linalg.triangularSolve(l, b), [l], [linalg.matmul(l, move)]);
    agree(x, some([n]), 1e-8);
    agree(dx, neg(linalg.matvec(move, x)), 1e-8);
  });
});

describe("distances far from the origin", () => {
  const near = [0, 1 / 1024, 0.25, 3];
  const here = tensor(near.map((value) => [value]));
  const far = tensor(near.map((value) => [1958 + value]));
  const weights = some([4, 4]);

  test("value and derivatives are the same to the last bit", () => {
    const f = (x: Tensor): Tensor => sum(mul(weights, exp(neg(linalg.pairwiseSquaredDistance(x)))));
    expect(linalg.pairwiseSquaredDistance(far).data).toEqual(linalg.pairwiseSquaredDistance(here).data);
    expect(grad(f)(far).data).toEqual(grad(f)(here).data);
    const tangent = some([4, 1]);
    const second = (x: Tensor): Tensor => jvp((x: Tensor) => grad(f)(x), [x], [tangent])[1];
    agree(second(far), second(here), 1e-14);
  });

  test("coincident points have distance and derivative 0, and curvature 2", () => {
    const x = tensor(Float64Array.of(1958.1, 7, 1958.1, 7), [2, 2]);
    const apart = (x: Tensor): Tensor => {
      const d = linalg.pairwiseSquaredDistance(x);
      return linalg.dot(tensor([1, 0]), linalg.matvec(d, tensor([0, 1])));
    };
    expect(linalg.pairwiseSquaredDistance(x).data).toEqual(new Float64Array(4));
    expect(grad(apart)(x).data).toEqual(new Float64Array(4));
    const curved = hvp(apart)(x, tensor(Float64Array.of(1, 0, 0, 0), [2, 2]));
    expect(curved.data).toEqual(Float64Array.of(2, 0, -2, 0));
  });
});

function close(got: number | Tensor, wanted: number, tolerance: number): void {
  const value = typeof got === "number" ? got : got.item();
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
}

/** Relative to the largest element. */
function agree(got: Tensor, wanted: Tensor, tolerance: number): void {
  expect(got.shape).toEqual(wanted.shape);
  const scale = Math.max(...wanted.data.map(Math.abs));
  for (const [i, value] of got.data.entries())
    expect(Math.abs(value - wanted.data[i])).toBeLessThanOrEqual(tolerance * scale);
}
