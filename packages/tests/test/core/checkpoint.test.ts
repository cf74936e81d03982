import { checkpoint, grad, mul, sin, type Tensor } from "@wengert/core";
import { derivative, forwardDiff } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { expect, test } from "vitest";

test("checkpoint nests, closes over, sees tags, has both modes and higher orders", () => {
  const f = (x: Tensor): Tensor => checkpoint(() => mul(x, checkpoint((z: Tensor) => sin(z))(x)))();
  const second = 2 * Math.cos(0.5) - 0.5 * Math.sin(0.5);
  expect(grad((x) => grad(f)(x))(0.5)).toBeCloseTo(second, 13);
  expect(derivative((x) => derivative(f)(x))(0.5).item()).toBeCloseTo(second, 13);
  expect(grad((x) => forwardDiff(() => f(x))())(0.5)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 13);
  const p = param(0.5);
  const [, grads] = withGradient(
    checkpoint(() => mul(p, sin(p))),
    paramsOf(p),
  );
  expect(grads.get(p)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 14);
});
