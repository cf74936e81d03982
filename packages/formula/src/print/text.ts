import { binding, SIGN } from "../grammar/binding.ts";
import type { Formula, Item, Node } from "../grammar/node.ts";

/** Tighter than any operator. */
const ATOM = 9;
const POSTFIX = 8;

/** A formula as a text that reads back as the same formula. */
export function textOfFormula({ parts, result }: Pick<Formula, "parts" | "result">): string {
  return [...parts.map(({ name, value }) => `${name} = ${textOf(value)}`), textOf(result)].join("; ");
}

/** How tightly a part of a formula is bound. */
export function tightness(node: Node): number {
  if (node.kind === "infix") return binding[node.op];
  if (node.kind === "prefix") return SIGN;
  return node.kind === "number" || node.kind === "name" ? ATOM : POSTFIX;
}

/** A part of a formula as a text. */
export function textOf(node: Node): string {
  switch (node.kind) {
    case "number":
      return String(node.value);
    case "text":
      return `"${node.value}"`;
    case "hole":
      return `\${${node.index + 1}}`;
    case "name":
      return node.name;
    case "prefix":
      return `${node.op}${bracketed(node.of, SIGN)}`;
    case "postfix":
      return `${bracketed(node.of, POSTFIX)}${node.op}`;
    case "infix":
      return infix(node.op, node.left, node.right);
    case "list":
      return `[${node.items.map(textOf).join(", ")}]`;
    case "index":
      return `${bracketed(node.of, POSTFIX)}[${node.items.map(itemText).join(", ")}]`;
    case "member":
      return `${bracketed(node.of, POSTFIX)}.${node.name}`;
    case "call": {
      const options = node.options.map(({ name, value }) => `${name}=${textOf(value)}`);
      return `${node.callee.name}(${[...node.args.map(textOf), ...options].join(", ")})`;
    }
  }
}

function infix(op: string, left: Node, right: Node): string {
  const strength = binding[op];
  const fromRight = op === "^";
  const chains = "+-*/@".includes(op);
  const first = bracketed(left, chains ? strength : strength + 1);
  // A solve without parentheses is refused behind a product.
  const solve = right.kind === "infix" && right.op === "\\" && strength === binding["*"];
  const exponent = fromRight && right.kind === "postfix";
  const second = bracketed(right, solve || exponent ? ATOM : fromRight ? SIGN : strength + 1);
  return fromRight ? `${first}${op}${second}` : `${first} ${op} ${second}`;
}

function bracketed(node: Node, weakest: number): string {
  return tightness(node) < weakest ? `(${textOf(node)})` : textOf(node);
}

/** What stands between the commas of an index. */
export function itemText(item: Item): string {
  if (item.kind === "rest") return "...";
  if (item.kind === "at") return textOf(item.value);
  return item.bounds.map((bound) => (bound === undefined ? "" : textOf(bound))).join(":");
}
