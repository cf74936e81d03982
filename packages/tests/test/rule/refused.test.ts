/* What makers of rules refuse of what their functions return, and what they take for a value. */

import { type Tensor, tensor } from "@wengert/array";
import { FirstOrderOnlyError, grad } from "@wengert/core";
import { derivative } from "@wengert/forward";
import { floor, mul } from "@wengert/ops";
import { adjoint, rule, surrogate, type Value } from "@wengert/rule";
import { expect, test } from "vitest";

test("a surrogate has the value of one, the derivative of the other, and one shape", () => {
  expect(surrogate(1, 2).item()).toBe(1);
  expect(grad((x) => surrogate(floor(x), mul(2, x)))(1.5)).toBe(2);
  expect(() => surrogate(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
    /surrogate: value of shape \[2\], proxy of shape \[3\]/,
  );
  expect(() => surrogate(1, tensor([1]))).toThrow(/they must be equal/);
});

test("a surrogate has one derivative, and the second names the remedy", () => {
  const f = (x: Value): Tensor => surrogate(floor(x), mul(2, x));
  const once = { grad: (x: Value) => grad(f)(x as Tensor), derivative: (x: Value) => derivative(f)(x as Tensor) };
  for (const slope of Object.values(once)) {
    for (const twice of [grad, derivative] as ((f: unknown) => (x: number) => unknown)[]) {
      expect(() => twice(slope)(1.5)).toThrow(FirstOrderOnlyError);
      expect(() => twice(slope)(1.5)).toThrow(/surrogate: .*Differentiate the proxy twice/);
    }
  }
});

test("a surrogate's derivative may be differentiated in what it is multiplied with", () => {
  const f = (x: Value, y: Value): Tensor => mul(mul(x, x), surrogate(floor(y), mul(2, y)));
  for (const inner of [
    (x: Value) => grad((y) => f(x, y))(1.5),
    (x: Value) => derivative((y: Tensor) => f(x, y))(1.5),
  ] as ((x: Tensor) => Tensor)[]) {
    // ∂f/∂y = 2 x²
    expect(grad(inner)(3)).toBe(12);
    expect(derivative(inner)(3).item()).toBe(12);
  }
});

test("a surrogate of a constant proxy has the derivative 0", () => {
  expect(derivative((x: Tensor) => surrogate(x, 2))(1).item()).toBe(0);
  expect(grad((x) => mul(x, surrogate(x, 2)))(3)).toBe(3);
});

test("a pullback returns one cotangent for each argument, in an array", () => {
  const product = (bars: (ybar: unknown) => unknown) =>
    grad(adjoint(((x: never, y: never) => [mul(x, y), bars]) as never) as never) as (x: number, y: number) => unknown;
  expect(() => product((ybar) => [ybar])(2, 3)).toThrow(/an array of 1 for 2 arguments/);
  expect(() => product((ybar) => [ybar, ybar, ybar])(2, 3)).toThrow(/an array of 3 for 2 arguments/);
  expect(() => product((ybar) => ybar)(2, 3)).toThrow(/returned a Tensor instead of an array.*pushforward/s);
  expect(() => product(() => "12")(2, 3)).toThrow(/instead of an array/);
  expect(product((ybar) => [mul(ybar as never, 3), null])(2, 3)).toBe(3);
});

test("impl may return a number, alone or by name", () => {
  const alone = rule({ name: "alone", impl: (x) => x.item() ** 2, vjp: (ybar, [x]) => [mul(ybar, mul(2, x))] });
  expect(alone(3).shape).toEqual([]);
  expect(alone(3).item()).toBe(9);
  expect(grad((x) => alone(x))(3)).toBe(6);
  const named = rule({
    name: "named",
    impl: (x) => ({ one: x.item(), two: mul(x, x) }),
    vjp: ({ one, two }, [x]) => [mul(one ?? mul(two ?? 0, mul(2, x)), 1)],
  });
  expect(named(3).one.item()).toBe(3);
  expect(grad((x) => named(x).two)(3)).toBe(6);
});
