/* What rules and transformations are given by mistake is refused by name, never dropped. */
import { grad, mul, rule, sum, type Tensor, tensor, valueAndGrad, type WengertError } from "@wengert/core";
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

describe("the options of grad", () => {
  const product = (x: Tensor, y: Tensor): Tensor => mul(x, y);

  test("argnums that are no positions, or not of this call, or twice the same", () => {
    for (const argnums of [2, -1, 0.5, "a", null, [0, 0], [0, 5]]) {
      const g = grad(product as never, { argnums: argnums as never });
      refuses(() => g(3, 4), "ArgumentError", "grad: argnums", "2 arguments");
    }
    expect(grad(product as never, { argnums: [1, 0] })(3, 4)).toEqual([3, 4]);
    for (const by of [grad, valueAndGrad])
      refuses(
        () => by(product as never, { argnums: [] })(3, 4),
        "ArgumentError",
        "argnums is empty",
        "Name an argument",
      );
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

const impl = (x: Tensor): Tensor => x;
const define = (definition: object) => () => rule(definition as never);

test("a rule's definition without name or with something else for a function", () => {
  refuses(define({ impl, vjp: (g: Tensor) => [g] }), "ArgumentError", "name", "undefined");
  refuses(define({ name: "mine", impl, vjp: 3 }), "ArgumentError", "vjp", "not 3");
  refuses(define({ name: "mine", impl, jvp: "no" }), "ArgumentError", "jvp", "a string");
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
