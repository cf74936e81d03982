/* What rules and transformations are given by mistake is refused by name, never dropped. */
import { checkGrads, checkRule, finiteDifference } from "@wengert/check";
import {
  adjoint,
  CotangentShapeError,
  EscapedTracerError,
  grad,
  mul,
  rule,
  ruleWithAttributes,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  type WengertError,
} from "@wengert/core";
import { hessian, hvp, jacobian, jvp, linearize } from "@wengert/forward";
import { param, paramsOf, withGradient } from "@wengert/params";
import { TreeMismatchError } from "@wengert/tree";
import { afterEach, describe, expect, test } from "vitest";

/** Whatever was thrown, the library must work on. */
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
  const impl = (x: Tensor): Tensor => x;
  const define = (definition: object) => () => rule(definition as never);

  test("without name or with something else for a function", () => {
    refuses(define({ impl, vjp: (g: Tensor) => [g] }), "ArgumentError", "name", "undefined");
    refuses(define({ name: "mine", impl, vjp: 3 }), "ArgumentError", "vjp", "not 3");
    refuses(define({ name: "mine", impl, jvp: "no" }), "ArgumentError", "jvp", "a string");
  });

  test("an impl that returns no Tensor, traced or not", () => {
    for (const [y, said] of [
      [3, "returned 3"],
      [undefined, "returned undefined"],
      [{ a: 3 }, "other things"],
      [{}, "an object"],
      [Promise.resolve(1), "Promise"],
    ] as const) {
      const wrong = rule({ name: "mine", impl: () => y as never, vjp: () => [] }) as (x: unknown) => Tensor;
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

test("a pushforward of the wrong shape, in reverse mode", () => {
  const wrong = rule({ name: "mine", impl: (x: Tensor) => x, jvp: ([dx]) => dx && sum(dx) });
  refuses(
    () => grad((x) => sum(wrong(x)))(tensor([1, 2])),
    "CotangentShapeError",
    "mine",
    "tangent of shape []",
    "[2]",
  );
});

describe("the options of grad", () => {
  const product = (x: Tensor, y: Tensor): Tensor => mul(x, y);

  test("argnums that are no positions, or not of this call, or twice the same", () => {
    for (const argnums of [2, -1, 0.5, "a", null, [0, 0], [0, 5]]) {
      const g = grad(product as never, { argnums: argnums as never });
      refuses(() => g(3, 4), "ArgumentError", "grad: argnums", "2 arguments");
    }
    expect(grad(product as never, { argnums: [1, 0] })(3, 4)).toEqual([3, 4]);
    expect(grad(product as never, { argnums: [] })(3, 4)).toEqual([]);
  });

  test("hasAux for a function that returns no pair", () => {
    for (const [result, said] of [
      [(x: Tensor) => x, "a Tensor"],
      [() => undefined, "undefined"],
      [(x: Tensor) => [x, 1, 2], "an array of 3"],
    ] as const) {
      for (const transform of [grad, valueAndGrad]) {
        const g = transform(result as never, { argnums: 0, hasAux: true }) as (x: number) => unknown;
        refuses(() => g(1), "NonScalarLossError", "[loss, aux]", said);
      }
    }
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

test("a rule that closes over a parameter which is differentiated is refused in reverse mode", () => {
  const [p, q] = [param(3), param(2)];
  const closing = rule({ name: "closing", impl: (x: Tensor) => mul(x, p), vjp: (g) => [mul(g, p)] });
  expect(closing(2).item()).toBe(6);
  expect(withGradient(() => closing(q), paramsOf(q))[1].get(q)).toBe(3);
  const error = refusal(() => withGradient(() => closing(q), paramsOf([p, q])));
  expect(error).toBeInstanceOf(EscapedTracerError);
  expect(error.message).toMatch(/^closing: .*argument/);
});

test("a function that returns a Promise is refused, and its failure is nobody's concern", () => {
  const late = (async () => {
    throw new Error("late");
  }) as never;
  for (const f of [() => grad(late)(1 as never), () => jacobian(late)(1 as never), () => adjoint(late)()]) {
    refuses(f, "WengertError", "Promise", "synchronous");
  }
});

test("Hessians and Jacobians speak in their own name", () => {
  refuses(() => hessian(3 as never), "ArgumentError", /^hessian/);
  refuses(() => hvp(3 as never), "ArgumentError", /^hvp/);
  refuses(() => jacobian((x) => sum(x), { chunk: -1 }), "WengertError", /^jacobian: chunk/);
});

describe("the checkers' options", () => {
  const f = (x: Tensor): Tensor => mul(x, x);

  test("order and modes of checkGrads", () => {
    for (const options of [{ order: -1 }, { order: 1.5 }, { order: 0 }, { modes: [] }, { modes: ["fwd"] }]) {
      refuses(() => checkGrads(f, [1], options as never), "ArgumentError", "positive integer", "forward");
    }
    refuses(() => checkGrads(f, [1], { modes: "forward" as never }), "ArgumentError", "modes", "array");
  });

  test("order and symmetric arguments of checkRule", () => {
    refuses(() => checkRule(f, [1], { order: 3 as never }), "ArgumentError", "order is 3");
    refuses(() => checkRule(f, [1], { symmetric: 0 as never }), "ArgumentError", "symmetric");
  });

  test("step and tangents of finiteDifference", () => {
    for (const step of [0, -1, Number.NaN, "1"]) {
      refuses(() => finiteDifference(f, [1], [1], { step: step as never }), "ArgumentError", "step");
    }
    expect(refusal(() => finiteDifference(f, [tensor([1, 2])], [tensor([1])]))).toBeInstanceOf(CotangentShapeError);
  });
});

test("finiteDifference takes trees, and zero for a tangent that is not there", () => {
  const f = (m: { a: Tensor; b: Tensor }, c: Tensor) => ({ product: mul(mul(m.a, m.b), c) });
  const { product } = finiteDifference(f, [{ a: 2, b: 3 }, 5], [{ b: 1, a: null }, null]);
  expect(product.item()).toBeCloseTo(10, 9);
});
