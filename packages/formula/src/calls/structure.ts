import type { Node } from "../grammar/node.ts";
import { type Structure, structures, transposes } from "./matrices.ts";

/** Whether a name has the library's meaning in a formula. */
export type IsDefault = (name: string) => boolean;

/** What the text tells about a matrix. */
export function structureOf(node: Node, isDefault: IsDefault): Structure {
  if (node.kind === "postfix") return transposes[structureOf(node.of, isDefault)];
  if (node.kind !== "call" || !Object.hasOwn(structures, node.callee.name)) return "general";
  return isDefault(node.callee.name) ? structures[node.callee.name] : "general";
}

/** `I(n)`, or a product of something with it. */
export interface Identity {
  readonly size: Node;
  readonly scale?: Node;
}

/** The identity that a node is, if it is one. */
export function identityOf(node: Node, isDefault: IsDefault): Identity | undefined {
  if (node.kind === "call") {
    const { callee, args, options } = node;
    const single = args.length === 1 && options.length === 0;
    return single && callee.name === "I" && isDefault("I") ? { size: args[0] } : undefined;
  }
  if (node.kind !== "infix" || node.op !== "*") return undefined;
  const [first, second] = [identityOf(node.left, isDefault), identityOf(node.right, isDefault)];
  if (first !== undefined && first.scale === undefined) return { size: first.size, scale: node.right };
  return second !== undefined && second.scale === undefined ? { size: second.size, scale: node.left } : undefined;
}
