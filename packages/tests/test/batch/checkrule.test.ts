import { type Tensor, tensor } from "@wengert/array";
import { vmap } from "@wengert/batch";
import { checkRule, RuleCheckError } from "@wengert/check";
import { CotangentShapeError, grad, rule } from "@wengert/core";
import { jvp } from "@wengert/forward";
import { add, broadcastTo, expandDims, mul, sum } from "@wengert/ops";
import { describe, expect, test } from "vitest";

const x = tensor([1, 2, 3]);
const y = tensor([4, 5, 6]);

describe("checkRule finds a rule that says wrongly how it batches", () => {
  test("by its values", () => {
    const parts = {
      name: "total",
      impl: (x: Tensor) => tensor(x.data.reduce((all, v) => all + v, 0)),
      vjp: (ybar: Tensor, [x]: readonly [Tensor]) => [broadcastTo(ybar, x.shape)] as const,
    };
    checkRule(rule(parts), [x]);
    expect(() => checkRule(rule({ ...parts, batch: "broadcast" }), [x], { batched: true })).toThrow(RuleCheckError);
  });

  test("by its derivatives", () => {
    const parts = { name: "rows", impl: (x: Tensor) => sum(x, { axis: -1 }), batch: "leading" } as const;
    // Of one row right, and of as many rows as columns wrong without a word.
    const wrong = rule({ ...parts, vjp: (ybar, [x]) => [broadcastTo(ybar, x.shape)] });
    const right = rule({ ...parts, vjp: (ybar, [x]) => [broadcastTo(expandDims(ybar, -1), x.shape)] });
    const pair = tensor([1, 2]);
    checkRule(wrong, [pair]);
    expect(() => checkRule(wrong, [pair], { batched: true })).toThrow("a derivative outside vmap over argument 1");
    checkRule(right, [pair], { batched: true });
  });

  test("by what is passed on to an argument that all examples share", () => {
    const parts = { name: "scaled", impl: (x: Tensor, s: Tensor) => mul(x, s), batch: "shared" } as const;
    const wrong = rule({ ...parts, vjp: (ybar, [x, s]) => [mul(ybar, s), mul(ybar, x)] });
    checkRule(wrong, [2, 3]);
    expect(() => checkRule(wrong, [2, 3], { batched: true })).toThrow(RuleCheckError);
  });
});

describe('"broadcast" of two arguments', () => {
  const impl = (x: Tensor, y: Tensor) => mul(x, y);
  const rules = {
    pullback: rule({ name: "product", impl, vjp: (zbar, [x, y]) => [mul(zbar, y), mul(zbar, x)], batch: "broadcast" }),
    pushforward: rule({
      name: "product",
      impl,
      jvp: ([dx, dy], [x, y]) => add(dx ? mul(dx, y) : 0, dy ? mul(dy, x) : 0),
      batch: "broadcast",
    }),
    numbers: rule({
      name: "product",
      // By position: each argument has the shape of the value here, since the examples' arguments have it.
      impl: (x: Tensor, y: Tensor) =>
        tensor(
          x.data.map((v, k) => v * y.data[k]),
          x.shape,
        ),
      vjp: (zbar, [x, y]) => [mul(zbar, y), mul(zbar, x)],
      batch: "broadcast",
    }),
  };
  test.each(Object.entries(rules))("passes the derivative on to what is shared: %s", (_, product) => {
    checkRule(product, [2, 3], { batched: true });
    checkRule(product, [x, y], { batched: true });
    expect(grad((s: Tensor) => sum(vmap((x: Tensor) => product(x, s))(x)))(4)).toBe(6);
    expect(grad((s: Tensor) => sum(vmap((x: Tensor) => product(s, x))(x)))(4)).toBe(6);
    const [, dz] = jvp((s: Tensor) => vmap((x: Tensor) => product(x, s))(x), [4], [1]);
    expect(dz.toArray()).toEqual([1, 2, 3]);
  });

  test("of different shapes in one call, an error says what to add up", () => {
    expect(() => grad((s: Tensor) => sum(rules.pullback(s, x)))(2)).toThrow(CotangentShapeError);
    expect(() => grad((s: Tensor) => sum(rules.pullback(s, x)))(2)).toThrow("was repeated");
  });
});
