/* Checkpoints inside each other, more than the call stack has room for. */
import { add, checkpoint, grad, mul, sin, sub, sum, type Tensor, tensor } from "@wengert/core";
import { derivative, forwardDiff, hvp } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });

type F = (x: Tensor) => Tensor;

/** f around itself, `depth` times. */
function nested(depth: number, wrap: (f: F) => F, innermost: F = (x) => x): F {
  let f = innermost;
  for (let i = 0; i < depth; i++) f = wrap(f);
  return f;
}

/** x ↦ 1.0001 f(x), as a checkpoint. */
const scaled = (f: F): F => checkpoint((x: Tensor) => mul(1.0001, f(x)));

test("ten thousand of them", () => {
  expect(grad(nested(10_000, scaled))(1)).toBeCloseTo(1.0001 ** 10_000, 9);
  expect(grad(nested(10_000, checkpoint, sin))(0.5)).toBeCloseTo(Math.cos(0.5), 14);
  expect(nested(10_000, scaled)(tensor(1)).item()).toBeCloseTo(1.0001 ** 10_000, 9);
});

describe.each([1, 31, 32, 33, 49, 50, 51, 120, 400])("%i of them", (depth) => {
  // x ↦ 0.9 f(x) + 0.01 x², closing over w: its derivatives are those of the plain recursion.
  const program = (wrap: (f: F) => F, w: Tensor): F =>
    nested(
      depth,
      (f) =>
        wrap((x: Tensor) => {
          const inner = mul(0.9, f(x));
          return add(inner, mul(0.01, mul(w, mul(x, x))));
        }),
      sin,
    );
  const plain = program((f) => f, tensor(2));
  const deep = program(checkpoint, tensor(2));

  test("first and second derivatives, in every order of modes", () => {
    const [first, second] = [grad(plain)(0.3), grad((x) => grad(plain)(x))(0.3)];
    expect(grad(deep)(0.3)).toBeCloseTo(first, 12);
    expect(grad((x) => grad(deep)(x))(0.3)).toBeCloseTo(second, 12);
    if (depth > 60) return; // the tangent of a pullback is a pullback of a pullback, at each level
    expect(derivative(deep)(0.3).item()).toBeCloseTo(first, 12);
    expect(hvp(deep)(0.3, 1).item()).toBeCloseTo(second, 12);
    expect(grad(forwardDiff(deep))(0.3)).toBeCloseTo(first, 12);
  });

  test("what they close over, tags included", () => {
    const inW = grad((w: Tensor) => program((f) => f, w)(tensor(0.3)))(2);
    expect(grad((w: Tensor) => program(checkpoint, w)(tensor(0.3)))(2)).toBeCloseTo(inW, 12);
    const p = param(2);
    const [, grads] = withGradient(
      () =>
        nested(
          depth,
          (f) => checkpoint((x: Tensor) => add(mul(0.9, f(x)), mul(0.01, mul(p, mul(x, x))))),
          sin,
        )(tensor(0.3)),
      paramsOf(p),
    );
    expect(grads.get(p)).toBeCloseTo(inW, 12);
  });
});

test("several of them beside each other, with trees of values", () => {
  const scale = checkpoint((x: Tensor) => ({ twice: mul(2, x), three: 3 }));
  const chain = (factor: number): F => nested(130, (f) => checkpoint((x: Tensor) => mul(factor, f(x))));
  const both = nested(130, checkpoint, (x) => {
    const [a, b] = [chain(1.01)(x), chain(0.99)(x)];
    const { twice, three } = scale(b);
    return add(mul(three, mul(a, a)), sum(sub(twice, chain(1)(a))));
  });
  const [p, q] = [1.01 ** 130, 0.99 ** 130];
  expect(grad(both)(0.7)).toBeCloseTo(6 * p * p * 0.7 + 2 * q - p, 11);
});

test("a function that catches errors does not catch what puts calls off", () => {
  const careful = nested(300, (f) =>
    checkpoint((x: Tensor) => {
      try {
        return mul(1.01, f(x));
      } catch {
        return mul(0, x);
      }
    }),
  );
  expect(grad(careful)(1)).toBeCloseTo(1.01 ** 300, 11);
});

test("an error from inside comes out as it is, and what follows works", () => {
  const failing = nested(300, scaled, () => {
    throw new Error("inside");
  });
  expect(() => grad(failing)(1)).toThrow("inside");
  expect(grad(nested(300, scaled))(1)).toBeCloseTo(1.0001 ** 300, 12);
});
