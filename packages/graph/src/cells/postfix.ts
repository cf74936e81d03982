import type { Cell, Cells } from "./cells.ts";
import { operators } from "./cells.ts";

/** The value of a postfix expression of named cells. */
export function evaluated(code: string, names: Readonly<Record<string, Cell | undefined>>, cells: Cells): Cell {
  const stack: Cell[] = [];
  const pop = (): Cell => stack.pop() as Cell;
  for (const word of wordsOf(code)) {
    const named = names[word];
    if (named !== undefined) stack.push(named);
    else if (word === "?") {
      const [y, x, c] = [pop(), pop(), pop()];
      stack.push(cells.choice(c, x, y));
    } else if (word === "&" || word === "|") {
      const [q, p] = [pop(), pop()];
      stack.push(word === "&" ? cells.choice(p, q, cells.constant(0)) : cells.choice(p, cells.constant(1), q));
    } else if (word in operators) {
      const y = pop();
      stack.push(
        operators[word].length === 1 || unary.has(word) ? cells.operator(word, y) : cells.operator(word, pop(), y),
      );
    } else stack.push(cells.constant(Number(word)));
  }
  return pop();
}

/** The words of the codes that have been met: they are few, and each is that of a rule. */
const known: Map<string, readonly string[]> = /* @__PURE__ */ new Map();

function wordsOf(code: string): readonly string[] {
  let words = known.get(code);
  if (words === undefined) {
    words = code.split(" ");
    known.set(code, words);
  }
  return words;
}

const unary: ReadonlySet<string> = /* @__PURE__ */ new Set(["neg", "abs", "√"]);
