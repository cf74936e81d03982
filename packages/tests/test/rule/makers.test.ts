import { ones, type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkRule } from "@wengert/check";
import { grad } from "@wengert/core";
import { hessian, jvp } from "@wengert/forward";
import { cholesky, choleskyInverse, diagonal, matmul } from "@wengert/linalg";
import { add, log, mul, neg, roll, sum } from "@wengert/ops";
import { param } from "@wengert/params";
import { adjoint, linear, nonDifferentiable, pushforward, rule, type Value } from "@wengert/rule";
import { describe, expect, test } from "vitest";

describe("linear", () => {
  const turn = linear({
    name: "turn",
    impl: (x: Tensor, { by }: { by: number }) => tensor(x.data.map((_, i) => x.data.at((i + by) % x.size) ?? 0)),
    transpose: (ybar, _x, { by }) => roll(ybar, by),
  });
  const thrice = linear({
    name: "thrice",
    impl: (x) =>
      tensor(
        x.data.map((v) => 3 * v),
        x.shape,
      ),
    transpose: (ybar) => mul(3, ybar),
  });

  test("has the right derivatives, with attributes and without", () => {
    checkRule((x: Value) => turn(x, { by: 1 }), [tensor([1, -2, 3])]);
    checkRule(thrice, [tensor([1, -2, 3])]);
    expect(jvp(thrice, [1], [2])[1].item()).toBe(6);
  });

  test("a wrong transpose is found", () => {
    const wrong = linear({
      name: "wrong",
      impl: (x) => tensor(x.data.map((v) => 3 * v)),
      transpose: (ybar) => mul(2, ybar),
    });
    expect(() => checkRule(wrong, [tensor([1, -2])])).toThrow("the pullback against the pushforward");
  });
});

describe("an impl that returns numbers", () => {
  const norm2 = rule({
    name: "norm2",
    impl: (x: Tensor) => x.data.reduce((total, v) => total + v * v, 0),
    vjp: (ybar, [x], y) => [() => mul(mul(2, ybar), add(x, mul(0, y)))],
  });

  test("has its derivatives, in every order and mode", () => {
    checkRule(norm2, [tensor([1, -2, 3])]);
    expect(hessian((x: Tensor) => norm2(x))(tensor([1, 2])).toArray()).toEqual([
      [2, 0],
      [0, 2],
    ]);
  });

  test("runs in a batch, for each example and for all", () => {
    expect(
      vmap(norm2)(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).toArray(),
    ).toEqual([5, 25]);
    expect(
      vmap(grad((x: Tensor) => norm2(x)))(
        tensor([
          [1, 2],
          [3, 4],
        ]),
      ).toArray(),
    ).toEqual([
      [2, 4],
      [6, 8],
    ]);
    const three = rule({ name: "three", impl: (_x: Tensor) => 3, vjp: (_ybar) => [null] });
    expect(vmap(three)(tensor([1, 2])).toArray()).toEqual([3, 3]);
  });

  test("by name, and as a parameter", () => {
    const p = param(4);
    const parts = rule({
      name: "parts",
      impl: (x: Tensor) => ({ sum: x.data[0] + x.data[1], half: mul(x, 0.5) }),
      vjp: ({ sum: s, half }, [x]) => [add(mul(s ?? 0, ones(x.shape)), mul(0.5, half ?? 0))],
    });
    const f = (x: Tensor): Tensor => {
      const { sum: s, half } = parts(x);
      return add(s, sum(half));
    };
    expect(grad(f)(tensor([1, 2])).toArray()).toEqual([1.5, 1.5]);
    expect(rule({ name: "tag", impl: (_x: Tensor) => p, vjp: (_ybar) => [null] })(1).item()).toBe(4);
  });
});

describe("a derivative without its return is no silent zero", () => {
  const forgotten = /is undefined|returned undefined/;
  const nothing = (): never => undefined as never;

  test("in a rule's function for an argument", () => {
    const q = rule({ name: "q", impl: (x: Tensor) => mul(x, x), vjp: (_ybar, _xs) => [nothing] });
    expect(() => grad(q)(3)).toThrow(forgotten);
    expect(() => jvp(q, [3], [1])).toThrow(forgotten);
  });

  test("in the transpose of a linear operation", () => {
    const l = linear({ name: "l", impl: (x) => mul(2, x), transpose: nothing });
    expect(() => grad(l)(3)).toThrow(forgotten);
  });

  test("in an adjoint and in a pushforward", () => {
    const a = adjoint((x: Tensor) => [mul(x, x), (_g) => [nothing()]]);
    expect(() => grad(a)(3)).toThrow(forgotten);
    const p = pushforward((x: Tensor) => [mul(x, x), (_dx) => nothing()]);
    expect(() => grad(p)(3)).toThrow(forgotten);
    expect(() => jvp(p, [3], [1])).toThrow(forgotten);
  });
});

describe("a factorization that is held", () => {
  const factorOf = nonDifferentiable((A: Tensor) => cholesky(A));
  const inverseBy = rule({
    name: "inverse",
    held: [1],
    impl: (_A: Tensor, L: Tensor): Tensor => choleskyInverse(L),
    vjp: (pbar, _xs, P) => [neg(matmul(matmul(P, pbar), P)), null],
  });
  const logDeterminantBy = rule({
    name: "logDeterminant",
    held: [1],
    impl: (_A: Tensor, L: Tensor): Tensor => mul(2, sum(log(diagonal(L)))),
    vjp: (ybar, [A, L]) => [mul(ybar, inverseBy(A, L)), null],
  });
  const logDeterminant = (A: Value): Tensor => logDeterminantBy(A, factorOf(A));
  const A = tensor([
    [2, 0.5],
    [0.5, 4],
  ]);

  test("serves derivatives of every order, and both modes", () => {
    checkRule(logDeterminant, [A], { symmetric: [0] });
    const trace = (t: Tensor): Tensor => logDeterminant(mul(t, A)); // 2 log t + log det A
    expect(grad(trace)(2)).toBeCloseTo(1, 14);
    expect(hessian(trace)(2).item()).toBeCloseTo(-0.5, 14);
    expect(grad((t) => grad(grad(trace))(t) as Value)(2)).toBeCloseTo(0.5, 13);
  });
});
