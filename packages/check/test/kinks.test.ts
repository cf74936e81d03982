/* What the check of kinks, ends and poles finds wrong. */
import { checkRule } from "@wengert/check";
import { abs, exp, log, max, mul, rule, sqrt, square, sum, type Tensor, tensor, where } from "@wengert/core";
import { describe, expect, test } from "vitest";

const inf = Number.POSITIVE_INFINITY;
const at = { at: "kink" } as const;

/** A function of a number with the derivatives given. */
function made(f: (x: number) => number, jvp: (x: number) => number, vjp: (x: number) => number = jvp) {
  const mapped = (x: Tensor, g: (x: number) => number): Tensor => tensor(x.data.map(g), [...x.shape]);
  return rule({
    name: "made",
    impl: (x: Tensor) => mapped(x, f),
    jvp: ([dx], [x]) => dx && mul(dx, mapped(x, jvp)),
    vjp: (ybar, [x]) => [mul(ybar, mapped(x, vjp))],
  });
}

const wrong: Readonly<Record<string, readonly [op: (x: Tensor) => Tensor, x: number, says: string]>> = {
  "modes that differ in NaN": [
    made(
      Math.abs,
      () => 0,
      () => Number.NaN,
    ),
    0,
    "by reverse mode",
  ],
  "modes that differ in ∞": [
    made(
      Math.sqrt,
      () => inf,
      () => -inf,
    ),
    0,
    "by reverse mode",
  ],
  "0 where the slope is infinite": [made(Math.sqrt, () => 0), 0, "tend to Infinity"],
  "∞ of the wrong sign": [made(Math.sqrt, () => -inf), 0, "tend to Infinity"],
  "∞ where the slope is finite": [made(Math.abs, () => inf), 0, "tend to 1 and -1"],
  "a slope beyond both": [made(Math.abs, () => 1.5), 0, "tend to 1 and -1"],
  "NaN where there is a derivative": [
    made(
      (x) => x * Math.abs(x),
      () => Number.NaN,
    ),
    0,
    "tend to",
  ],
  "NaN where nothing depends": [
    made(
      () => 3,
      () => Number.NaN,
    ),
    0,
    "nothing depends",
  ],
  "a finite slope at a pole": [made(Math.log, () => 1e9), 0, "tend to Infinity"],
  "the wrong limit at infinity": [made(Math.atan, (x) => 1 / (1 + x * x) + (x === inf ? 1 : 0)), inf, "tend to"],
  "a function that is not the one of its derivative": [made(Math.sqrt, (x) => 1 / Math.sqrt(x)), 4, "tend to"],
};

describe("it catches", () => {
  test.each(Object.entries(wrong))("%s", (_what, [op, x, says]) => {
    expect(() => checkRule(op, [x], { ...at, order: 1 })).toThrow(says);
  });

  test("in any unit", () => {
    for (const unit of [1e-15, 1e15]) {
      const scaled = (g: (x: number) => number) => (x: number) => unit * g(x);
      expect(() =>
        checkRule(
          made(scaled(Math.abs), () => 1.5 * unit),
          [0],
          { ...at, order: 1 },
        ),
      ).toThrow("tend to");
      checkRule(
        made(scaled(Math.abs), () => 0.5 * unit),
        [0],
        { ...at, order: 1 },
      );
    }
    for (const x of [1e-9, 1e9]) {
      const kinked = (sign: number) =>
        made(
          (y) => Math.abs(y - x),
          () => sign,
        );
      expect(() => checkRule(kinked(1.5), [x], { ...at, order: 1 })).toThrow("tend to");
      checkRule(kinked(-1), [x], { ...at, order: 1 });
    }
  });

  test("a second derivative of 0 where it is infinite", () => {
    const half = rule({
      name: "half",
      impl: (x: Tensor) => mul(x, sqrt(x)),
      // The derivative of √ is left out where it is infinite.
      vjp: (ybar, [x]) => [mul(ybar, mul(1.5, where(x, sqrt(x), 0)))],
    });
    expect(() => checkRule(half, [0], at)).toThrow("second derivative");
  });

  test("an element that an infinite derivative of another one reaches", () => {
    const mixing = rule({
      name: "mixing",
      impl: (x: Tensor) => sqrt(x),
      jvp: ([dx], [x]) => dx && mul(tensor(Float64Array.from((dx as Tensor).data)), mul(0.5, sqrt(mul(1, x)))),
    });
    expect(() => checkRule(mixing, [tensor([0, 1])], at)).toThrow();
  });
});

test("it accepts what is right", () => {
  checkRule(abs, [0], at);
  checkRule(sqrt, [tensor([0, 4])], at);
  checkRule(log, [0], at);
  checkRule(max, [tensor([3, 3, 1])], at);
  checkRule((x: Tensor) => sum(square(x)), [tensor([0, inf])], at);
  checkRule(exp, [-inf], at);
});

test("a symmetric argument moves symmetrically", () => {
  const lower = (a: Tensor): Tensor => square(a);
  checkRule(
    lower,
    [
      tensor([
        [1, 2],
        [2, 3],
      ]),
    ],
    { ...at, order: 1 },
  );
  expect(() => checkRule(abs, [0], { at: "end" as never })).toThrow('at is "end", not "smooth" or "kink"');
});
