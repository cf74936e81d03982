/* What operations that take functions are made with. */
import { adjoint, checkpoint, cos, exp, grad, mul, rule, sin, sum, type Tensor, tensor } from "@wengert/core";
import { forwardDiff, jvp } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { differentiationOrder, elementwiseDerivative } from "@wengert/rule/library";
import { describe, expect, test } from "vitest";

const x = tensor([0.3, -1.2, 2]);

describe("elementwiseDerivative", () => {
  test("gives every order, by nesting", () => {
    const second = elementwiseDerivative(elementwiseDerivative(sin));
    for (const [i, value] of second(x).data.entries()) expect(value).toBeCloseTo(-Math.sin(x.data[i]), 14);
    const third = elementwiseDerivative(elementwiseDerivative(elementwiseDerivative((x) => mul(x, mul(x, x)))));
    expect(third(x).toArray()).toEqual([6, 6, 6]);
  });

  test("of a constant is 0, in the shape of the argument", () => {
    expect(elementwiseDerivative(() => 3)(x).toArray()).toEqual([0, 0, 0]);
  });

  test("of a rule with either half, of an adjoint and of a region", () => {
    const pulled = rule({ name: "f", impl: (x: Tensor) => exp(x), vjp: (ybar, _xs, y) => [mul(ybar, y)] });
    const pushed = rule({ name: "f", impl: (x: Tensor) => exp(x), jvp: ([dx], _xs, y) => mul(dx as Tensor, y) });
    const own = adjoint((x: Tensor) => {
      const y = exp(x);
      return [y, (ybar) => [mul(ybar, y)]];
    });
    for (const f of [pulled, pushed, own, checkpoint((x: Tensor) => exp(x))]) {
      expect(elementwiseDerivative(f)(x).toArray()).toEqual(exp(x).toArray());
      expect(elementwiseDerivative(elementwiseDerivative(f))(1).item()).toBe(Math.E);
    }
  });

  test("depends on what the function closes over", () => {
    const slope = (t: Tensor): Tensor => sum(elementwiseDerivative((x) => sin(mul(t, x)))(x));
    const expected = x.data.reduce((total, x) => total + Math.cos(0.7 * x) - 0.7 * x * Math.sin(0.7 * x), 0);
    expect(grad(slope)(0.7)).toBeCloseTo(expected, 13);
    expect(grad(forwardDiff(slope as never) as never)(0.7)).toBeCloseTo(expected, 13);
    expect(jvp(slope, [0.7], [1])[1].item()).toBeCloseTo(expected, 13);
    const t = param(0.7);
    const [, grads] = withGradient(() => sum(elementwiseDerivative((x) => sin(mul(t, x)))(x)), paramsOf(t));
    expect(grads.get(t)).toBeCloseTo(expected, 13);
  });

  test("is differentiated in its argument", () => {
    const second = grad((x: Tensor) => sum(elementwiseDerivative(cos)(x)))(x);
    for (const [i, value] of second.data.entries()) expect(value).toBeCloseTo(-Math.cos(x.data[i]), 14);
  });
});

describe("differentiationOrder", () => {
  test("counts the transformations that follow a value", () => {
    const seen: number[] = [];
    const look = (x: Tensor): Tensor => {
      seen.push(differentiationOrder(x), differentiationOrder(2));
      return mul(x, x);
    };
    look(tensor(1));
    grad(look)(1);
    grad(grad(look) as never)(1);
    jvp((x: Tensor) => grad(look)(x) as never, [1], [1]);
    expect(seen).toEqual([0, 0, 1, 0, 2, 0, 2, 0]);
  });
});
