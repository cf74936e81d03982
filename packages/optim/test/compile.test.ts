import { type Tensor, tensor } from "@wengert/array";
import { add, exp, mul, square, sub, sum } from "@wengert/ops";
import { param, paramsOf, positive } from "@wengert/params";
import { expect, test } from "vitest";
import { leastSquares, minimize, multiStart } from "../src/index.ts";

const rosenbrock = (p: { x: Tensor; y: Tensor }): Tensor =>
  add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));

test.each(["lbfgs", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"] as const)(
  "%s takes the same steps with a compiled objective",
  (method) => {
    const start = { x: -1.2, y: 1 };
    const eager = minimize(rosenbrock, start, { method });
    expect(minimize(rosenbrock, start, { method, compile: true })).toEqual(eager);
  },
);

test("parameters by tag, and those that are frozen on the way", () => {
  const fit = (compile: boolean): unknown => {
    const model = { scale: param(2, positive()), shift: param(tensor([1, 2])) };
    const loss = (): Tensor => sum(square(sub(exp(mul(model.scale, model.shift)), tensor([3, 4]))));
    const { value, iterations, evaluations } = minimize(loss, paramsOf(model), { compile });
    return { value, iterations, evaluations, scale: model.scale.value, shift: model.shift.value };
  };
  expect(fit(true)).toEqual(fit(false));
});

test("least squares, and several starts", async () => {
  const x = tensor([0, 1, 2, 3]);
  const y = tensor([1, 0.6, 0.4, 0.2]);
  const residual = (p: { a: Tensor; k: Tensor }): Tensor => sub(mul(p.a, exp(mul(p.k, x))), y);
  const start = { a: 2, k: -1 };
  expect(leastSquares(residual, start, { compile: true })).toEqual(leastSquares(residual, start));
  const options = { bounds: { lower: -3, upper: 3 }, starts: 5 };
  const eager = await multiStart(rosenbrock, { x: -1.2, y: 1 }, options);
  expect(await multiStart(rosenbrock, { x: -1.2, y: 1 }, { ...options, compile: true })).toEqual(eager);
});

test("compile must be true or false", () => {
  expect(() => minimize(rosenbrock, { x: 0, y: 0 }, { compile: "yes" as never })).toThrow("compile");
});
