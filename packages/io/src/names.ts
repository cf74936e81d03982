import { ArgumentError } from "@wengert/array";
import { clipped, type Place, refuse } from "./elements/stored.ts";

/** Names that programs cannot keep in an object without harm. */
const harmful: readonly string[] = ["__proto__"];

/** @throws {FileFormatError} for the name of an array that would become, or replace, a prototype */
export function checkRead(place: Place, name: string): void {
  if (harmful.includes(name)) refuse(place, `a file may not name an array ${name}`);
}

/** @throws {ArgumentError} for a name that could not be read again */
export function checkWritten(op: string, name: string): void {
  if (!harmful.includes(name)) return;
  throw new ArgumentError(`${op}: no array may have the name ${clipped(name)}; choose another.`, op, name);
}
