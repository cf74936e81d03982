import { checkpoint, grad, mul, sin, type Tensor, tensor } from "@wengert/core";
import { expect, test } from "vitest";

test("checkpoint computes again, once, and only when the derivative is asked for", () => {
  let runs = 0;
  const f = checkpoint((x: Tensor) => {
    runs++;
    return mul(x, sin(x));
  });
  f(tensor(0.5));
  expect(runs).toBe(1);
  runs = 0;
  expect(grad(f)(0.5)).toBeCloseTo(Math.sin(0.5) + 0.5 * Math.cos(0.5), 14);
  expect(runs).toBe(2);
});
