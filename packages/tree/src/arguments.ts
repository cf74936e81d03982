import { ArgumentError } from "./errors.ts";
import { nearest } from "./nearest.ts";

/**
 * A value of the wrong kind, named for a message.
 *
 * @example
 * import { kindOf } from "@wengert/tree/author";
 *
 * kindOf("text"); // => "a string"
 * kindOf(Float64Array.of(1)); // => "a bare Float64Array"
 */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  if (isSymbolic(value)) return "a Tensor or parameter";
  const name = value.constructor?.name;
  return name === undefined || name === "" || name === "Object" ? "an object" : `a bare ${name}`;
}

/**
 * Refuses what is no function.
 *
 * @param op - the operation, for the error
 * @param what - the argument, as the documentation calls it
 * @throws {ArgumentError}
 * @example
 * import { expectFunction } from "@wengert/tree/author";
 *
 * expectFunction("grad", "f", Math.sin);
 * expectFunction("grad", "f", 3); // throws ArgumentError: f must be a function, not 3
 */
export function expectFunction(op: string, what: string, value: unknown): void {
  if (typeof value !== "function") throw wrong(op, what, "a function", value);
}

/**
 * Refuses what is no plain object of options, and options that the operation does not have.
 *
 * An option is a plain value: a Tensor or parameter is refused, traced or not, since how an operation works cannot be followed.
 *
 * @param known - the names of the options; without it, names are not checked
 * @param tensors - the names of those that may be Tensors
 * @throws {ArgumentError} naming the nearest option
 * @example
 * import { expectOptions } from "@wengert/tree/author";
 *
 * expectOptions("sum", { axis: 0 }, ["axis", "keepDims"]);
 * expectOptions("sum", { axes: 0 }, ["axis", "keepDims"]); // throws ArgumentError: Did you mean "axis"?
 */
export function expectOptions(
  op: string,
  value: unknown,
  known?: readonly string[],
  tensors: readonly string[] = NONE,
): void {
  const prototype = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== null && prototype !== Object.prototype) throw wrong(op, "options", "a plain object", value);
  if (known === undefined) return;
  // Not Object.keys, which makes an array at each call.
  for (const name in value as object) {
    if (!known.includes(name)) throw unknownOption(op, name, known);
    const given = (value as Readonly<Record<string, unknown>>)[name];
    if (isSymbolic(given) && !tensors.includes(name)) throw symbolicOption(op, name);
  }
}

/**
 * Refuses options, or a further Tensor, where an operation takes none. What `xs.map(f)` and `xs.reduce(f)` hand on, numbers and arrays, is left
 * alone, as JavaScript does.
 *
 * @param more - what stands behind the arguments
 * @throws {ArgumentError}
 * @example
 * import { expectNoMore } from "@wengert/tree/author";
 *
 * expectNoMore("sin", 1);
 * expectNoMore("sin", { axis: 0 }); // throws ArgumentError: sin: there is no option "axis"
 */
export function expectNoMore(op: string, more: unknown): void {
  if (typeof more !== "object" || more === null || Array.isArray(more)) return;
  const option = isSymbolic(more) ? undefined : Object.keys(more)[0];
  throw new ArgumentError(
    option === undefined ? `${op}: ${kindOf(more)} is one argument too many.` : noOption(op, option, " It has none."),
    op,
  );
}

function noOption(op: string, name: string, remedy: string): string {
  return `${op}: there is no option "${name.slice(0, 40)}".${remedy}`;
}

const NONE: readonly string[] = [];

/** Whether a value is a Tensor or parameter of any copy of the packages. */
function isSymbolic(value: unknown): boolean {
  return typeof value === "object" && value !== null && (value as { "~wengert"?: unknown })["~wengert"] !== undefined;
}

/**
 * The error for an option that is a Tensor or parameter.
 *
 * @example
 * import { symbolicOption } from "@wengert/tree/author";
 *
 * symbolicOption("adam", "eps").message.slice(0, 20); // => "adam: eps is a Tenso"
 */
export function symbolicOption(op: string, name: string): ArgumentError {
  return new ArgumentError(
    `${op}: ${name} is a Tensor or parameter, and must be a plain value: derivatives do not go through options. Take its ` +
      "number, x.item() or p.value, outside of transformations.",
    op,
  );
}

/**
 * Refuses what is neither true nor false: "false" would count as true.
 *
 * @throws {ArgumentError}
 * @example
 * import { expectFlag } from "@wengert/tree/author";
 *
 * expectFlag("sum", "keepDims", true);
 * expectFlag("sum", "keepDims", "false"); // throws ArgumentError: must be true or false
 */
export function expectFlag(op: string, name: string, value: unknown): void {
  if (value === undefined || typeof value === "boolean") return;
  throw new ArgumentError(`${op}: ${name} must be true or false, not ${quoted(value)}.`, op);
}

/**
 * A value as messages show it: the beginning of a string, else its kind.
 *
 * @example
 * import { quoted } from "@wengert/tree/author";
 *
 * quoted("no"); // => '"no"'
 * quoted(3); // => "3"
 */
export function quoted(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 40)) : kindOf(value);
}

function unknownOption(op: string, name: string, known: readonly string[]): ArgumentError {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const all = known.length === 0 ? "It has none." : `The options are ${known.join(", ")}.`;
  return new ArgumentError(noOption(op, name, `${remedy} ${all}`), op);
}

/** @throws {ArgumentError} unless the condition holds */
export function demand(op: string, what: string, holds: boolean): void {
  if (!holds) throw new ArgumentError(`${String(op)}: ${what}.`, op);
}

/**
 * Refuses what is no array.
 *
 * @throws {ArgumentError}
 * @example
 * import { expectArray } from "@wengert/tree/author";
 *
 * expectArray("stack", "xs", [1, 2]);
 * expectArray("stack", "xs", 1); // throws ArgumentError: xs must be an array
 */
export function expectArray(op: string, what: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrong(op, what, "an array", value);
}

/**
 * Refuses what is no number.
 *
 * @throws {ArgumentError}
 * @example
 * import { expectNumber } from "@wengert/tree/author";
 *
 * expectNumber("full", "value", 7);
 * expectNumber("full", "value", "7"); // throws ArgumentError: value must be a number
 */
export function expectNumber(op: string, what: string, value: unknown): void {
  if (typeof value !== "number") throw wrong(op, what, "a number", value);
}

function wrong(op: string, what: string, wanted: string, value: unknown): ArgumentError {
  return new ArgumentError(`${String(op)}: ${String(what)} must be ${wanted}, not ${kindOf(value)}.`, op);
}
