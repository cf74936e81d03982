import { checkGrads, checkRule, finiteDifference } from "@wengert/check";
import { CotangentShapeError, mul, type Tensor, tensor, type WengertError } from "@wengert/core";
import { describe, expect, test } from "vitest";

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
