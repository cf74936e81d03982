import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { grad } from "@wengert/core";
import { derivative, forwardDiff, hessian, jvp } from "@wengert/forward";
import { compile, whileLoop } from "@wengert/graph";
import { abs, add, div, greater, less, log, mul, sin, square, sub, sum } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import type { Value } from "@wengert/rule";
import { expect, test } from "vitest";

/** √x by Newton's iteration. */
const root =
  (maxSteps?: number) =>
  (x: Value): Tensor =>
    whileLoop(
      (c) => greater(abs(sub(square(c), x)), mul(1e-13, x)),
      (c) => mul(0.5, add(c, div(x, c))),
      1,
      maxSteps === undefined ? {} : { maxSteps },
    );

test("whileLoop: value, and derivatives in both modes and upon each other", () => {
  expect(root()(7).item()).toBeCloseTo(Math.sqrt(7), 13);
  expect(derivative(root())(7).item()).toBeCloseTo(0.5 / Math.sqrt(7), 12);
  expect(grad(root(60))(7)).toBeCloseTo(0.5 / Math.sqrt(7), 12);
  expect(grad(forwardDiff(root()))(7)).toBeCloseTo(0.5 / Math.sqrt(7), 12);
  const second = -0.25 * 7 ** -1.5;
  expect(derivative(derivative(root()))(7).item()).toBeCloseTo(second, 11);
  expect(grad(grad(root(60)))(7)).toBeCloseTo(second, 11);
  expect(hessian(root(60))(7).item()).toBeCloseTo(second, 11);
  expect(grad((x) => derivative(root(60))(x))(7)).toBeCloseTo(second, 11);
  expect(grad(grad(grad(root(60))))(7)).toBeCloseTo(0.375 * 7 ** -2.5, 10);
});

test("whileLoop: trees, numbers of steps that depend on the value, no step at all", () => {
  const f = (x: Tensor) =>
    whileLoop(
      ({ s }) => less(s, 10),
      ({ k, s }) => ({ k: add(k, 1), s: mul(s, x) }),
      { k: 0, s: 1 },
      { maxSteps: 30 },
    );
  for (const [x, n] of [
    [1.5, 6],
    [3, 3],
    [11, 1],
  ] as const) {
    expect(f(tensor(x)).k.item()).toBe(n);
    expect(grad((t) => f(t).s)(x)).toBeCloseTo(n * x ** (n - 1), 9);
    expect(jvp((t) => f(t).s, [x], [1])[1].item()).toBeCloseTo(n * x ** (n - 1), 9);
  }
  const none = (x: Tensor) =>
    whileLoop(
      () => false,
      (c) => log(sub(c, c)),
      mul(x, 3),
      { maxSteps: 4 },
    );
  expect(grad(none)(2)).toBe(3);
});

test("whileLoop: parameters that the condition and the body close over", () => {
  const m = { limit: param(5), rate: param(1.3) };
  const loss = () =>
    whileLoop(
      (c) => less(c, m.limit),
      (c) => mul(c, m.rate),
      1,
      { maxSteps: 20 },
    );
  const [value, gradient] = withGradient(loss, paramsOf(m));
  expect(value).toBeCloseTo(1.3 ** 7, 12);
  expect(gradient.get(m.rate)).toBeCloseTo(7 * 1.3 ** 6, 11);
  expect(gradient.get(m.limit)).toBe(0);
});

test("whileLoop: each element of a batch goes as far as it must", () => {
  const xs = tensor([2, 9, 0.1, 1.5]);
  const expected = [2, 9, 0.1, 1.5].map((x) => 0.5 / Math.sqrt(x));
  const found = vmap(grad(root(80)))(xs);
  for (const [i, x] of expected.entries()) expect(found.data[i]).toBeCloseTo(x, 10);
  expect(vmap(root())(xs).data[1]).toBeCloseTo(3, 12);
});

test("whileLoop: compiled, another number of steps needs no other plan", () => {
  const f = compile(grad((x: Tensor) => sum(mul(root(60)(x), sin(x)))));
  for (const x of [7, 2, 100, 0.3]) {
    const r = Math.sqrt(x);
    expect(f(x)).toBeCloseTo((0.5 / r) * Math.sin(x) + r * Math.cos(x), 10);
  }
  expect(f.stats()).toMatchObject({ plans: 1, eager: 0 });
});

test("whileLoop: what goes wrong says what to do", () => {
  expect(() => grad(root())(7)).toThrow(/say \{maxSteps\}/);
  expect(() => root(2)(7)).toThrow(/still holds after 2 steps/);
  expect(() =>
    whileLoop(
      () => true,
      (c) => c,
      0,
      { maxSteps: 1.5 },
    ),
  ).toThrow(/whole number/);
  expect(() =>
    whileLoop(
      () => false,
      (c) => c,
      null,
    ),
  ).toThrow(/no value/);
  expect(() =>
    whileLoop(
      () => true,
      () => ({ a: 1 }),
      0,
      { maxSteps: 3 },
    ),
  ).toThrow(/same form in each step/);
});

test("whileLoop: a condition that is NaN neither holds nor ends the loop", () => {
  const halved = (x: Value): Tensor =>
    whileLoop(
      (c) => sub(c, 1),
      (c) => log(c),
      x,
      { maxSteps: 9 },
    );
  expect(() => halved(0.5)).toThrow("whileLoop: the condition is NaN after 2 steps");
  expect(() => grad(halved)(Number.NaN)).toThrow("the condition is NaN after 0 steps");
  expect(() => derivative(halved)(0.5)).toThrow("the condition is NaN after 2 steps");
});
