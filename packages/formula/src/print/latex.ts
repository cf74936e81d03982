import { binding, SIGN } from "../grammar/binding.ts";
import type { Formula, Item, Node } from "../grammar/node.ts";
import { functions, symbol } from "./symbols.ts";
import { tightness } from "./text.ts";
import type { Term } from "./tree.ts";

/** A formula as LaTeX; parts with names stand in lines of their own. */
export function latexOfFormula({ parts, result }: Pick<Formula, "parts" | "result">): string {
  const whole = latex(result);
  if (parts.length === 0) return whole;
  const lines = parts.map(({ name, value }) => `${symbol(name)} &= ${latex(value)}`);
  return `\\begin{aligned}\n${[...lines, `& ${whole}`].join(" \\\\\n")}\n\\end{aligned}`;
}

const POWER = binding["^"];
const POSTFIX = POWER + 2;

const signs: Readonly<Record<string, string>> = {
  "==": "=",
  "!=": "\\neq",
  "<": "<",
  "<=": "\\le",
  ">": ">",
  ">=": "\\ge",
};

function latex(node: Node): string {
  switch (node.kind) {
    case "number":
      return numeral(node.value);
    case "text":
      return `\\text{${node.value.replace(/[^\w ,.-]/g, "")}}`;
    case "hole":
      return `x_{${node.index + 1}}`;
    case "name":
      return symbol(node.name);
    case "prefix":
      return `${node.op}${bracketed(node.of, SIGN)}`;
    case "postfix":
      return `${base(node.of)}^{\\top}`;
    case "infix":
      return infix(node.op, node.left, node.right);
    case "list":
      return `\\left[${node.items.map(latex).join(", ")}\\right]`;
    case "index":
      return `${base(node.of)}_{${node.items.map(item).join(", ")}}`;
    case "member":
      return `${base(node.of)}_{\\mathrm{${node.name}}}`;
    case "call":
      return call(node);
  }
}

/** What gets an exponent or an index: a second one needs braces around what has the first. */
function base(node: Node): string {
  const text = bracketed(node, POSTFIX);
  return strengthOf(node) >= POSTFIX && /[_^]/.test(text) ? `{${text}}` : text;
}

function call({ callee, args, options }: Node & { readonly kind: "call" }): string {
  const { name } = callee;
  if (options.length === 0) {
    if (name === "mul" && args.length === 2) return infix("*", args[0], args[1]);
    if (name === "tensor" && args.length === 1) return array(args[0]);
    const typeset = Object.hasOwn(functions, name) ? functions[name] : undefined;
    const special = typeset?.(args.map(latex), args.map(base));
    if (special !== undefined) return special;
  }
  const named = options.map((option) => `\\text{${option.name.replaceAll("_", "\\_")}} = ${latex(option.value)}`);
  return `${functionName(name)}\\left(${[...args.map(latex), ...named].join(", ")}\\right)`;
}

/** A column, or a matrix. */
function array(list: Node): string {
  if (list.kind !== "list") return latex(list);
  const rows = list.items.map((row) => (row.kind === "list" ? row.items.map(latex).join(" & ") : latex(row)));
  return `\\begin{pmatrix} ${rows.join(" \\\\ ")} \\end{pmatrix}`;
}

const known: readonly string[] = ["exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "det", "max", "min"];

function functionName(name: string): string {
  return known.includes(name) ? `\\${name}` : `\\operatorname{${name.replaceAll("_", "\\_")}}`;
}

function infix(op: string, left: Node, right: Node): string {
  if (op === "/") return `\\frac{${latex(left)}}{${latex(right)}}`;
  if (op === "\\") {
    const transposed = left.kind === "postfix";
    return `${base(transposed ? left.of : left)}^{${transposed ? "-\\top" : "-1"}} ${bracketed(right, POWER)}`;
  }
  if (op === "^") return `${base(left)}^{${latex(right)}}`;
  const strength = binding[op];
  const x = bracketed(left, strength);
  const y = right.kind === "prefix" ? `\\left(${latex(right)}\\right)` : bracketed(right, strength + 1);
  if (op === "*") return `${x} ${times(left, right)} ${y}`;
  if (op === "@") return ndim(left) === 1 ? `${base(left)}^{\\top} ${y}` : `${x} ${y}`;
  const sign = signs[op];
  // A comparison is 1 or 0: Iverson's brackets.
  return sign === undefined ? `${x} ${op} ${y}` : `\\left[${x} ${sign} ${y}\\right]`;
}

/** Between what is no number, * multiplies elements. */
function times(left: Node, right: Node): string {
  if (ndim(left) > 0 && ndim(right) > 0) return "\\odot";
  return right.kind === "number" || (right.kind === "infix" && right.left.kind === "number") ? "\\cdot" : "\\,";
}

function ndim(node: Node): number {
  return (node as Partial<Term>).shape?.length ?? 0;
}

function bracketed(node: Node, weakest: number): string {
  // A fraction holds itself together, but for what is raised or transposed.
  const held = node.kind === "infix" && node.op === "/" && weakest < POWER;
  return strengthOf(node) < weakest && !held ? `\\left(${latex(node)}\\right)` : latex(node);
}

/** How tightly something is bound as it is set. */
function strengthOf(node: Node): number {
  if (node.kind !== "call" || node.options.length > 0) return tightness(node);
  const { name } = node.callee;
  if (name === "sum" || name === "prod" || name === "where") return binding["+"];
  return name === "mul" || name === "outer" ? binding["*"] : tightness(node);
}

/** 1e-7 as 10⁻⁷. */
function numeral(value: number): string {
  const [digits, exponent] = String(value).split("e");
  if (exponent === undefined) return digits;
  const power = `10^{${exponent.replace("+", "")}}`;
  return digits === "1" ? power : `${digits} \\cdot ${power}`;
}

function item(item: Item): string {
  if (item.kind === "rest") return "\\ldots";
  if (item.kind === "at") return latex(item.value);
  return item.bounds.map((bound) => (bound === undefined ? "" : latex(bound))).join("{:}");
}
