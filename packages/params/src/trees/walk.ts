import { ArgumentError } from "@wengert/array";
import { isParam, type Param } from "../param.ts";
import { type Field, fieldsOf } from "./fields.ts";

/**
 * The parameters anywhere in an object, each once, with the path at which it was found first, in depth-first order. Only
 * reads: walks own fields of any object, elements of arrays and Sets, and values of Maps.
 *
 * @param root - the path of the object itself
 * @throws {ArgumentError} when two parameters have one path
 */
export function findParams(tree: unknown, root: string = ""): Map<Param, string> {
  const found = new Map<Param, string>();
  const paths = new Set<string>();
  const visited = new Set<unknown>();
  // Not by recursion: a list of parameters may be linked as deep as it is long.
  const open: Iterator<Field>[] = [[[root, tree] as const].values()];
  while (open.length > 0) {
    const { done, value: field } = open[open.length - 1].next();
    if (done === true) {
      open.pop();
      continue;
    }
    const [path, value] = field;
    if (typeof value !== "object" || value === null || visited.has(value)) continue;
    visited.add(value);
    if (!isParam(value)) open.push(fieldsOf(value, path));
    else if (paths.has(path)) throw sharedPath(path);
    else {
      paths.add(path);
      found.set(value, path);
    }
  }
  return found;
}

function sharedPath(path: string): ArgumentError {
  return new ArgumentError(
    `paramsOf: two parameters stand at ${path}: a field of a class that extends Map, and a key of that Map. Rename one of them.`,
    "paramsOf",
    path,
  );
}

/**
 * The values at paths, as `findParams` spells them: a function that gives undefined where there is none. What it has read of an
 * object it keeps, so that many paths of one model take no longer than the model is large.
 */
export function lookUpIn(tree: unknown): (path: string) => unknown {
  const known = new Map<object, ReadonlyMap<string, unknown>>();
  const partsOf = (value: object): ReadonlyMap<string, unknown> => {
    let parts = known.get(value);
    if (parts === undefined) {
      // Of two parts at one path the first counts.
      parts = new Map(Array.from(fieldsOf(value, "")).reverse());
      known.set(value, parts);
    }
    return parts;
  };
  return (path) => {
    let at = tree;
    for (const step of stepsOf(path)) {
      if (typeof at !== "object" || at === null || isParam(at)) return undefined;
      at = partsOf(at).get(step);
    }
    return at;
  };
}

/** `kernel.lengths[0]` as `kernel`, `lengths`, `[0]`. */
function stepsOf(path: string): string[] {
  return Array.from(path.matchAll(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]|[^.[]+/gsu), ([step]) => step);
}

/** Whether a path is that of a branch, or lies in it. */
export function isWithin(path: string, branch: string): boolean {
  return path.startsWith(branch) && (branch === "" || [undefined, ".", "["].includes(path[branch.length]));
}
