import { ShapeError, tensor, WengertError, zeros } from "@wengert/array";
import { FormulaError, math, mathWith } from "@wengert/formula";
import { NotPositiveDefiniteError, SingularMatrixError } from "@wengert/linalg";
import { describe, expect, it } from "vitest";

const K = tensor([
  [2, 1],
  [1, 3],
]);
const y = tensor([3, 5]);

function thrown(f: () => unknown): FormulaError {
  try {
    f();
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("formulas that cannot be read", () => {
  const tag = mathWith({ K, y, x: 2, f: (a: number) => a });
  it.each([
    ["sin(x", '"(" is not closed', "sin(x\n     ^"],
    ["x[1", '"[" is not closed', "x[1\n   ^"],
    ["((1) + 2", '"(" is not closed', "((1) + 2\n  ^"],
    ["[1, 2", '"[" is not closed', "[1, 2\n  ^"],
    ["f(x]", '"]" does not belong here', "f(x]\n     ^"],
    ["x)", '")" does not belong here', "x)\n   ^"],
    ["", "ends too early", "\n  ^"],
    ["x +", "ends too early", "x +\n     ^"],
    ["x + * 2", "a value should stand here, not *", "x + * 2\n      ^"],
    ["2 x", "2 and x stand side by side", "2 x\n  ^^^"],
    ["2 (x)", "2 and ( stand side by side", "2 (x)\n  ^^^"],
    ["x (2)", '"x" is no function', "x (2)\n  ^"],
    ["sin x", "sin and x stand side by side", "sin x\n  ^^^^^"],
    ["x # 2", '"#" means nothing', "x # 2\n    ^"],
    ['f("a', "a text is not closed", 'f("a\n    ^'],
    ["x ** 2", "a power is ^", "x ** 2\n    ^^"],
    ["x .* 2", "* multiplies elements already", "x .* 2\n    ^^"],
    ["x ~= 2", "!=", "x ~= 2\n    ^^"],
    ["x = 2", "==", "x = 2\n  ^"],
    ["2 = x", '"equal" is ==', "2 = x\n    ^"],
    ["1 < x < 2", "comparisons do not chain", "1 < x < 2\n  ^^^^^^^"],
    ["x ^ y'", "(x ^ n)'", "x ^ y'\n  ^^^^^^"],
    ["x ^ 2'", "a number has no transpose", "x ^ 2'\n       ^"],
    ["K \\ K \\ y", "A \\ (B \\ c)", "K \\ K \\ y\n  ^^^^^^^"],
    ["2 * K \\ y", "a * (A \\ b) or (a * A) \\ b", "2 * K \\ y\n  ^^^^^^^^^"],
    ["K @ K \\ y", "a * (A \\ b) or (a * A) \\ b", "K @ K \\ y\n  ^^^^^^^^^"],
    ["f(x=1, 2)", "arguments without a name come before", "f(x=1, 2)\n         ^"],
    ["f(a=1, a=2)", '"a" is given twice', "f(a=1, a=2)\n         ^"],
    ["y[..., 0, ...]", 'only one "..."', "y[..., 0, ...]\n  ^^^^^^^^^^^^^^"],
    ["y[]", "an index should stand", "y[]\n    ^"],
    ["y[y > 0]", "where(condition, x, 0)", "y[y > 0]\n    ^^^^^"],
    ["eigh(K).(3)", "the name of a part", "eigh(K).(3)\n          ^"],
    ["sine(x)", 'Did you mean "sin', "sine(x)\n  ^^^^"],
    ["logdett(K)", 'Did you mean "logdet"', "logdett(K)\n  ^^^^^^^"],
    ["Variance * 2", 'Did you mean "variance"', "Variance * 2\n  ^^^^^^^^"],
    ["K^T", "the transpose of x is x'", "K^T\n    ^"],
    ["spd(K)", "write spd(A) \\ b", "spd(K)\n  ^^^"],
    ["spd(K, K) \\ y", "spd has one argument", "spd(K, K) \\ y\n  ^^^^^^^^^"],
    ["spd(K, a=1) \\ y", "spd has one argument", "spd(K, a=1) \\ y\n  ^^^^^^^^^^^"],
    ["toString(x)", "there is no function", "toString(x)\n  ^^^^^^^^"],
    ["__proto__", "there is no name", "__proto__\n  ^^^^^^^^^"],
    ["constructor", "there is no name", "constructor\n"],
  ])("%s", (text, message, place) => {
    const error = thrown(() => tag(text));
    expect(error.message).toContain(message);
    expect(error.message).toContain(`\n  ${place}`);
    expect(error).toBeInstanceOf(WengertError);
    expect(error.formula).toBe(text);
    expect(error.op).toBe("math");
  });

  it("a backslash that hides a substitution", () => {
    const { message } = thrown(() => math`${K} \${y}`);
    expect(message).toContain("leave a space between \\ and $");
    expect(message).toContain(`\n  \${1} \\\${y}\n       ^^`);
    expect(thrown(() => math("$".concat("{1}"))).message).toContain("substituted in templates only");
  });

  it("calls of substituted values", () => {
    expect(thrown(() => math`${y}(2)`).message).toContain("A function is called by a name: mathWith({ f })");
  });

  it("shows the line, and of a long line the neighbourhood", () => {
    expect(thrown(() => math("1 +\n\tfoo\n + 2")).message).toMatch(/\n {2}\tfoo\n {2}\t\^\^\^$/);
    const long = `${"1 + ".repeat(100)}foo${" + 1".repeat(100)}`;
    const [, line, carets] = thrown(() => math(long)).message.split("\n");
    expect(line.length).toBeLessThanOrEqual(82);
    expect(line.slice(carets.indexOf("^"), carets.length)).toBe("foo");
  });

  it("does not nest without end", () => {
    const deep = 100_000;
    for (const text of [
      "(".repeat(deep),
      "-".repeat(deep),
      `1${"^1".repeat(deep)}`,
      `1${"+1".repeat(deep)}`,
      "f(".repeat(deep),
    ]) {
      expect(thrown(() => math(text)).message).toContain("nests at most");
    }
    expect(thrown(() => math("x".repeat(1e6))).message.length).toBeLessThan(400);
    expect(math(`1${"+1".repeat(400)}`).item()).toBe(401);
  });
});

describe("parts that do not fit each other", () => {
  it.each(["sqrt", "square", "exp", "log", "tanh", "sin", "cos", "abs"])("%s of what is no value", (name) => {
    const text = `2 + ${name}(x)`;
    const error = thrown(() => mathWith({ x: "a text" as never })(text));
    expect(error.message).toContain(`\n  ${text}\n      ${"^".repeat(name.length + 3)}`);
    expect(error.start).toBe(4);
  });

  it("names the part, and keeps the error of the operation", () => {
    const error = thrown(() => math`1 + ${K} * ${tensor([1, 2, 3])}`);
    expect(error.message).toContain("shapes [2, 2] and [3] do not broadcast");
    expect(error.message).toContain(`\n  1 + \${1} * \${2}\n      ^^^^^^^^^^^`);
    expect(error.cause).toBeInstanceOf(ShapeError);
    expect([error.start, error.end]).toEqual([4, 15]);
  });

  it("asks whether @ was meant where it would fit", () => {
    expect(thrown(() => math`${zeros([2, 3])} * ${zeros([3, 4])}`).message).toContain("Did you mean @?");
    expect(thrown(() => math`${zeros([2, 3])} * ${zeros([4])}`).message).not.toContain("@");
    expect(thrown(() => math`${zeros([2, 3])} + ${zeros([3, 4])}`).message).not.toContain("@");
  });

  it.each([
    ["of another type", () => math`${[1, 2]} * 2`, "Wrap numbers in arrays in tensor"],
    ["a function", () => math`exp * 2`, "a function"],
    ["a list", () => math`[1, 2]`, "not a Tensor"],
    ["several outputs", () => math`eigh(${K})`, ".values, .vectors"],
    ["an unknown output", () => math`eigh(${K}).vector`, "values, vectors"],
    ["a part of a Tensor", () => math`${K}.shape`, "has no parts"],
    ["an unknown option", () => math`sum(${K}, axes=0)`, 'Did you mean "axis"?'],
    ["a missing argument", () => math`solve(${K})`, "solve"],
    ["a class of errors", () => math`SingularMatrixError("x")`, "there is no function"],
    ["an order that is no number", () => math`${K} + I(${K})`, ""],
    ["a huge order", () => math`sum(I(1e9))`, ""],
    ["an unsolvable solve", () => math`2 \ ${y}`, "solve"],
    ["a power that looks like an inverse", () => math`${K}^-1 @ ${y}`, "inv(A)"],
    ["a position out of range", () => math`${y}[2]`, "there is no position 2 on an axis of length 2"],
    ["a fraction for a position", () => math`${y}[0.5]`, "an index is an integer"],
    ["a Tensor of positions", () => math`${K}[${y}]`, "write take(x, positions, axis)"],
    ["too many positions", () => math`${y}[0, 0]`, "2 indices for shape [2]"],
    ["lists of positions beside single ones", () => math`${K}[0, [1]]`, "Write two brackets"],
    ["a step of 0", () => math`${y}[::0]`, "step"],
  ])("%s", (_what, f, message) => {
    expect(thrown(f).message).toContain(message);
  });

  it("leaves errors about numbers what they are, and those of one's own functions", () => {
    expect(() => math`cholesky(-${K})`).toThrow(NotPositiveDefiniteError);
    expect(() => math`${zeros([2, 2])} \ ${y}`).toThrow(SingularMatrixError);
    const own = new TypeError("mine");
    const tag = mathWith({
      fail: () => {
        throw own;
      },
    });
    expect(() => tag`1 + fail(${y})`).toThrow(own);
  });

  it("refuses what is no scope, and no template", () => {
    expect(() => mathWith(null as never)).toThrow("mathWith: the scope must be an object of names, not null.");
    expect(() => (math as (x: unknown) => unknown)(3)).toThrow(
      "math: write a template, math`…`, or give a text, not 3.",
    );
    expect(() => (math as (x?: unknown) => unknown)()).toThrow("math: write a template");
  });
});
