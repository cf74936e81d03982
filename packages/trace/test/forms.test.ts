import { setFlagsFromString } from "node:v8";
import type { Tensor } from "@wengert/array";
import { expect, test } from "vitest";
import { ruleOf } from "../src/authored/authored.ts";
import { builtInRuleOf } from "../src/rulekinds.ts";

/** Whether the engine keeps two objects in the same form, so that code which has seen the one is fast for the other. */
function haveOneForm(a: object, b: object): boolean {
  setFlagsFromString("--allow-natives-syntax");
  return new Function("a", "b", "return %HaveSameMap(a, b)")(a, b) as boolean;
}

test("all rules have one form, whatever their parts, also once their derivatives are known as functions of numbers", () => {
  const impl = (x: unknown): Tensor => x as Tensor;
  const plain = ruleOf({ name: "plain", impl });
  const whole = builtInRuleOf({
    name: "whole",
    impl: (...xs) => xs[0] as Tensor,
    number: Math.sin,
    slope: () => 1,
    jvp: ([dx]) => dx,
    vjp: (ybar) => [ybar],
    cotangent: (_k, ybar) => ybar,
    batch: "leading",
    held: [1],
    spelling: { code: "x" },
  });
  const opaque = ruleOf({ name: "opaque", impl: Math.cos as never, held: "all", composite: true, residual: true });
  whole.slopes = { x: 1, y: (numbers, _z, x) => numbers[x] };
  expect(haveOneForm(plain, whole)).toBe(true);
  expect(haveOneForm(plain, opaque)).toBe(true);
  expect(haveOneForm(plain, { name: "no rule" })).toBe(false);
});
