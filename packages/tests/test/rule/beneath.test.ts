/* Custom rules where derivatives, batches and programs that are written down stand above each other. */

import { vmap } from "@wengert/batch";
import {
  add,
  adjoint,
  cos,
  EscapedTracerError,
  FirstOrderOnlyError,
  grad,
  mul,
  nonDifferentiable,
  pushforward,
  rule,
  sin,
  stopGradient,
  type Tensor,
  TracedValueError,
  tensor,
  type Value,
} from "@wengert/core";
import { derivative, hessian, jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { square, sub, sum } from "@wengert/ops";
import { minimize } from "@wengert/optim";
import { assign, param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

const xs = tensor([0.3, 0.7, 1.1]);

describe("sin(x·w), the derivative by x for many x, differentiated by the w that they share", () => {
  type Product = (x: Value, w: Value) => Tensor;
  const composed: Product = (x, w) => sin(mul(x, w));
  const byPullback: Product = adjoint((x, w) => {
    const slope = cos(mul(x, w));
    return [sin(mul(x, w)), (bar) => [mul(bar, mul(slope, w)), mul(bar, mul(slope, x))]];
  });
  const byPushforward: Product = pushforward((x, w) => {
    const slope = cos(mul(x, w));
    return [sin(mul(x, w)), (dx, dw) => mul(slope, add(mul(dx, w), mul(dw, x)))];
  });
  const inner = {
    "by reverse mode": (f: Product, w: Value) => vmap((x: Tensor) => grad((x) => f(x, w))(x))(xs) as unknown as Tensor,
    "by forward mode": (f: Product, w: Value) => vmap((x: Tensor) => derivative((x) => f(x, w))(x))(xs),
    "by the other one": (f: Product, w: Value) => vmap((x: Tensor) => derivative((w) => f(x, w))(w))(xs),
  };
  describe.each(Object.entries(inner))("%s", (_, many) => {
    test.each([
      ["adjoint", byPullback],
      ["pushforward", byPushforward],
    ])("%s", (_, f) => {
      for (const outer of [grad, derivative] as const) {
        const of = (f: Product) => add(0, (outer as typeof derivative)((w: Tensor) => sum(many(f, w)))(0.5)).item();
        expect(of(f)).toBeCloseTo(of(composed), 12);
      }
    });
  });
});

test("the strength of a scaled gradient is differentiated, though the value does not depend on it", () => {
  const scaled = adjoint((x, strength) => [x, (bar) => [mul(bar, strength), null]]);
  const slope = (s: Tensor) => grad((x) => square(scaled(x, s)))(3) as unknown as Tensor;
  expect(grad(slope)(0.5)).toBe(6);
  expect(derivative(slope)(0.5).item()).toBe(6);
  expect(compile(derivative(slope))(0.5).item()).toBe(6);
});

describe("stopGradient of an argument, twice differentiated", () => {
  const bodies = {
    adjoint: adjoint((x) => [mul(x, x), (bar) => [mul(bar, add(x, stopGradient(x)))]]),
    pushforward: pushforward((x) => [mul(x, x), (dx) => mul(dx, add(x, stopGradient(x)))]),
    "before the derivative": adjoint((x) => {
      const c = stopGradient(x);
      return [mul(x, x), (bar) => [mul(bar, add(x, c))]];
    }),
    "several values": adjoint((x) => {
      const { c } = nonDifferentiable((x: Tensor) => ({ c: x }))(x);
      return [mul(x, x), (bar) => [mul(bar, add(x, c))]];
    }),
  };
  test.each(Object.entries(bodies))("%s", (_, f) => {
    const twice = (x: Tensor) => hessian(f)(x) as Tensor;
    const once = (x: Tensor) => grad((x) => grad(f)(x))(x) as unknown as Tensor;
    for (const by of [twice, once]) {
      expect(vmap(by)(xs).toArray()).toEqual([1, 1, 1]);
      const compiled = compile(by as (x: Value) => Tensor);
      expect([compiled(3), compiled(4)].map((y) => Number(y.item?.() ?? y))).toEqual([1, 1]);
      expect(compile(vmap(by))(xs).toArray()).toEqual([1, 1, 1]);
    }
  });
});

describe("a rule that closes over what is only written down", () => {
  const rules = {
    adjoint: (w: Value) => adjoint((x) => [mul(x, w), (bar) => [mul(bar, w)]]),
    rule: (w: Value) => rule({ name: "times", impl: (x: Tensor) => mul(x, w), vjp: (bar) => [mul(bar, w)] }),
    constant: (w: Value) => nonDifferentiable((x: Tensor) => mul(x, w)),
  };
  test.each(Object.entries(rules))("%s: an argument of the program", (_, f) => {
    const one = compile((w: Value) => f(w)(2));
    expect([one(3), one(4), one(5)].map((y) => y.item())).toEqual([6, 8, 10]);
    const both = compile((w: Value, x: Value) => f(w)(x));
    expect([both(3, 2), both(4, 3), both(5, 4)].map((y) => y.item())).toEqual([6, 12, 20]);
  });

  test.each(Object.entries(rules))("%s: a tag", (_, f) => {
    const w = param(3);
    const one = compile(() => f(w)(2));
    expect([one(), one()].map((y) => y.item())).toEqual([6, 6]);
    assign(w, 5);
    expect(one().item()).toBe(10);
    // Other values are tried without derivatives: there the tag stands for them.
    const { success, params } = minimize(() => square(sub(f(w)(2), 8)), paramsOf(w), { method: "nelder-mead" });
    expect(success).toBe(true);
    expect(params).toBeDefined();
    expect(w.value).toBeCloseTo(4, 6);
    expect(() => withGradient(() => square(f(w)(2)), paramsOf(w))).toThrow(EscapedTracerError);
  });

  test("but not over the value of a tag: it would be the same for ever", () => {
    const w = param(3);
    const read = () => nonDifferentiable((x: Tensor) => mul(x, w.value as number))(2);
    expect(read().item()).toBe(6);
    expect(() => compile(read)()).toThrow(TracedValueError);
    expect(() => minimize(() => square(sub(read(), 8)), paramsOf(w), { method: "nelder-mead" })).toThrow(
      TracedValueError,
    );
  });

  test("nor over a value of a loop's step, or of a batch, and the error says how", () => {
    const w = (x: Tensor) => adjoint((z) => [mul(z, x), (bar) => [mul(bar, x)]]);
    const step = (c: Tensor, x: Tensor) => [w(mul(x, 2))(c), null] as const;
    expect(() => scan(step, tensor(1), xs)).toThrow("Make it an argument");
    expect(() => vmap((x: Tensor) => w(mul(x, 2))(x))(xs)).toThrow(
      "differs between the examples of a batch or the steps of a loop",
    );
  });
});

describe("errors name what the user called", () => {
  let kept: Tensor = tensor(0);
  const leak = () => {
    grad((x) => {
      kept = mul(x, 2);
      return kept;
    })(1);
    return kept;
  };

  test("of an escaped value", () => {
    const calls = {
      mul: () => mul(leak(), 2),
      sum: () => sum(leak()),
      grad: () => grad((x) => mul(x, leak()))(leak()),
      jvp: () => jvp((x: Tensor) => x, [leak()], [1]),
      adjoint: () => adjoint((x) => [mul(x, kept), (bar) => [bar]])(2 + 0 * leak().ndim),
    };
    for (const [op, call] of Object.entries(calls)) {
      let thrown: unknown;
      try {
        call();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(EscapedTracerError);
      expect(thrown).toMatchObject({ op });
      expect((thrown as Error).message).toMatch(new RegExp(`^${op}: a traced value is used outside`));
    }
  });

  test("of a value that does not follow, with the half that the rule has", () => {
    const tree = adjoint(({ x }: { x: Tensor }) => [stopGradient(x), (bar: Tensor) => [{ x: bar }]]);
    const plain = adjoint((x) => [stopGradient(x), (bar) => [bar]]);
    const pushed = pushforward((x) => [stopGradient(x), (dx) => dx]);
    expect(() => hessian(plain)(1)).toThrow(/rule\(\{ name, impl, vjp: \(ybar, xs, y\) => … \}\): there/);
    expect(() => hessian(pushed)(1)).toThrow(/rule\(\{ name, impl, jvp: \(dxs, xs, y\) => … \}\): there/);
    expect(() => hessian((x: Tensor) => tree({ x }))(1)).toThrow(/in place of trees/);
    expect(() => hessian(plain)(1)).toThrow(FirstOrderOnlyError);
  });
});
