import type { Span } from "../errors.ts";

/** What a formula consists of. */
export type Node = Part & Span & { readonly depth: number; readonly bracketed?: true };

export type Part =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  /** A substituted value, by its position. */
  | { readonly kind: "hole"; readonly index: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "prefix" | "postfix"; readonly op: string; readonly of: Node }
  | { readonly kind: "infix"; readonly op: string; readonly left: Node; readonly right: Node }
  | {
      readonly kind: "call";
      readonly callee: Named;
      readonly args: readonly Node[];
      readonly options: readonly Option[];
    }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | { readonly kind: "index"; readonly of: Node; readonly items: readonly Item[] }
  | { readonly kind: "member"; readonly of: Node; readonly name: string };

/** A name, and where it stands. */
export interface Named extends Span {
  readonly name: string;
}

/** `name=value` among the arguments of a call. */
export interface Option extends Named {
  readonly value: Node;
}

/** What stands between the commas of `x[…]`: an expression, a range such as `1:-1:2`, or `...`. */
export type Item = Span &
  (
    | { readonly kind: "at"; readonly value: Node }
    | { readonly kind: "range"; readonly bounds: readonly (Node | undefined)[] }
    | { readonly kind: "rest" }
  );

/** A whole formula: parts that are given names, and the result. */
export interface Formula {
  readonly text: string;
  readonly parts: readonly Option[];
  readonly result: Node;
}
