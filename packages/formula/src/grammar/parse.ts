import { binding, COMPARISON, SIGN } from "./binding.ts";
import type { Formula, Item, Named, Node, Option, Part } from "./node.ts";
import { Reader } from "./reader.ts";
import type { Token } from "./tokens.ts";

/** What an operand may begin with, apart from a word. */
const openers: readonly string[] = ["-", "+", "(", "["];

/** So deep may a formula nest. Deeper would exhaust the stack. */
const DEEPEST = 500;

/**
 * A parser by operator precedence.
 *
 * Source: Pratt, "Top down operator precedence", 1973.
 */
class Parser extends Reader {
  #nesting = 0;

  /** `name = expression; …; expression` */
  formula(): Formula {
    const parts: Option[] = [];
    let part = this.#option();
    while (part !== undefined) {
      parts.push(part);
      if (this.next.kind === "end") throw this.error(`after "${part.name} = …;" a result follows; "equal" is ==`, part);
      this.expect(";");
      part = this.#option();
    }
    const result = this.#expression(0);
    if (this.next.kind !== "end") throw this.misplaced();
    return { text: this.text, parts, result };
  }

  #node(part: Part, start: number, ...children: readonly Node[]): Node {
    const span = this.since(start);
    const depth = 1 + children.reduce((deepest, child) => Math.max(deepest, child.depth), 0);
    if (depth > DEEPEST) throw this.error(`a formula nests at most ${DEEPEST} deep; give parts of it names`, span);
    return { ...part, ...span, depth };
  }

  #expression(weakest: number): Node {
    if (++this.#nesting > DEEPEST) throw this.error(`a formula nests at most ${DEEPEST} deep`, this.next);
    let left = this.#operand();
    for (;;) {
      const { kind, text: op } = this.next;
      const strength = kind === "sign" && Object.hasOwn(binding, op) ? binding[op] : 0;
      if (strength === 0 || strength < weakest) break;
      this.advance();
      // A power takes everything on its right up to an operator that is weaker than a sign.
      const right = this.#expression(op === "^" ? SIGN : strength + 1);
      left = this.#node({ kind: "infix", op, left, right }, left.start, left, right);
      this.#refuseAmbiguous(left, op, right);
    }
    this.#nesting--;
    return left;
  }

  /** What one reader takes for one thing, and another for another. */
  #refuseAmbiguous(whole: Node, op: string, right: Node): void {
    const another = this.next.kind === "sign" ? binding[this.next.text] : undefined;
    if (binding[op] === COMPARISON && another === COMPARISON) {
      throw this.error("comparisons do not chain: write (a < b) * (b < c)", { start: whole.start, end: this.next.end });
    }
    if (op === "\\" && this.is("\\")) {
      throw this.error("A \\ B \\ c is ambiguous: write A \\ (B \\ c)", { start: whole.start, end: this.next.end });
    }
    if (op === "^" && right.kind === "postfix" && right.bracketed === undefined) {
      throw this.error("x ^ n' is ambiguous: write (x ^ n)' or x ^ (n')", whole);
    }
  }

  #operand(): Node {
    const token = this.next;
    const { start } = token;
    const part = leaf(token);
    if (part === undefined && !openers.includes(token.text)) throw this.misplaced("a value should stand here");
    this.advance();
    if (this.is("-", token) || this.is("+", token)) {
      const of = this.#expression(SIGN);
      return this.#node({ kind: "prefix", op: token.text, of }, start, of);
    }
    if (this.is("(", token)) {
      const inner = this.#expression(0);
      this.close(")", token);
      return this.#postfix({ ...inner, ...this.since(start), bracketed: true });
    }
    if (part !== undefined) return this.#postfix(this.#node(part, start));
    const items = this.separated("]", token, () => this.#expression(0));
    return this.#postfix(this.#node({ kind: "list", items }, start, ...items));
  }

  #postfix(operand: Node): Node {
    let node = operand;
    for (;;) {
      const token = this.next;
      if (this.take("'")) {
        if (node.kind === "number")
          throw this.error("a number has no transpose: for (x ^ 2)' write the parentheses", token);
        node = this.#node({ kind: "postfix", op: "'", of: node }, node.start, node);
      } else if (this.take("[")) {
        if (this.is("]")) throw this.misplaced("an index should stand here");
        const items = this.separated("]", token, () => this.#item());
        node = this.#node({ kind: "index", of: node, items }, node.start, node, ...items.flatMap(within));
      } else if (this.is("(") && node.kind === "name" && node.bracketed === undefined) {
        node = this.#call(node);
      } else if (this.take(".")) {
        if (this.next.kind !== "name")
          throw this.misplaced("the name of a part should stand here, as in eigh(a).values");
        const { text: name } = this.advance();
        node = this.#node({ kind: "member", of: node, name }, node.start, node);
      } else return node;
    }
  }

  #call(callee: Named): Node {
    const open = this.next;
    this.advance();
    const options: Option[] = [];
    const all = this.separated(")", open, () => {
      const option = this.#option();
      if (option !== undefined) {
        if (options.some(({ name }) => name === option.name))
          throw this.error(`"${option.name}" is given twice`, option);
        options.push(option);
        return option.value;
      }
      const value = this.#expression(0);
      if (options.length > 0) throw this.error("arguments without a name come before those with one", value);
      return value;
    });
    const args = all.slice(0, all.length - options.length);
    return this.#node({ kind: "call", callee, args, options }, callee.start, ...all);
  }

  /** `name = expression`, if that is what comes next. */
  #option(): Option | undefined {
    const { kind, text: name, start, end } = this.next;
    if (kind !== "name" || !this.is("=", this.afterNext)) return undefined;
    this.advance();
    this.advance();
    return { name, start, end, value: this.#expression(0) };
  }

  #item(): Item {
    const { start } = this.next;
    if (this.take("...")) return { kind: "rest", ...this.since(start) };
    const bounds: (Node | undefined)[] = [];
    do bounds.push(this.is(":") || this.is(",") || this.is("]") ? undefined : this.#expression(0));
    while (bounds.length < 3 && this.take(":"));
    if (bounds.length > 1) return { kind: "range", bounds, ...this.since(start) };
    if (bounds[0] === undefined) throw this.misplaced("an index should stand here");
    return { kind: "at", value: bounds[0], ...this.since(start) };
  }
}

/** The expressions of an index. */
function within(item: Item): readonly Node[] {
  if (item.kind === "rest") return [];
  return item.kind === "at" ? [item.value] : item.bounds.filter((bound) => bound !== undefined);
}

function leaf({ kind, text }: Token): Part | undefined {
  if (kind === "number") return { kind, value: Number(text.replaceAll("_", "")) };
  if (kind === "name") return { kind, name: text };
  if (kind === "text") return { kind, value: text.slice(1, -1) };
  if (kind === "hole") return { kind, index: Number(text.slice(2, -1)) - 1 };
  return undefined;
}

/**
 * Reads a formula.
 *
 * @throws {FormulaError} that points to what cannot be read
 */
export function parse(text: string): Formula {
  return new Parser(text).formula();
}
