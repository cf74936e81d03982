import type { Node, Part } from "../grammar/node.ts";

/** A value of a program as part of a formula: a tree of the grammar, with the shape of what it computes. */
export type Term = Node & { readonly shape: readonly number[] };

/** A part of a formula that nobody wrote. */
export function term(part: Part, shape: readonly number[], ...children: readonly Node[]): Term {
  const depth = 1 + children.reduce((deepest, child) => Math.max(deepest, child.depth), 0);
  return { ...part, start: 0, end: 0, depth, shape };
}

export function numberOf(value: number): Term {
  if (Number.isNaN(value)) return nameOf("nan", []);
  const size = Math.abs(value);
  const positive = size === Number.POSITIVE_INFINITY ? nameOf("inf", []) : term({ kind: "number", value: size }, []);
  return value < 0 || Object.is(value, -0) ? prefixed(positive) : positive;
}

export function nameOf(name: string, shape: readonly number[]): Term {
  return term({ kind: "name", name }, shape);
}

export function prefixed(of: Term): Term {
  return term({ kind: "prefix", op: "-", of }, of.shape, of);
}

export function transposeOf(of: Term, shape: readonly number[]): Term {
  return term({ kind: "postfix", op: "'", of }, shape, of);
}

export function infixed(op: string, left: Term, right: Term, shape: readonly number[]): Term {
  return term({ kind: "infix", op, left, right }, shape, left, right);
}

/** What an option or an argument may be besides a value. */
export type Plain = number | boolean | string | readonly Plain[];

/** A call; options that are undefined are left out. */
export function callOf(
  name: string,
  args: readonly (Term | Plain)[],
  shape: readonly number[],
  options: Readonly<Record<string, Plain | undefined>> = {},
): Term {
  const values = args.map((arg) => (isTerm(arg) ? arg : plainOf(arg)));
  const named = Object.entries(options).flatMap(([key, value]) =>
    value === undefined ? [] : [{ name: key, value: plainOf(value), start: 0, end: 0 }],
  );
  const callee = { name, start: 0, end: 0 };
  return term(
    { kind: "call", callee, args: values, options: named },
    shape,
    ...values,
    ...named.map(({ value }) => value),
  );
}

export function listOf(items: readonly Term[]): Term {
  return term({ kind: "list", items }, [], ...items);
}

export function memberOf(of: Term, name: string, shape: readonly number[]): Term {
  return term({ kind: "member", of, name }, shape, of);
}

function isTerm(x: Term | Plain): x is Term {
  return typeof x === "object" && "kind" in x;
}

function plainOf(x: Plain): Term {
  if (typeof x === "number") return numberOf(x);
  if (typeof x === "string") return term({ kind: "text", value: x }, []);
  if (typeof x === "boolean") return nameOf(String(x), []);
  return listOf(x.map(plainOf));
}
