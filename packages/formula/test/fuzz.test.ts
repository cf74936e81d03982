import { isTensor, tensor, WengertError } from "@wengert/array";
import { FormulaError, mathWith } from "@wengert/formula";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "../src/grammar/parse.ts";

const words = [
  "x", "A", "y", "K", "f", "I", "pi", "true", "sum", "exp", "solve", "spd", "eigh", "where", "concat", "reshape", "newaxis", "axis",
  "1", "2.5", "0", "-1", "1e-3", ".", "+", "-", "*", "/", "^", "@", "\\", "'", "<", ">=", "==", "=", ";", ",", ":", "...",
  "(", ")", "[", "]", "\"a\"", " ", "\n", "σ", "**", ".*", "#", "$", "`", "\u0000", "\ud800", "💡",
] as const; // biome-ignore format: a list of words

const tag = mathWith({
  x: tensor([0.3, -1.2]),
  y: 2,
  A: tensor([
    [1, 2],
    [0.5, 4],
  ]),
  K: tensor([
    [2, 1],
    [1, 3],
  ]),
  f: (a: number) => a,
});

/** Whether a formula gives a value; a foreign error is thrown on. */
function hasValue(text: string): boolean {
  try {
    return isTensor(tag(text));
  } catch (error) {
    if (error instanceof WengertError) return false;
    throw new Error(`${text}: ${String(error)}`, { cause: error });
  }
}

/** Whether a text is a formula, or its error says where it is none. */
function isReadOrExplained(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    const { start, end, formula, message } = error;
    return formula === text && 0 <= start && start <= end && end <= text.length && message.includes("^");
  }
}

describe("no input throws anything but the named error", () => {
  it("texts", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join("")),
      fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((parts) => parts.join(" ")),
    );
    fc.assert(fc.property(texts, isReadOrExplained), { numRuns: 3000 });
  });

  it("cut and changed formulas", () => {
    const formulas = [
      "0.5 * x' * K \\ x + 0.5 * logdet(K)",
      "y * exp(-0.5 * sum((x - 1)^2, axis=0)) + I(2) * 3",
      "d = x[1:, newaxis] - A[:, ::-1]; where(d > 0, d @ K', -d^2)",
      "concat([x, A[0], eigh(K).values], axis=-1)[..., [0, 2]]",
    ];
    const changes = fc.tuple(fc.constantFrom(...formulas), fc.nat(), fc.nat(8), fc.constantFrom(...words, ""));
    fc.assert(
      fc.property(changes, ([text, at, length, word]) => {
        const start = at % (text.length + 1);
        hasValue(text.slice(0, start) + word + text.slice(start + length));
      }),
      { numRuns: 3000 },
    );
  });

  it("formulas of any form", () => {
    const { formula } = fc.letrec<{ formula: string }>((tie) => {
      const sub = tie("formula");
      const leaf = fc.constantFrom("x", "A", "y", "K", "2", "0", "0.5", "pi", "true", "exp", "I(2)", "[1, 0]", '"a"');
      const name = fc.constantFrom(
        "exp",
        "sum",
        "f",
        "solve",
        "logdet",
        "eigh",
        "where",
        "concat",
        "stack",
        "reshape",
        "clip",
        "take",
      );
      return {
        formula: fc.oneof(
          { maxDepth: 4, depthIdentifier: "formula" },
          leaf,
          fc
            .tuple(sub, fc.constantFrom("+", "-", "*", "/", "^", "@", "\\", "<", "=="), sub)
            .map((parts) => `(${parts.join(" ")})`),
          fc.tuple(sub, fc.constantFrom("+", "*", "@", "\\"), sub).map((parts) => parts.join(" ")),
          sub.map((a) => `-${a}`),
          sub.map((a) => `(${a})'`),
          fc.tuple(name, fc.array(sub, { maxLength: 3 })).map(([f, args]) => `${f}(${args.join(", ")})`),
          fc.tuple(name, sub, sub).map(([f, a, b]) => `${f}(${a}, axis=${b})`),
          fc.tuple(sub, sub, sub).map(([a, b, c]) => `(${a})[${b}, ${c}:]`),
          fc.tuple(sub, fc.constantFrom("values", "x", "0")).map(([a, member]) => `(${a}).${member}`),
          fc.array(sub, { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
        ),
      };
    });
    let values = 0;
    fc.assert(
      fc.property(formula, (text) => {
        if (hasValue(text)) values++;
      }),
      { numRuns: 4000 },
    );
    // Enough of them mean something: one in nine or so, 4000/9 ± 20.
    expect(values).toBeGreaterThan(250);
  });
});
