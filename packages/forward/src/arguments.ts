import { ArgumentError } from "@wengert/array";

/**
 * Refuses a list that has more or fewer entries than there are arguments.
 *
 * @throws {ArgumentError}
 */
export function expectAsMany(op: string, what: string, list: readonly unknown[], count: number): void {
  if (list.length === count) return;
  throw new ArgumentError(`${op}: got ${list.length} ${what} for ${count} arguments; give null for a zero one.`, op);
}
