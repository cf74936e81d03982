import { type Tensor, tensor } from "@wengert/array";
import { checkpoint, grad, stopGradient, valueAndGrad } from "@wengert/core";
import { derivative, forwardDiff, hessian, jvp, linearize } from "@wengert/forward";
import { add, exp, greater, mul, round, sin, square, sub, sum, where } from "@wengert/ops";
import { param, paramsOf, withGradient } from "@wengert/params";
import { adjoint, nonDifferentiable, pushforward, rule, surrogate } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import { batched, replayed } from "./interpreters.ts";

type F = (x: Tensor) => Tensor;

const x = tensor([0.3, -0.7, 1.1]);
const other = tensor([-0.5, 0.4, 0.9]);

const kinked: F = (x) => sum(where(greater(x, 0), mul(x, sin(x)), exp(x)));
const onlyPullback = rule({
  name: "cube",
  impl: (x: Tensor) => mul(x, mul(x, x)),
  vjp: (ybar, [x]) => [mul(ybar, mul(3, square(x)))],
});
const onlyPushforward = rule({
  name: "cube",
  impl: (x: Tensor) => mul(x, mul(x, x)),
  jvp: ([dx], [x]) => (dx === undefined ? undefined : mul(dx, mul(3, square(x)))),
});
const customAdjoint = adjoint((x: Tensor) => {
  const y = exp(x);
  return [kinked(y), (ybar) => [mul(ybar, mul(y, grad(kinked)(y) as Tensor))]];
});
const customPushforward = pushforward((x: Tensor) => {
  const y = sin(x);
  return [sum(square(y)), (dx) => sum(mul(dx, mul(2, mul(y, sub(1, square(y))))))];
});

/** Functions to a scalar. */
const functions: Readonly<Record<string, F>> = {
  "a choice": kinked,
  "a rule with a pullback": (x) => sum(onlyPullback(x)),
  "a rule with a pushforward": (x) => sum(onlyPushforward(x)),
  "an adjoint": (x) => customAdjoint(x),
  "a pushforward": (x) => customPushforward(x),
  "a constant": (x) => sum(mul(x, stopGradient(mul(x, sin(x))))),
  "a surrogate": (x) => surrogate(sum(mul(x, sin(x))), sum(square(x))),
  "a checkpoint": (x) => mul(2, checkpoint(() => kinked(mul(2, x)))()),
  "a forward region": (x) => mul(2, forwardDiff(() => kinked(mul(2, x)))()),
  "a region in a region": (x) => checkpoint(() => forwardDiff((z: Tensor) => mul(kinked(z), sum(x)))(mul(2, x)))(),
  "a gradient inside": (x) => sum(square(grad((z) => mul(kinked(z), sum(x)))(mul(2, x)) as Tensor)),
};

/** Transformations of such a function. */
const transformations: Readonly<Record<string, (f: F) => F>> = {
  value: (f) => f,
  grad: (f) => grad(f) as F,
  valueAndGrad: (f) => (x) => mul(...(valueAndGrad(f)(x) as unknown as [Tensor, Tensor])),
  jvp: (f) => (x) => jvp(f, [x], [mul(2, x)])[1] as Tensor,
  linearize: (f) => (x) => linearize(f, x)[1](x) as Tensor,
  hessian: (f) => (x) => hessian(f)(x) as Tensor,
  "grad of grad": (f) => grad((x: Tensor) => sum(sin(grad(f)(x) as Tensor))) as F,
};

describe.each(Object.entries(transformations))("%s of", (transformation, transform) => {
  test.each(Object.entries(functions))("%s", (name, f) => {
    const program = transform(f);
    if (name === "a surrogate" && /hessian|grad of/.test(transformation)) {
      expect(() => program(x)).toThrow("surrogate");
      return;
    }
    const [here, there] = [program(x), program(other)];
    expect(replayed((x) => [program(x)], [x], [other])).toEqual([there]);
    expect(batched((x) => [program(x)], [[x], [other]])).toEqual([[here], [there]]);
    if (name === "a surrogate" && transformation !== "value") return; // it would be differentiated twice
    // The other way round: an interpreter of values inside of a derivative.
    const inner: F = (x) => sum(mul(x, replayed((z) => [program(z)], [other], [x])[0]));
    const [found, wanted] = [grad(inner)(x), grad((x: Tensor) => sum(mul(x, program(x))))(x)];
    const size = Math.max(...wanted.data.map(Math.abs));
    expect(Math.max(...sub(found, wanted).data.map(Math.abs))).toBeLessThanOrEqual(4 * Number.EPSILON * size);
  });
});

describe("tags", () => {
  const model = { a: param(0.4), b: param(tensor([1, -2, 0.5])) };
  const loss = (x: Tensor): Tensor =>
    sum(where(greater(model.b, 0), mul(model.a, mul(x, model.b)), exp(mul(model.b, x))));
  const program = (x: Tensor): readonly Tensor[] => {
    const [value, grads] = withGradient(() => loss(x), paramsOf(model));
    return [value, grads.get(model.a), grads.get(model.b)].map((part) => add(0, part));
  };

  test("are followed by derivatives inside", () => {
    expect(replayed(program, [x], [other])).toEqual(program(other));
    expect(batched(program, [[x], [other]])).toEqual([program(x), program(other)]);
  });

  test("have their own values to interpreters that do not know them", () => {
    expect(replayed((x) => [loss(x)], [x], [other])).toEqual([loss(other)]);
  });
});

describe("a derivative that its author has stated", () => {
  const rounded = adjoint((x: Tensor) => [round(x), (g) => [g]]);
  const pushed = pushforward((x: Tensor) => [round(x), (dx) => mul(5, dx)]);

  test("is not lost to an interpreter of values inside of a derivative", () => {
    const values =
      (f: F): F =>
      (x) =>
        replayed((z) => [f(z)], [tensor(1.2)], [x])[0];
    expect(grad(values(rounded))(2.6)).toBe(1);
    expect(derivative(values(rounded))(2.6).item()).toBe(1);
    expect(grad(values(pushed))(2.6)).toBe(5);
    expect(values(rounded)(tensor(2.6)).item()).toBe(3);
  });

  test("nor to one outside of it", () => {
    const slopes = (f: F) => (x: Tensor) => [grad(f)(x) as Tensor];
    expect(batched(slopes(rounded), [[tensor(1.2)], [tensor(2.6)]])).toEqual([[tensor(1)], [tensor(1)]]);
    expect(replayed(slopes(pushed), [tensor(1.2)], [tensor(2.6)])).toEqual([tensor(5)]);
  });
});

test("numbers cannot be read while values are followed, and the message says why", () => {
  expect(() => replayed((x) => [mul(x, stopGradient(x).item())], [x], [other])).toThrow(
    "recorded or run for many values",
  );
});

describe("what an author's function closes over is not lost", () => {
  const closesOver = /closes over|used outside of the transformation/;

  test("in a function without derivative, with other arguments or none", () => {
    expect(() => grad((x) => mul(x, nonDifferentiable(() => square(x))()))(3)).toThrow(closesOver);
    expect(() => grad((x) => mul(x, nonDifferentiable((z: Tensor) => mul(z, x))(2)))(3)).toThrow(closesOver);
    const p = param(2);
    expect(() => withGradient(() => mul(p, nonDifferentiable(() => square(p))()), paramsOf(p))).toThrow(closesOver);
  });

  test("in the value of a rule whose arguments are constant", () => {
    const made = (a: Tensor) =>
      rule({ name: "made", impl: (x: Tensor) => mul(x, a), vjp: (ybar, _xs) => [mul(ybar, a)] });
    expect(() => grad((a: Tensor) => made(a)(2))(3)).toThrow(closesOver);
    expect(made(tensor(3))(2).item()).toBe(6);
  });
});
