import { type Tensor, tensor } from "@wengert/array";
import { checkRule, RuleCheckError } from "@wengert/check";
import { rule } from "@wengert/core";
import { mul } from "@wengert/ops";
import { expect, test } from "vitest";

const x = tensor([1, 2, 3]);
const y = tensor([4, 5, 6]);

test("checkRule finds a rule that says wrongly how it batches", () => {
  const parts = {
    name: "dotted",
    // By position, so that an argument without the axis of the batch is read past its end.
    impl: (x: Tensor, y: Tensor) =>
      tensor(
        x.data.map((v, k) => v * y.data[k]),
        x.shape,
      ),
    vjp: (zbar: Tensor, [x, y]: readonly [Tensor, Tensor]) => [mul(zbar, y), mul(zbar, x)] as const,
  };
  expect(() => checkRule(rule({ ...parts, batch: "broadcast" }), [x, y], { batched: true })).toThrow(RuleCheckError);
  expect(() => checkRule(rule({ ...parts, batch: "broadcast" }), [x, y], { batched: true })).toThrow(
    "vmap over argument",
  );
  checkRule(rule({ ...parts, batch: "leading" }), [x, y], { batched: true });
  checkRule(rule(parts), [x, y], { batched: true });
});
