import { childPath, type Structure, TreeMismatchError } from "@wengert/tree";

type Static = Extract<Structure, { kind: "static" }>["value"];

/** Refuses a body without `return`. */
export function expectReturned(op: string, next: unknown, init: unknown): void {
  if (next !== undefined || init === undefined) return;
  throw new TreeMismatchError(`${op}: the body returned undefined; it must return the next carry.`, op);
}

/**
 * Refuses a step that changes what is no number in its carry: the loop would go on with what it began with.
 *
 * @throws {TreeMismatchError} with the path
 */
export function expectSameStatics(op: string, began: Structure, next: Structure): void {
  const [before, after] = [staticsOf(began), staticsOf(next)];
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const [from, to] = [before.get(path), after.get(path)];
    if (Object.is(from, to)) continue;
    throw new TreeMismatchError(
      `${op}: the carry began with ${spelled(from)}${path === "" ? "" : ` at "${path}"`}, and a step returned ${spelled(to)}. ` +
        "Only numbers and Tensors change from step to step: write 1 and 0 for true and false, choose with where(c, a, b), and leave out " +
        "of the carry what stays the same, since the step may close over it.",
      op,
      path,
    );
  }
}

/** Strings, booleans, functions and the like, by their paths. What is undefined is as good as absent. */
function staticsOf(structure: Structure): ReadonlyMap<string, Static> {
  const found = new Map<string, Static>();
  const open: [path: string, part: Structure][] = [["", structure]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, part] = next;
    if (part.kind === "static" && part.value !== undefined) found.set(path, part.value);
    if (part.kind !== "container") continue;
    for (const [i, child] of part.children.entries()) {
      if (child.kind !== "leaf") open.push([childPath(path, part.shell.keys[i]), child]);
    }
  }
  return found;
}

function spelled(value: Static): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "function" ? "some function" : String(value);
}
