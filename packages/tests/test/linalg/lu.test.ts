import { grad, kernels, type Tensor, tensor, useKernels, vjp } from "@wengert/core";
import { hessian, jacfwd, jvp } from "@wengert/forward";
import * as linalg from "@wengert/linalg";
import { inner } from "@wengert/trace";
import { describe, expect, test } from "vitest";
import { agree, close, random, regular } from "./tables/inputs.ts";

describe("the factors are computed once", () => {
  const [a, b] = [regular([2, 2]), random([2])];
  const norm = (a: Tensor): Tensor => {
    const x = linalg.solve(a, b);
    return linalg.dot(x, x);
  };

  test.each<[string, () => unknown]>([
    ["the value of solve", () => norm(a)],
    ["the gradient of solve", () => grad(norm)(a)],
    ["all tangents of solve", () => jacfwd(norm)(a)],
    ["the Hessian of solve", () => hessian(norm)(a)],
    ["the gradient of det", () => grad(linalg.det)(a)],
    ["the Hessian of det", () => hessian(linalg.det)(a)],
    ["the Hessian of slogdet", () => hessian((a: Tensor) => linalg.slogdet(a).logabsdet)(a)],
    ["the Hessian of inv", () => hessian((a: Tensor) => linalg.trace(linalg.inv(a)))(a)],
  ])("%s", (_name, run) => {
    const { getrf } = kernels();
    let factorizations = 0;
    useKernels({
      getrf: (...args) => {
        factorizations++;
        return getrf(...args);
      },
    });
    try {
      run();
    } finally {
      useKernels();
    }
    expect(factorizations).toBe(1);
  });
});

/*
 * A(t) = eᵗˣ A has the solution A⁻¹ e⁻ᵗˣ b and the determinant eᵗ ᵗʳ ˣ det A, whatever the condition of A.
 */
describe("condition 10¹²", () => {
  const n = 6;
  const [q, p] = [linalg.matmul(regular([n, n]), regular([n, n], 2)), regular([n, n], 3)];
  const scales = Float64Array.from({ length: n }, (_, i) => 10 ** (-2.4 * i));
  const a = linalg.matmul(linalg.matmul(q, linalg.diag(tensor(scales))), p);
  const move = random([n, n], 4);
  const da = linalg.matmul(move, a);

  test("the determinant and its gradient are as right as the matrix is known", () => {
    const wanted = linalg.det(q).item() * linalg.det(p).item() * scales.reduce((y, s) => y * s, 1);
    const [y, dy] = jvp(linalg.det, [a], [da]);
    close(y.item() / wanted, 1, 1e-3);
    const [, pullback] = vjp(linalg.det, a);
    const [abar] = pullback(1);
    const size = Math.sqrt(inner(abar, abar) * inner(da, da));
    close(dy.item() / size, (y.item() * linalg.trace(move).item()) / size, 1e-14);
    close(inner(abar, da) / size, dy.item() / size, 1e-14);
  });

  test("a solution moves with the right-hand side", () => {
    const x = random([n], 5);
    const b = linalg.matvec(a, x);
    const [found, dx] = jvp(linalg.solve, [a, b], [da, linalg.matvec(da, x)]);
    agree(linalg.matvec(a, found), b, 1e-14);
    expect(Math.max(...dx.data.map(Math.abs))).toBeLessThan(1e-3);
  });
});
