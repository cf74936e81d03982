import { WengertError } from "./errors.ts";

/** An argument of the wrong kind: no function where one is needed, no object of options, no array. */
export class ArgumentError extends WengertError {
  override readonly name: string = "ArgumentError";
}

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
 * @param op - who needs it
 * @param what - the argument, as the documentation calls it
 * @throws {ArgumentError}
 */
export function expectFunction(op: string, what: string, value: unknown): void {
  if (typeof value !== "function") throw wrong(op, what, "a function", value);
}

/**
 * Refuses what is no plain object of options.
 *
 * @throws {ArgumentError}
 */
export function expectOptions(op: string, value: unknown): void {
  const prototype = typeof value === "object" && value !== null ? Object.getPrototypeOf(value) : undefined;
  if (prototype !== null && prototype !== Object.prototype) throw wrong(op, "options", "a plain object", value);
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
  return new ArgumentError(`${op}: ${what} must be ${wanted}, not ${kindOf(value)}.`, op);
}
