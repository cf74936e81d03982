import {
  add,
  adjoint,
  CotangentShapeError,
  EscapedTracerError,
  exp,
  FirstOrderOnlyError,
  grad,
  mul,
  pushforward,
  ShapeError,
  square,
  sum,
  surrogate,
  type Tensor,
  tensor,
  valueAndGrad,
  WengertError,
} from "@wengert/core";
import { jvp } from "@wengert/forward";
import { afterEach, describe, expect, test } from "vitest";

/** Whatever was thrown, the library must work on: no level is left open. */
afterEach(() => {
  expect(grad((x) => mul(x, x))(3)).toBe(6);
  expect(add(1, 2).item()).toBe(3);
});

type Thrower = new (...args: never[]) => WengertError;

function refuses(f: () => unknown, type: Thrower, ...says: readonly (string | RegExp)[]): void {
  let error: unknown;
  try {
    f();
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(type);
  expect(error).toBeInstanceOf(WengertError);
  expect((error as Error).name).toBe(type.name);
  for (const part of says) expect((error as Error).message).toMatch(part);
}

describe("custom rules", () => {
  test("closed over by a custom rule", () => {
    const closes = (x: Tensor): Tensor => adjoint((y) => [mul(x, y), (g) => [mul(g, x)]])(2);
    refuses(() => grad(closes)(3), EscapedTracerError, "argument");
    const inPullback = (x: Tensor): Tensor => adjoint((y) => [mul(2, y), (g) => [mul(g, x)]])(x);
    refuses(() => grad(inPullback)(3), EscapedTracerError, "argument");
    const pushes = (x: Tensor): Tensor => pushforward((y) => [mul(y, y), (dy) => mul(dy, mul(2, x))])(x);
    refuses(() => grad(pushes)(3), EscapedTracerError, "argument");
    refuses(() => jvp(pushes, [3], [1]), EscapedTracerError, "argument");
  });

  test("a pushforward of the wrong shape", () => {
    const wrong = pushforward((x) => [sum(x), (dx) => dx]);
    refuses(() => jvp(wrong, [tensor([1, 2])], [tensor([1, 1])]), CotangentShapeError, "[2]");
  });

  test("opaque code, differentiated twice or the other way", () => {
    const opaque = adjoint((x) => [x.item() ** 2, (g) => [2 * x.item() * g.item()]]);
    expect(grad(opaque)(3)).toBe(6);
    refuses(() => grad((x) => grad(opaque)(x))(3), FirstOrderOnlyError, "forwardDiff");
    refuses(() => jvp(opaque, [3], [1]), FirstOrderOnlyError);
    const push = pushforward((x) => [x.item() ** 2, (dx) => 2 * x.item() * dx.item()]);
    expect(jvp(push, [3], [1])[1].item()).toBe(6);
    refuses(() => grad(push)(3), FirstOrderOnlyError, "forwardDiff");
  });

  test("a surrogate, differentiated twice", () => {
    const f = (x: Tensor): Tensor => surrogate(exp(x), square(x));
    expect(valueAndGrad(f)(3)).toEqual([Math.exp(3), 6]);
    for (const twice of [
      () => grad((x) => grad(f)(x))(3),
      () => grad((x) => jvp(f, [x], [1])[1])(3),
      () => jvp((x: Tensor) => grad(f)(x), [3], [1]),
      () => jvp((x: Tensor) => jvp(f, [x], [1])[1], [3], [1]),
    ]) {
      refuses(twice, FirstOrderOnlyError, "proxy");
    }
    refuses(() => surrogate(1, tensor([1])), ShapeError, "[1]");
  });
});
