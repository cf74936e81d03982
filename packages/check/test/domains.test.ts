/* Functions that refuse what lies outside of their domain, next to its edge: what can be compared there still is. */
import { checkGrads, checkRule, RuleCheckError } from "@wengert/check";
import { mul, rule, type Tensor, tensor } from "@wengert/core";
import { describe, expect, test } from "vitest";

/** A root that throws below `edge`, times `factor` in its derivative. */
function root(edge: number, factor: number): (x: Tensor) => Tensor {
  const slope: (x: Tensor, k: Tensor) => Tensor = rule({
    name: "rootSlope",
    impl: (x: Tensor, k: Tensor) =>
      tensor(
        x.data.map((v) => k.item() * 0.5 * (v - edge) ** -0.5),
        x.shape,
      ),
    vjp: (ybar, [x, k]) => [
      mul(
        ybar,
        tensor(
          x.data.map((v) => -k.item() * 0.25 * (v - edge) ** -1.5),
          x.shape,
        ),
      ),
      null,
    ],
  });
  return rule({
    name: "root",
    impl: (x: Tensor) => {
      if (x.data.some((v) => v < edge)) throw new RangeError("outside of the domain");
      return tensor(
        x.data.map((v) => Math.sqrt(v - edge)),
        x.shape,
      );
    },
    vjp: (ybar, [x]) => [mul(ybar, slope(x, tensor(factor)))],
  });
}

describe.each([0.1, 0.03, 0.01])("%d from the edge", (distance) => {
  const x = tensor([1 + distance, 3]);

  test("a right derivative passes", () => {
    checkGrads(root(1, 1), [x], { order: 1 });
    checkGrads(root(1, 1), [x], { order: 1, modes: ["reverse"] });
    checkGrads(root(1, 1), [x], { order: 1, modes: ["forward"] });
  });

  test("a wrong one does not", () => {
    for (const modes of [["reverse"], ["forward"], ["forward", "reverse"]] as const) {
      expect(() => checkGrads(root(1, 1.5), [x], { order: 1, modes })).toThrow(RuleCheckError);
    }
  });
});

test("a check says which of two results has another shape", () => {
  const odd = rule({
    name: "odd",
    impl: (x: Tensor) => tensor([x.data[0], 1]),
    jvp: ([dx]) => tensor([(dx as Tensor).data[0]]),
  });
  expect(() => checkRule(odd, [tensor([2, 3])])).toThrow(/odd: .*shape \[1\]/s);
});
