import { demand } from "./arguments.ts";
import { CyclicTreeError } from "./errors.ts";

/** Deeper than any model. */
const deepest = 100_000;

/**
 * The path of a child: `kernel.lengths[0]`, or `["a b"]` for a key that is no identifier.
 *
 * @param path - the container's own path, "" at the root
 * @param key - name of a field or index into an array
 * @example
 * import { childPath } from "@wengert/tree";
 *
 * childPath(childPath("kernel", "lengths"), 0); // => kernel.lengths[0]
 */
export function childPath(path: string, key: string | number): string {
  demand(
    "childPath",
    "path and key must be strings, or key a number",
    typeof path === "string" && (typeof key === "string" || typeof key === "number"),
  );
  if (typeof key === "number") return `${path}[${key}]`;
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** A path as it reads in a message. */
export function spell(path: string): string {
  return path === "" ? "(root)" : path;
}

/** The containers between the root and where a walk stands, each with its path. */
export class Ancestors {
  readonly #op: string;
  readonly #paths: Map<object, string> = new Map();

  constructor(op: string) {
    this.#op = op;
  }

  /** @throws {CyclicTreeError} if the container is one of its own ancestors */
  enter(container: object, path: string): void {
    const above = this.#paths.get(container);
    if (above !== undefined) {
      const message = `${this.#op}: ${spell(path)} is the same object as ${spell(above)}, which contains it`;
      throw new CyclicTreeError(`${message}; a tree has no cycles`, this.#op, path);
    }
    if (this.#paths.size >= deepest) {
      const message = `${this.#op}: the tree is nested deeper than ${deepest}; does a getter make a new object each time?`;
      throw new CyclicTreeError(message, this.#op, path);
    }
    this.#paths.set(container, path);
  }

  leave(container: object): void {
    this.#paths.delete(container);
  }
}
