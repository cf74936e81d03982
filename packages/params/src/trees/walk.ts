import { isTensor } from "@wengert/array";
import { isTag } from "@wengert/trace";
import { childPath } from "@wengert/tree";
import { isParam, type Param } from "../param.ts";

/**
 * The parameters anywhere in an object, each once, with the path at which it was found first. Only reads: walks own
 * fields of any object, elements of arrays and Sets, and values of Maps.
 *
 * @param root - the path of the object itself
 */
export function findParams(tree: unknown, root: string = ""): Map<Param, string> {
  const found = new Map<Param, string>();
  const visited = new Set<unknown>();
  // The objects from the root to where the walk stands: a model may be deeper than the call stack.
  const open: { readonly path: string; readonly fields: Iterator<readonly [string | number, unknown]> }[] = [];
  const enter = (value: unknown, pathOf: () => string): void => {
    if (typeof value !== "object" || value === null || visited.has(value)) return;
    visited.add(value);
    if (isParam(value)) found.set(value, pathOf());
    else open.push({ path: pathOf(), fields: fieldsOf(value)[Symbol.iterator]() });
  };
  enter(tree, () => root);
  while (open.length > 0) {
    const { path, fields } = open[open.length - 1];
    const { done, value } = fields.next();
    if (done === true) open.pop();
    else enter(value[1], () => childPath(path, value[0]));
  }
  return found;
}

/** The value at a path, as `findParams` spells it; undefined where there is none. */
export function lookUp(tree: unknown, path: string): unknown {
  let [at, read]: [unknown, number] = [tree, 0];
  while (read < path.length) {
    if (typeof at !== "object" || at === null || isParam(at)) return undefined;
    const next = stepInto(at, path, read);
    if (next === undefined) return undefined;
    [at, read] = next;
  }
  return at;
}

/** The field that a path goes into from a position on, and where its next step begins. */
function stepInto(value: object, path: string, from: number): [child: unknown, read: number] | undefined {
  for (const [key, child] of fieldsOf(value)) {
    const step = from === 0 ? childPath("", key) : childPath("/", key).slice(1);
    const read = from + step.length;
    if (path.startsWith(step, from) && ends(path, read)) return [child, read];
  }
  return undefined;
}

/** Whether a path is that of a branch, or lies in it. */
export function isWithin(path: string, branch: string): boolean {
  return path.startsWith(branch) && (branch === "" || ends(path, branch.length));
}

/** Whether a step of a path ends at that position. */
function ends(path: string, position: number): boolean {
  return [undefined, ".", "["].includes(path[position]);
}

function fieldsOf(value: object): Iterable<readonly [string | number, unknown]> {
  // Numbers hold no parameters, and there may be millions of them.
  if (isTensor(value) || isTag(value) || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Map) return [...value].map(([key, child]) => [String(key), child]);
  if (value instanceof Set) return [...value].entries();
  return Object.entries(value);
}
