import { add, exp, grad, mul, neg, sum, type Tensor, tensor, vjp } from "@wengert/core";
import { hvp, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { inner } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { agree, close, definite, some } from "./tables/inputs.ts";

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

/*
 * At condition numbers as these finite differences say nothing. But A(t) = eᵗˣ A eᵗˣᵀ has the factor eᵗˣ L for lower
 * triangular X, so for dA = X A + A Xᵀ every derivative is known.
 */
describe.each([
  [8, 1],
  [12, 1e4],
])("condition 10^%i", (condition, loose) => {
  const n = 6;
  const scales = Float64Array.from({ length: n }, (_, i) => 10 ** ((-condition / (2 * (n - 1))) * i));
  const l = linalg.matmul(linalg.addDiagonal(linalg.tril(some([n, n]), -1), 1), linalg.diag(tensor(scales)));
  const a = linalg.matmul(l, linalg.mT(l));
  const move = linalg.tril(some([n, n], 3));
  const da = add(linalg.matmul(move, a), linalg.mT(linalg.matmul(move, a)));

  test("the factor", () => {
    const [found, dl] = jvp(linalg.cholesky, [a], [da]);
    agree(found, l, 1e-12 * loose);
    agree(dl, linalg.matmul(move, l), 1e-9 * loose);
    const lbar = some([n, n], 4);
    const [, pullback] = vjp(linalg.cholesky, a);
    const [abar] = pullback(lbar);
    close(inner(abar, da) / inner(lbar, dl), 1, 1e-7 * loose);
  });

  test("the determinant, whatever the condition", () => {
    const [, dy] = jvp(linalg.logdet, [a], [da]);
    close(dy.item(), 2 * linalg.trace(move).item(), 1e-7 * loose);
    close(inner(grad(linalg.logdet)(a), da), 2 * linalg.trace(move).item(), 1e-7 * loose);
  });

  test("the quadratic form: where y moves along, it stays", () => {
    const y = linalg.matvec(l, some([n]));
    const f = (a: Tensor, y: Tensor): Tensor => linalg.invQuadLogdet(a, y).invQuad;
    const [value, dy] = jvp(f, [a, y], [da, linalg.matvec(move, y)]);
    close(value.item(), inner(some([n]), some([n])), 1e-8 * loose);
    close(dy.item() / value.item(), 0, 1e-7 * loose);
  });

  test("the inverse from the factor", () => {
    const [p, dp] = jvp(linalg.choleskyInverse, [l], [linalg.matmul(move, l)]);
    const wanted = neg(add(linalg.matmul(p, move), linalg.mT(linalg.matmul(p, move))));
    agree(dp, wanted, 1e-8 * loose);
  });

  test("a system: x moves against the factor", () => {
    const b = linalg.matvec(l, some([n]));
    const [x, dx] = jvp((l: Tensor) => linalg.triangularSolve(l, b), [l], [linalg.matmul(l, move)]);
    agree(x, some([n]), 1e-8 * loose);
    agree(dx, neg(linalg.matvec(move, x)), 1e-8 * loose);
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
