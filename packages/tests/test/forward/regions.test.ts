import { adjoint, EscapedTracerError, exp, grad, mul, pushforward, sin, sum, type Tensor, tensor } from "@wengert/core";
import { derivative, forwardDiff, jvp } from "@wengert/forward";
import { gradient, param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

const a = param(0.7);
const b = param(1.9);
const both = paramsOf([a, b]);
const f = (): Tensor => mul(exp(a), sin(mul(a, b)));
const byA = Math.exp(0.7) * (Math.sin(1.33) + 1.9 * Math.cos(1.33));
const byB = Math.exp(0.7) * 0.7 * Math.cos(1.33);

/** x·sin x, its first and its second derivative. */
const region = (x: Tensor): Tensor => forwardDiff(() => mul(x, sin(x)))();
const first = (x: number): number => x * Math.cos(x) + Math.sin(x);
const second = (x: number): number => 2 * Math.cos(x) - x * Math.sin(x);

function close(got: number, wanted: number): void {
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted)));
}

/** The derivative in one variable by forward mode, as a Tensor that may be differentiated again. */
const forward = (f: (x: Tensor) => Tensor) => (x: Tensor) => derivative(f)(x);

describe("what a region sees", () => {
  test("tags", () => {
    const [value, grads] = withGradient(() => mul(2, forwardDiff(f)()), both);
    close(value, 2 * Math.exp(0.7) * Math.sin(1.33));
    close(grads.get(a), 2 * byA);
    close(grads.get(b), 2 * byB);
  });

  test("its arguments", () => {
    close(grad(forwardDiff((z: Tensor) => mul(z, sin(z))))(0.5), first(0.5));
  });

  test("traced values that it closes over", () => {
    close(grad((x) => forwardDiff(() => mul(exp(x), sin(mul(x, b))))())(0.7), byA);
  });

  test("all three at once", () => {
    const loss = (): Tensor => forwardDiff((z: Tensor) => mul(z, mul(a, b)))(mul(a, a));
    const [, grads] = withGradient(loss, both);
    close(grads.get(a), 3 * 0.49 * 1.9);
    close(grads.get(b), 0.343);
  });

  test("a tag that nobody follows is a constant, whoever follows it later", () => {
    close(grad((x) => forwardDiff(() => mul(x, b))())(0.7), 1.9);
  });

  test("elements of tensors, in chunks of any size", () => {
    const x = tensor([0.1, 0.2, 0.3, 0.4, 0.5]);
    for (const chunk of [1, 2, 5, 8]) {
      const g = grad((x: Tensor) => forwardDiff((x: Tensor) => sum(mul(x, sin(x))), { chunk })(x))(x);
      for (const [i, xi] of [...x.data].entries()) close(g.data[i], first(xi));
    }
  });

  test("several outputs, in a tree", () => {
    const g = grad((x) => {
      const { p, q } = forwardDiff((x: Tensor) => ({ p: mul(x, x), q: sin(x) }))(x);
      return mul(p, q);
    })(0.5);
    close(g, 2 * 0.5 * Math.sin(0.5) + 0.25 * Math.cos(0.5));
  });
});

test("a body that does not return the same tree again is refused", () => {
  let runs = 0;
  const fickle = (x: Tensor): Tensor => {
    const y = forwardDiff(() => (runs++ === 0 ? { a: x } : { a: x, b: x }))();
    return y.a;
  };
  expect(() => grad(fickle)(1)).toThrow(/must not depend on anything that changes/);
});

describe("transformations inside a region", () => {
  test("grad over a closed-over value", () => {
    close(grad((x) => forwardDiff(() => grad((y) => mul(y, exp(x)))(3))() as Tensor)(0.7), 2.0137527074704766);
  });

  test("grad over a tag", () => {
    const [, grads] = withGradient(() => forwardDiff(() => grad((y) => mul(mul(y, y), exp(a)))(3))() as Tensor, both);
    close(grads.get(a), 6 * Math.exp(0.7));
    expect(grads.get(b)).toBe(0);
  });

  test("a tag that is followed anew inside", () => {
    const inner = (): Tensor => withGradient(() => mul(a, mul(a, b)), paramsOf(a))[1].get(a) as unknown as Tensor;
    const [, grads] = withGradient(() => forwardDiff(() => mul(a, inner()))(), both);
    close(grads.get(a), 4 * 0.7 * 1.9);
    close(grads.get(b), 2 * 0.49);
  });

  test("a region", () => {
    close(grad((x) => forwardDiff(() => forwardDiff(() => mul(x, sin(x)))())())(0.5), first(0.5));
    close(
      grad((x) => forwardDiff(() => mul(x, forwardDiff(() => mul(x, sin(x)))()))())(0.5),
      0.5 * Math.sin(0.5) * 2 + 0.25 * Math.cos(0.5),
    );
  });
});

describe("a region inside transformations", () => {
  test("jvp", () => {
    close(jvp(region, [tensor(0.5)], [tensor(1)])[1].item(), first(0.5));
  });

  test("grad of grad, grad of jvp, jvp of grad", () => {
    const once = (x: Tensor): Tensor => grad(region)(x);
    close(grad(once)(0.5), second(0.5));
    close(grad(forward(region))(0.5), second(0.5));
    close(forward(once)(tensor(0.5)).item(), second(0.5));
  });

  test("third order through a region in a region", () => {
    const nested = (x: Tensor): Tensor => forwardDiff(() => forwardDiff(() => mul(x, sin(x)))())();
    const twice = (x: Tensor): Tensor => grad((x: Tensor) => grad(nested)(x))(x);
    close(grad(twice)(0.5), -3 * Math.sin(0.5) - 0.5 * Math.cos(0.5));
  });

  test("values of two levels", () => {
    const inner = (x: Tensor): Tensor =>
      grad((y) => forwardDiff(() => mul(mul(x, x), mul(y, sin(y))))())(0.5) as unknown as Tensor;
    close(grad(inner)(3), 6 * first(0.5));
    const nested = (x: Tensor): Tensor => forwardDiff(() => inner(x))();
    close(grad(nested)(3), 6 * first(0.5));
  });
});

describe("opaque rules in a region", () => {
  const opaque = pushforward((x, y) => {
    const [u, v] = [x.item(), y.item()];
    return [
      Math.exp(u) * Math.sin(u * v),
      (dx, dy) => Math.exp(u) * (Math.sin(u * v) * dx.item() + Math.cos(u * v) * (v * dx.item() + u * dy.item())),
    ];
  });

  test("a pushforward serves reverse mode", () => {
    const [value, grads] = withGradient(() => forwardDiff(() => opaque(a, b))(), both);
    close(value, Math.exp(0.7) * Math.sin(1.33));
    close(grads.get(a), byA);
    close(grads.get(b), byB);
  });

  test("without the region it refuses", () => {
    expect(() => withGradient(() => opaque(a, b), both)).toThrow(/forwardDiff/);
  });

  test("an adjoint written in ops has forward mode", () => {
    const square = adjoint((x) => [mul(x, x), (ybar) => [mul(ybar, mul(2, x))]]);
    close(grad((x) => forwardDiff(() => mul(square(x), x))())(0.5), 0.75);
  });
});

test("a tag that is followed, closed over by a custom rule, is refused", () => {
  const p = param(3);
  const f = adjoint((y) => [mul(p, y), (g) => [mul(g, p)]]);
  expect(grad(f)(2)).toBe(3);
  for (const loss of [() => f(2), () => f(p), () => forwardDiff(() => f(2))()]) {
    expect(() => gradient(loss, paramsOf(p))).toThrow(EscapedTracerError);
    expect(() => gradient(loss, paramsOf(p))).toThrow("parameter");
  }
  expect(() => gradient(() => f(2), paramsOf(p))).toThrow("argument");
  // A failed call leaves no level open.
  expect(grad((x) => mul(x, x))(3)).toBe(6);
});
