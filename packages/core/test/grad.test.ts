import {
  add,
  adjoint,
  exp,
  floor,
  grad,
  greater,
  IndependentLossError,
  mul,
  square,
  stopGradient,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
} from "@wengert/core";
import { describe, expect, test } from "vitest";

const x = tensor([0.5, 1.5, -0.25]);

function close(got: Tensor, wanted: Tensor, tolerance = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  for (const [i, value] of wanted.data.entries()) expect(Math.abs(got.data[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe("grad", () => {
  const f = (a: Tensor, b: Tensor, c: Tensor): Tensor => mul(a, mul(square(b), c));

  test("by other arguments", () => {
    expect(grad(f as never, { argnums: 1 })(2, 3, 5)).toBe(60);
    expect(grad(f as never, { argnums: [0, 2] })(2, 3, 5)).toEqual([45, 18]);
  });

  test("passes the other arguments on as they are", () => {
    const g = grad((a: Tensor, n: number, flag: boolean) => (flag ? mul(a, n) : a));
    expect(g(2, 7, true)).toBe(7);
    expect(g(2, 7, false)).toBe(1);
  });

  test("hands out what comes beside the loss", () => {
    const withAux = (a: Tensor): readonly [Tensor, { double: Tensor; name: string }] => [
      square(a),
      { double: mul(2, a), name: "aux" },
    ];
    const [gradient, aux] = grad(withAux, { hasAux: true })(3);
    expect(gradient).toBe(6);
    expect(aux.double.item()).toBe(6);
    expect(aux.name).toBe("aux");
    const [[value], again] = valueAndGrad(withAux, { hasAux: true })(3);
    expect([value, again]).toEqual([9, 6]);
  });

  test("of an unused leaf is zero", () => {
    const { a, b } = grad((p: { a: Tensor; b: Tensor }) => p.a)({ a: 1, b: x });
    expect(a).toBe(1);
    close(b, tensor([0, 0, 0]));
    expect(grad((x) => mul(x, stopGradient(x)))(3)).toBe(3);
  });

  test("of a loss that uses nothing of its arguments throws, at any depth", () => {
    for (const f of [() => 3, () => mul(2, 3), () => tensor(4), () => floor(2.5)]) {
      for (const p of [1, x, { a: 1 }, [x, { b: 2 }], {}]) {
        expect(() => grad(f)(p as never)).toThrow(IndependentLossError);
        expect(() => valueAndGrad(f)(p as never)).toThrow(/valueAndGrad: the loss uses nothing/);
      }
      expect(() => grad((y) => mul(y, grad(f)(1)))(2)).toThrow(IndependentLossError);
      expect(() => grad(((_a: Tensor, _b: Tensor) => f()) as never, { argnums: [0, 1] })(1, 2)).toThrow(
        IndependentLossError,
      );
    }
    expect(() => grad((_: Tensor) => [3, "aux"] as const, { hasAux: true })(1)).toThrow(IndependentLossError);
  });

  test("that is zero because of the mathematics is zero", () => {
    const zero = [
      (y: Tensor) => floor(y),
      (y: Tensor) => stopGradient(y),
      (y: Tensor) => greater(y, 0),
      (y: Tensor) => mul(0, y),
      // Second derivatives of what is linear.
      (y: Tensor) => grad((z) => z)(y),
      (y: Tensor) => grad((z) => mul(2, z))(y),
      (y: Tensor) => grad((z) => add(y, z))(1),
    ];
    for (const f of zero) expect(grad(f)(1.5) === 0).toBe(true);
  });

  test("does not compute a cotangent that nobody reads", () => {
    const counts = [0, 0];
    const counted = adjoint((a, b) => [
      mul(a, b),
      (g) => [
        () => {
          counts[0]++;
          return mul(g, b);
        },
        () => {
          counts[1]++;
          return mul(g, a);
        },
      ],
    ]);
    expect(grad((a: Tensor) => counted(a, 2))(3)).toBe(2);
    expect(counts).toEqual([1, 0]);
    expect(grad(counted.bind(undefined, 5))(3)).toBe(5);
    expect(counts).toEqual([1, 1]);
  });
});

describe("vjp", () => {
  test("a pullback outlives the call, and may be used again and inside other transformations", () => {
    const [, pullback] = vjp((x) => mul(x, x), 3);
    expect(pullback(1)[0].item()).toBe(6);
    expect(pullback(2)[0].item()).toBe(12);
    expect(grad((c) => pullback(square(c))[0])(5)).toBe(60);
  });

  test("of trees, with keys in any order", () => {
    const [{ p, q }, pullback] = vjp((t: { a: Tensor }) => ({ p: square(t.a), q: exp(t.a) }), { a: 2 });
    expect([p.item(), q.item()]).toEqual([4, Math.exp(2)]);
    expect(pullback({ q: 0, p: 1 })[0].a.item()).toBe(4);
  });
});
