/* Opaque code has its derivative once and in one mode: that much of it can be checked, and the report says what cannot. */
import { ArgumentError } from "@wengert/array";
import { checkRule, RuleCheckError } from "@wengert/check";
import { adjoint, mul, pushforward, tensor } from "@wengert/core";
import { describe, expect, test } from "vitest";

const args = [tensor([0.5, -1.25, 2]), tensor([1.5, 0.75, -0.5])];

/** x²·y, whose derivative by y is `wrong` times too large. */
const pullback = (wrong: number) =>
  adjoint((x, y) => {
    const [u, v] = [x.data, y.data];
    return [
      tensor(u.map((u, i) => u * u * v[i])),
      (g) => [tensor(g.data.map((g, i) => 2 * g * u[i] * v[i])), tensor(g.data.map((g, i) => wrong * g * u[i] ** 2))],
    ];
  });
const push = (wrong: number) =>
  pushforward((x, y) => [
    tensor(x.data.map((x, i) => x * x * y.data[i])),
    (dx, dy) => tensor(dx.data.map((dx, i) => 2 * dx * x.data[i] * y.data[i] + wrong * dy.data[i] * x.data[i] ** 2)),
  ]);

describe.each([
  ["reverse", pullback, "forward mode"],
  ["forward", push, "reverse mode"],
] as const)("%s", (mode, make, other) => {
  test("right code passes, and the report says what was left out", () => {
    expect(checkRule(make(1), args, { mode })).toEqual({ leftOut: [other, "second derivatives"] });
  });

  test.each([1 + 1e-5, 0, Number.NaN])("code that is wrong by a factor %d does not", (wrong) => {
    expect(() => checkRule(make(wrong), args, { mode })).toThrow(RuleCheckError);
  });

  test.each([1e-9, 1e9])("in units of %d", (unit) => {
    const other = args.map((x) => tensor(x.data.map((value) => value * unit)));
    checkRule(make(1), other, { mode });
    expect(() => checkRule(make(1.001), other, { mode })).toThrow(RuleCheckError);
  });

  test.each([1, 2] as const)("at order %d without a mode the message names the option", (order) => {
    expect(() => checkRule(make(1), args, { order })).toThrow('{ mode: "reverse" }');
  });
});

test("a symmetric argument", () => {
  const trace = (skew: number) =>
    adjoint((a) => [a.data[0] + a.data[3], (g) => [tensor([g.item(), skew, 0, g.item()], [2, 2])]]);
  const a = tensor([
    [2, 1],
    [1, 3],
  ]);
  checkRule(trace(0), [a], { mode: "reverse", symmetric: [0] });
  expect(() => checkRule(trace(1e-3), [a], { mode: "reverse", symmetric: [0] })).toThrow(RuleCheckError);
});

test("of ops nothing is left out", () => {
  expect(checkRule(mul, args)).toEqual({ leftOut: [] });
  expect(checkRule(mul, args, { order: 1 })).toEqual({ leftOut: ["second derivatives"] });
});

test("options that do not go together", () => {
  expect(() => checkRule(mul, args, { mode: "reverse", order: 2 })).toThrow(ArgumentError);
  expect(() => checkRule(mul, args, { mode: "forward", at: "kink" })).toThrow(ArgumentError);
  expect(() => checkRule(mul, args, { mode: "sideways" as never })).toThrow('mode is "sideways"');
});

test("the message says in which argument, and at which element, the derivative is wrong", () => {
  const second = (at: number) =>
    adjoint((x, y) => [
      tensor(x.data.map((u, i) => u * u * y.data[i])),
      (g) => [
        tensor(g.data.map((g, i) => 2 * g * x.data[i] * y.data[i])),
        tensor(g.data.map((g, i) => (i < at ? 1 : 1.5) * g * x.data[i] ** 2)),
      ],
    ]);
  const place = (at: number) => `What is wrong is the derivative in argument 2, first at its element ${at}.`;
  expect(() => checkRule(second(0), args, { mode: "reverse" })).toThrow(place(0));
  expect(() => checkRule(second(2), args, { mode: "reverse" })).toThrow(place(2));
  expect(() => checkRule(push(2), args, { mode: "forward" })).toThrow(place(0));
});
