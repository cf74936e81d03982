import { ArgumentError } from "./errors.ts";
import { nearest } from "./nearest.ts";

/** A value of the wrong kind, named for a message. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = value.constructor?.name;
  return name === undefined || name === "" || name === "Object" ? "an object" : `a bare ${name}`;
}

/**
 * Refuses what is no function.
 *
 * @param op - the operation, for the error
 * @param what - the argument, as the documentation calls it
 * @throws {ArgumentError}
 */
export function expectFunction(op: string, what: string, value: unknown): void {
  if (typeof value !== "function") throw wrong(op, what, "a function", value);
}

/**
 * Refuses what is no plain object of options, and options that the operation does not have.
 *
 * @param known - the names of the options; without it, names are not checked
 * @throws {ArgumentError} naming the nearest option
 */
export function expectOptions(op: string, value: unknown, known?: readonly string[]): void {
  const prototype = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== null && prototype !== Object.prototype) throw wrong(op, "options", "a plain object", value);
  if (known === undefined) return;
  // Not Object.keys, which makes an array at each call.
  for (const name in value as object) if (!known.includes(name)) throw unknownOption(op, name, known);
}

function unknownOption(op: string, name: string, known: readonly string[]): ArgumentError {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  const all = known.length === 0 ? "It has none." : `The options are ${known.join(", ")}.`;
  return new ArgumentError(`${op}: there is no option "${name.slice(0, 40)}".${remedy} ${all}`, op);
}

/** @throws {ArgumentError} unless the condition holds */
export function demand(op: string, what: string, holds: boolean): void {
  if (!holds) throw new ArgumentError(`${String(op)}: ${what}.`, op);
}

/**
 * Refuses what is no array.
 *
 * @throws {ArgumentError}
 */
export function expectArray(op: string, what: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrong(op, what, "an array", value);
}

/**
 * Refuses what is no number.
 *
 * @throws {ArgumentError}
 */
export function expectNumber(op: string, what: string, value: unknown): void {
  if (typeof value !== "number") throw wrong(op, what, "a number", value);
}

function wrong(op: string, what: string, wanted: string, value: unknown): ArgumentError {
  return new ArgumentError(`${String(op)}: ${String(what)} must be ${wanted}, not ${kindOf(value)}.`, op);
}
