/* What rules and transformations are given by mistake is refused by name, never dropped. */
import {
  adjoint,
  grad,
  mul,
  rule,
  ruleWithAttributes,
  sum,
  type Tensor,
  tensor,
  vjp,
  type WengertError,
} from "@wengert/core";
import { hessian, hvp, jacobian, jvp, linearize } from "@wengert/forward";
import { TreeMismatchError } from "@wengert/tree";
import { afterEach, describe, expect, test } from "vitest";

/** Whatever was thrown, the library must work on: no level is left open. */
afterEach(() => {
  expect(grad((x) => mul(x, x))(3)).toBe(6);
});

/** The error that a call throws; anything goes in, as from JavaScript. */
function refusal(f: () => unknown): WengertError {
  try {
    f();
  } catch (error) {
    return error as WengertError;
  }
  throw new Error("nothing was thrown");
}

function refuses(f: () => unknown, name: string, ...says: readonly (string | RegExp)[]): void {
  const error = refusal(f);
  expect(error.name).toBe(name);
  for (const part of says) expect(error.message).toMatch(part);
}

const vjpOf = (make: (g: Tensor) => unknown) =>
  rule({ name: "mine", impl: (x: Tensor) => x, vjp: make as never }) as (x: Tensor) => Tensor;

describe("a rule's definition", () => {
  test("an impl that returns no Tensor, traced or not", () => {
    for (const [y, said] of [
      ["3", "returned "],
      [undefined, "returned undefined"],
      [{ a: "3" }, "other things"],
      [{}, "an object"],
      [Promise.resolve(1), "Promise"],
    ] as const) {
      const wrong = rule({ name: "mine", impl: () => y as never, vjp: (_ybar) => [] }) as (x: unknown) => Tensor;
      refuses(() => wrong(1), "ArgumentError", "mine", said);
      refuses(() => grad((x) => wrong(x))(1), "ArgumentError", "mine", said);
      refuses(() => jvp((x: Tensor) => wrong(x), [1], [1]), "ArgumentError", "mine", said);
    }
  });

  test("attributes that are no plain object", () => {
    const scale = ruleWithAttributes({
      name: "scale",
      impl: (x: Tensor, { by }: { by: number }) => mul(x, by),
      vjp: (g, _xs, _y, { by }) => [mul(g, by)],
    });
    refuses(() => scale(1, 2 as never), "ArgumentError", "scale", "plain object");
  });
});

describe("a rule in the other mode than its own", () => {
  const push = (make: (g: Tensor) => unknown, x: number | Tensor) => () => jvp(vjpOf(make), [x], [x]);

  test("a pullback that returns too few, too many or none", () => {
    refuses(
      push(() => [], 1),
      "CotangentShapeError",
      "mine",
      "an array of 0",
    );
    refuses(
      push((g) => [g, g], 1),
      "CotangentShapeError",
      "mine",
      "an array of 2",
    );
    refuses(
      push(() => undefined, 1),
      "CotangentShapeError",
      "mine",
      "no array",
    );
  });

  test("a pullback of the wrong shape is named, with the argument", () => {
    refuses(
      push((g) => [sum(g)], tensor([1, 2])),
      "CotangentShapeError",
      "mine",
      "argument 1",
      "[2]",
    );
  });
});

describe("tangents and cotangents", () => {
  const square = (x: Tensor): Tensor => mul(x, x);

  test("are as many as the arguments", () => {
    const loosely = jvp as (f: unknown, primals: unknown, tangents: unknown) => unknown;
    refuses(() => loosely(square, [2], [1, 5]), "ArgumentError", "2 tangents for 1");
    refuses(() => loosely((a: Tensor, b: Tensor) => mul(a, b), [2, 3], [1]), "ArgumentError", "1 tangents for 2");
    const [, push] = linearize(square, 2) as unknown as [unknown, (...dxs: unknown[]) => unknown];
    refuses(() => push(1, 2), "ArgumentError", "2 tangents for 1");
  });

  test("a string or a function is not zero", () => {
    expect(refusal(() => jvp(square, [2], ["1"]))).toBeInstanceOf(TreeMismatchError);
    refuses(() => vjp(square, 2)[1]("1" as never), "TreeMismatchError", "cotangent is a string");
    const thunked = adjoint((m: { a: Tensor }) => [m.a, (g: Tensor) => [{ a: (() => g) as never }]]);
    refuses(() => grad((x: Tensor) => thunked({ a: x }))(1), "TreeMismatchError", 'at "a" is a function');
  });

  test("null, undefined and what is missing are; static leaves may stand where they stood", () => {
    const f = (m: { a: Tensor; b: Tensor; name: string }): Tensor => mul(m.a, m.b);
    const at = { a: 2, b: 3, name: "m" };
    for (const tangent of [{ a: 1 }, { a: 1, b: null }, { a: 1, b: undefined, name: "m" }, { a: 1, name: null }]) {
      expect(jvp(f, [at], [tangent])[1].item()).toBe(3);
    }
  });
});

test("a function that returns a Promise is refused, and its failure is nobody's concern", () => {
  const late = (async () => {
    throw new Error("late");
  }) as never;
  for (const f of [() => grad(late)(1 as never), () => jacobian(late)(1 as never), () => adjoint(late)()]) {
    refuses(f, "ArgumentError", "Promise", "synchronous");
  }
});

test("Hessians and Jacobians speak in their own name", () => {
  refuses(() => hessian(3 as never), "ArgumentError", /^hessian/);
  refuses(() => hvp(3 as never), "ArgumentError", /^hvp/);
  refuses(() => jacobian((x) => sum(x), { chunk: -1 }), "ArgumentError", /^jacobian: chunk/);
});
