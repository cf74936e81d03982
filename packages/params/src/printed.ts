import type { Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { type Holder, insteadKey, partsKey } from "@wengert/trace";

/**
 * Lets consoles print instances as their `toString()`: that of Node, and those of browsers, which show the name and the fields
 * behind it.
 */
export function printedAs(prototype: { toString(): string }, name: string): void {
  const print = function (this: { toString(): string }): string {
    return this.toString();
  };
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), { value: print });
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name });
}

/** Says what to hand on in place of an instance, where a tree of values is wanted. */
export function refusedAsLeaf(prototype: object, remedy: string): void {
  Object.defineProperty(prototype, insteadKey, { value: remedy });
}

/** What there is to say of a parameter beside its value. */
interface Described {
  readonly name: string | undefined;
  readonly constraint: { readonly name?: string } | undefined;
  readonly trainable: boolean;
}

/** `Param "length" 0.5 (positive, frozen)` */
export function paramText(value: number | Tensor, { name, constraint, trainable }: Described): string {
  const called = name === undefined ? "" : ` ${JSON.stringify(name)}`;
  const notes = constraint === undefined ? [] : [constraint.name ?? "with a constraint"];
  if (!trainable) notes.push("frozen");
  return `Param${called} ${valueText(value)}${notes.length === 0 ? "" : ` (${notes.join(", ")})`}`;
}

/** `[2] [1, 2]` of a Tensor, long axes shortened to their ends. */
export function valueText(value: number | Tensor): string {
  return typeof value === "number" ? String(value) : value.toString().replace(/^Tensor /, "");
}

/** One line for each path, the first of many. */
export function linesText(title: string, lines: readonly (readonly [path: string, text: string])[]): string {
  const shown = lines.slice(0, 20).map(([path, text]) => `  ${path || "(root)"}: ${text}`);
  if (lines.length > shown.length) shown.push(`  … (${lines.length} in all)`);
  return [title, ...shown].join("\n");
}

/** A block of derivatives by its shape, which is what one looks for in it. */
export function shapeText({ shape }: Tensor): string {
  return `Tensor ${showShape(shape)}`;
}

/** Makes objects of a class such that a function may return one, and a compiled function makes it anew around other values. */
export function holding<T>(prototype: T, parts: (x: T) => Holder[typeof partsKey]): void {
  Object.defineProperty(prototype, partsKey, {
    get(this: T): Holder[typeof partsKey] {
      return parts(this);
    },
  });
}
