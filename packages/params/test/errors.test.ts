import {
  add,
  EscapedTracerError,
  grad,
  mul,
  rule,
  type Tensor,
  TracedValueError,
  UnknownLeafError,
  WengertError,
} from "@wengert/core";
import { ConstraintError, gradient, param, paramsOf, positive, UnknownParamError, withGradient } from "@wengert/params";
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

describe("native operators on a parameter", () => {
  const native: Record<string, (x: number) => unknown> = {
    "x * 2": (x) => x * 2,
    "x > 0": (x) => x > 0,
    "-x": (x) => -x,
    "Math.sin(x)": (x) => Math.sin(x),
    "a template string": (x) => `${x}`,
  };
  test.each(Object.entries(native))("%s throws on a parameter too", (_name, f) => {
    refuses(() => f(param(1) as unknown as number), TracedValueError, /mul|item/);
  });
});

describe("parameters", () => {
  test("none in the model", () => {
    refuses(() => paramsOf({ a: 1, b: param(1, { trainable: false }) }), UnknownParamError, "param(value)");
  });

  test("not in the set", () => {
    const [a, b] = [param(1, { name: "a" }), param(2, { name: "b" })];
    const grads = gradient(() => mul(a, b), paramsOf(a));
    refuses(() => grads.get(b), UnknownParamError, "b");
  });

  test("outside of the constraint", () => {
    refuses(() => param(-1, { name: "v", constraint: positive() }), ConstraintError, "v", "greater than 0");
  });

  test("of another kind", () => {
    refuses(() => param("1" as never), UnknownLeafError, "string");
    refuses(() => grad((x) => mul(x, param(x)))(1), UnknownLeafError, "traced");
  });
});

test("a rule that closes over a parameter which is differentiated is refused in reverse mode", () => {
  const [p, q] = [param(3), param(2)];
  const closing = rule({ name: "closing", impl: (x: Tensor) => mul(x, p), vjp: (g) => [mul(g, p)] });
  expect(closing(2).item()).toBe(6);
  expect(withGradient(() => closing(q), paramsOf(q))[1].get(q)).toBe(3);
  refuses(() => withGradient(() => closing(q), paramsOf([p, q])), EscapedTracerError, /^closing: .*argument/);
});
