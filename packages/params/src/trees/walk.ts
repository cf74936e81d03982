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
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || visited.has(value)) return;
    visited.add(value);
    if (isParam(value)) found.set(value, path);
    else for (const [key, child] of fieldsOf(value)) walk(child, childPath(path, key));
  };
  walk(tree, root);
  return found;
}

/** The value at a path, as `findParams` spells it; undefined where there is none. */
export function lookUp(tree: unknown, path: string): unknown {
  let [at, here]: [unknown, string] = [tree, ""];
  while (here !== path) {
    if (typeof at !== "object" || at === null || isParam(at)) return undefined;
    const next = Array.from(fieldsOf(at), ([key, child]) => [child, childPath(here, key)] as const).find(([, to]) =>
      isWithin(path, to),
    );
    if (next === undefined) return undefined;
    [at, here] = next;
  }
  return at;
}

/** Whether a path is that of a branch, or lies in it. */
export function isWithin(path: string, branch: string): boolean {
  return path.startsWith(branch) && (branch === "" || [undefined, ".", "["].includes(path[branch.length]));
}

function fieldsOf(value: object): Iterable<readonly [string | number, unknown]> {
  // Numbers hold no parameters, and there may be millions of them.
  if (isTensor(value) || isTag(value) || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Map) return [...value].map(([key, child]) => [String(key), child]);
  if (value instanceof Set) return [...value].entries();
  return Object.entries(value);
}
