import type { Cell, Cells } from "./cells.ts";
import { operators } from "./cells.ts";

/** A word of a postfix expression: what it names, a number, or what is done with what stands before it. */
type Word =
  | { readonly kind: "name"; readonly place: number }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "unary" | "binary" | "choice" | "and" | "or"; readonly sign: string };

/** The names that a word may have, in the order in which their cells are given. */
const NAMES = "xyzpqr";

/** The value of a postfix expression of the cells x, y, z, and of the marks p, q, r behind them. */
export function evaluated(code: string, given: readonly Cell[], cells: Cells): Cell {
  const words = wordsOf(code);
  const stack: Cell[] = [];
  let top = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word.kind === "name") stack[top++] = given[word.place];
    else if (word.kind === "number") stack[top++] = cells.constant(word.value);
    else if (word.kind === "unary") stack[top - 1] = cells.operator(word.sign, stack[top - 1]);
    else if (word.kind === "choice") {
      top -= 2;
      stack[top - 1] = cells.choice(stack[top - 1], stack[top], stack[top + 1]);
    } else {
      top--;
      const [p, q] = [stack[top - 1], stack[top]];
      if (word.kind === "binary") stack[top - 1] = cells.operator(word.sign, p, q);
      else if (word.kind === "and") stack[top - 1] = cells.choice(p, q, cells.constant(0));
      else stack[top - 1] = cells.choice(p, cells.constant(1), q);
    }
  }
  return stack[top - 1];
}

/** The words of the codes that have been met: they are few, and each is that of a rule. */
const known: Map<string, readonly Word[]> = /* @__PURE__ */ new Map();

function wordsOf(code: string): readonly Word[] {
  let words = known.get(code);
  if (words === undefined) {
    words = code.split(" ").map(wordOf);
    known.set(code, words);
  }
  return words;
}

const unary: ReadonlySet<string> = /* @__PURE__ */ new Set(["neg", "abs", "√"]);

const others: { readonly [sign: string]: "choice" | "and" | "or" } = { "?": "choice", "&": "and", "|": "or" };

function wordOf(sign: string): Word {
  if (sign.length === 1 && NAMES.includes(sign)) return { kind: "name", place: NAMES.indexOf(sign) };
  if (sign in others) return { kind: others[sign], sign };
  if (sign in operators) return { kind: unary.has(sign) ? "unary" : "binary", sign };
  return { kind: "number", value: Number(sign) };
}
