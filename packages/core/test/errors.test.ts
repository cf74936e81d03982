import {
  ArgumentError,
  add,
  adjoint,
  CotangentShapeError,
  EscapedTracerError,
  exp,
  grad,
  greater,
  MissingRuleError,
  mul,
  NonScalarLossError,
  rule,
  ShapeError,
  square,
  sum,
  type Tensor,
  TracedValueError,
  tensor,
  UnknownLeafError,
  type Value,
  vjp,
  WengertError,
} from "@wengert/core";
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

describe("native operators", () => {
  const native: Record<string, (x: number) => unknown> = {
    "x * 2": (x) => x * 2,
    "x > 0": (x) => x > 0,
    "-x": (x) => -x,
    "Math.sin(x)": (x) => Math.sin(x),
    "a template string": (x) => `${x}`,
  };
  test.each(Object.entries(native))("%s throws on a traced value and on a plain Tensor alike", (_name, f) => {
    const disguised = (x: Tensor): Value => f(x as unknown as number) as Value;
    refuses(() => grad(disguised)(1), TracedValueError, /mul|item/);
    refuses(() => disguised(tensor(1)), TracedValueError, /mul|item/);
  });

  test("reading a traced value names the remedies", () => {
    for (const read of [
      (x: Tensor) => x.data[0],
      (x: Tensor) => x.item(),
      (x: Tensor) => x.toArray() as number,
      (x: Tensor) => JSON.stringify({ x }).length,
    ]) {
      refuses(() => grad(read)(1), TracedValueError, "stopGradient", "hasAux");
    }
  });

  test("a comparison can be read through all levels", () => {
    const f = (x: Tensor): Tensor => (greater(x, 0).item() === 1 ? square(x) : mul(x, 0));
    expect(grad((x) => grad(f)(x))(3)).toBe(2);
  });
});

describe("traced values that get out", () => {
  test("used after the transformation", () => {
    let kept: Tensor | undefined;
    grad((x) => {
      kept = x;
      return x;
    })(1);
    refuses(() => mul(kept as Tensor, 2), EscapedTracerError, "hasAux");
  });

  test("used in another transformation", () => {
    const cache: Tensor[] = [];
    const f = (x: Tensor): Tensor => {
      cache.push(exp(x));
      return mul(cache[0], x);
    };
    grad(f)(1);
    refuses(() => grad(f)(1), EscapedTracerError);
  });

  test("what a custom rule's body makes itself is its own", () => {
    const cube = adjoint((y) => {
      const slope = grad((z) => mul(mul(z, z), z))(y);
      return [mul(y, mul(y, y)), (g) => [mul(g, slope)]];
    });
    expect(grad((x) => grad(cube)(x))(2)).toBe(12);
  });
});

describe("custom rules", () => {
  test("a pullback of the wrong shape", () => {
    const wrong = adjoint((x) => [sum(square(x)), (g) => [mul(g, 2)]]);
    refuses(() => grad(wrong)(tensor([1, 2])), CotangentShapeError, "argument 1", "[]", "[2]");
  });

  test("a pullback of the wrong count", () => {
    const wrong = adjoint((x, y) => [mul(x, y), ((g: Tensor) => [mul(g, y)]) as never]);
    refuses(() => grad((x) => wrong(x, x))(1), CotangentShapeError, "an array of 1", "2 arguments");
  });

  test("a pushforward given to adjoint", () => {
    const wrong = adjoint((x) => [square(x), ((dx: Tensor) => mul(dx, mul(2, x))) as never]);
    refuses(() => grad(wrong)(1), CotangentShapeError, "pushforward");
  });

  test("a body that returns something else", () => {
    const wrong = adjoint((() => 3) as never);
    refuses(() => (wrong as (x: number) => Tensor)(1), ArgumentError, "value, derivative");
  });

  test("no derivative at all", () => {
    refuses(() => rule({ name: "bare", impl: (x: Tensor) => x }), MissingRuleError, "bare", "nonDifferentiable");
  });

  test("a cotangent tree that does not fit is refused, with its path", () => {
    const wrong = adjoint((m: { a: Tensor }) => [mul(m.a, 2), () => [{ a: tensor([1, 2]) }]]);
    expect(() => grad(wrong as never)({ a: 1 } as never)).toThrow(CotangentShapeError);
    expect(() => grad(wrong as never)({ a: 1 } as never)).toThrow(/argument 1 at "a"/);
  });
});

describe("losses and leaves", () => {
  test("a loss that is no scalar", () => {
    refuses(() => grad((x) => mul(x, x))(tensor([1, 2])), NonScalarLossError, "[2]", "sum");
    refuses(() => grad((() => undefined) as never)(1 as never), NonScalarLossError, "undefined");
  });

  test("a loss that is a Promise", () => {
    refuses(() => grad((async () => 1) as never)(1 as never), ArgumentError, "Promise");
  });

  test("a leaf of another kind, with its path", () => {
    const f = ((): number => 1) as never;
    refuses(() => grad(f)({ a: { b: new Float64Array(2) } } as never), UnknownLeafError, "a.b", "tensor");
    refuses(() => grad(f)({ m: new Map() } as never), UnknownLeafError, "Map");
    refuses(() => mul([1, 2] as never, 3), UnknownLeafError, "tensor");
    refuses(() => mul("2" as never, 3), UnknownLeafError, "string");
  });

  test("shapes that do not broadcast", () => {
    refuses(() => add(tensor([1, 2]), tensor([1, 2, 3])), ShapeError, "add", "[2]", "[3]");
  });

  test("a cotangent of another shape than the value", () => {
    const [, pullback] = vjp((x) => mul(x, 2), tensor([1, 2]));
    refuses(() => pullback(tensor([1])), CotangentShapeError, "[1]", "[2]");
  });
});
