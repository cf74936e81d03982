import { isStatic, type Shell, type Unpacked } from "./container.ts";
import { TreeMismatchError } from "./errors.ts";
import { childPath, spell } from "./walk.ts";

/** A node of a tree without what is below it. */
export interface NodeSummary {
  readonly kind: "leaf" | "static" | "container";
  readonly shell?: Shell;
  /** For messages. */
  readonly label: string;
}

export function summaryOf(value: unknown, unpacked: Unpacked | undefined): NodeSummary {
  if (unpacked !== undefined) return { kind: "container", shell: unpacked.shell, label: `an ${unpacked.shell.label}` };
  const kind = isStatic(value) ? "static" : "leaf";
  const type = typeof value === "object" ? (value?.constructor?.name ?? "null") : typeof value;
  return { kind, label: `a ${kind} (${type})` };
}

/**
 * @param where - names the other tree in the message
 * @throws {TreeMismatchError} unless both are leaves, both static, or containers of one sort and with the same keys
 */
export function compare(op: string, own: NodeSummary, other: NodeSummary, path: string, where: string): void {
  const differ = (at: string, what: string): TreeMismatchError =>
    new TreeMismatchError(`${op}: ${spell(at)}: ${what} ${where}`, op, at);
  if (own.kind !== other.kind || own.shell?.sort !== other.shell?.sort) {
    throw differ(path, `${own.label} against ${other.label}`);
  }
  const ours = own.shell?.keys ?? [];
  const theirs = other.shell?.keys ?? [];
  if (own.shell?.sort === "array" && ours.length !== theirs.length) {
    throw differ(path, `${own.shell.label} against ${other.shell?.label}`);
  }
  if (ours.length === theirs.length && ours.every((key, i) => key === theirs[i])) return;
  const known = new Set(theirs);
  for (const key of ours) if (!known.delete(key)) throw differ(childPath(path, key), "missing");
  for (const key of known) throw differ(childPath(path, key), "only");
}

/** The child of that name; `guess` is where it is unless the order of keys differs. */
export function childAt<T>(shell: Shell, children: readonly T[], key: string | number, guess: number): T {
  return children[shell.keys[guess] === key ? guess : shell.keys.indexOf(key)];
}
