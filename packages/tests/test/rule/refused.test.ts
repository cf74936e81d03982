/* What makers of rules refuse of what their functions return, and what they take for a value. */

import { tensor } from "@wengert/array";
import { grad } from "@wengert/core";
import { floor, mul } from "@wengert/ops";
import { adjoint, rule, surrogate } from "@wengert/rule";
import { expect, test } from "vitest";

test("a surrogate has the value of one, the derivative of the other, and one shape", () => {
  expect(surrogate(1, 2).item()).toBe(1);
  expect(grad((x) => surrogate(floor(x), mul(2, x)))(1.5)).toBe(2);
  expect(() => surrogate(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
    /surrogate: value of shape \[2\], proxy of shape \[3\]/,
  );
  expect(() => surrogate(1, tensor([1]))).toThrow(/they must be equal/);
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
