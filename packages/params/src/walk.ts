import { isTensor } from "@wengert/array";
import { isTag } from "@wengert/rule";
import { childPath } from "@wengert/tree";
import { isParam, type Param } from "./param.ts";

/**
 * The parameters anywhere in an object, each once, with the path at which it was found first. Only reads: walks own
 * fields of any object, elements of arrays and Sets, and values of Maps.
 */
export function findParams(tree: unknown): Map<Param, string> {
  const found = new Map<Param, string>();
  const visited = new Set<unknown>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null || visited.has(value)) return;
    visited.add(value);
    if (isParam(value)) found.set(value, path);
    else if (!isOpaque(value)) for (const [key, child] of fieldsOf(value)) walk(child, childPath(path, key));
  };
  walk(tree, "");
  return found;
}

/** Numbers hold no parameters, and there may be millions of them. */
function isOpaque(value: object): boolean {
  return isTensor(value) || isTag(value) || ArrayBuffer.isView(value);
}

function fieldsOf(value: object): Iterable<readonly [string | number, unknown]> {
  if (Array.isArray(value)) return value.entries();
  if (value instanceof Map) return [...value].map(([key, child]) => [String(key), child]);
  if (value instanceof Set) return [...value].entries();
  return Object.entries(value);
}
