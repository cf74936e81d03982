import { grad, kernels, square, sum, type Tensor, tensor, useKernels, vjp } from "@wengert/core";
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

/*
 * Kernels may factor the transpose, whose columns lie where the rows of the matrix do.
 */
describe("solve by the factors of the transpose", () => {
  const turn = (n: number, a: Float64Array, offset: number, ld: number): void => {
    for (let i = 0; i < n; i++)
      for (let j = 0; j < i; j++) {
        const [p, q] = [offset + i * ld + j, offset + j * ld + i];
        [a[p], a[q]] = [a[q], a[p]];
      }
  };

  /** What f gives where the kernels factor the transpose, and how often they did. */
  const byTransposes = <T>(f: () => T): readonly [result: T, factorizations: number] => {
    let factorizations = 0;
    const { getrf } = kernels();
    useKernels({
      getrfOfTranspose: (n, a, offset, ld, pivots, at) => {
        factorizations++;
        turn(n, a, offset, ld);
        const failed = getrf(n, n, a, offset, ld, pivots, at);
        turn(n, a, offset, ld);
        return failed;
      },
    });
    try {
      return [f(), factorizations];
    } finally {
      useKernels();
    }
  };

  const cases: readonly (readonly [string, Tensor, Tensor, number])[] = [
    ["a vector", regular([5, 5]), random([5]), 1],
    ["several right-hand sides", regular([4, 4]), random([4, 3]), 1],
    ["a batch of matrices", regular([3, 4, 4]), random([3, 4, 2]), 3],
    ["one matrix for a batch", regular([4, 4]), random([3, 4, 2]), 1],
  ];

  test.each(cases)("%s", (_name, a, b, count) => {
    const [x, factorizations] = byTransposes(() => linalg.solve(a, b));
    agree(x, linalg.solve(a, b), 1e-13);
    expect(factorizations).toBe(count);
  });

  test.each(cases)("derivatives, %s", (_name, a, b) => {
    const loss = (a: Tensor, b: Tensor): Tensor => sum(square(linalg.solve(a, b)));
    const byA = (b: Tensor) => grad((a: Tensor) => loss(a, b));
    for (const f of [
      () => byA(b)(a),
      () => grad((b: Tensor) => loss(a, b))(b),
      () => jvp(byA(b), [a], [a])[1],
      () => jvp((a: Tensor) => linalg.solve(a, b), [a], [a])[1],
    ])
      agree(byTransposes(f)[0], f(), 1e-12);
  });

  test("factors of one kind serve after the kernels have been changed", () => {
    const [a, b] = [regular([5, 5]), random([5])];
    const [[x, pullback]] = byTransposes(() => vjp((a: Tensor) => linalg.solve(a, b), a));
    agree(x, linalg.solve(a, b), 1e-13);
    agree(pullback(b)[0], vjp((a: Tensor) => linalg.solve(a, b), a)[1](b)[0], 1e-12);
  });

  test("a matrix without an inverse is refused", () => {
    const a = tensor([
      [1, 2],
      [2, 4],
    ]);
    expect(() => byTransposes(() => linalg.solve(a, tensor([1, 1])))).toThrow(linalg.SingularMatrixError);
  });

  test("whoever replaces getrf replaces both", () => {
    byTransposes(() => {
      const { getrf } = kernels();
      useKernels({ getrf });
      expect(kernels().getrfOfTranspose).toBeUndefined();
    });
  });
});
