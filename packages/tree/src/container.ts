import { demand, kindOf } from "./arguments.ts";
import { handlersOf } from "./registry.ts";

/** A leaf that belongs to the structure: carried along, never differentiated. */
export type Static = string | boolean | bigint | symbol | null | undefined | ((...args: never[]) => unknown);

/** A container without its children. */
export interface Shell {
  /** For messages: "object", "array of 2", "instance of Matern". */
  readonly label: string;
  /** Containers that may stand at one path in the trees of a `map` have equal sorts. */
  readonly sort: unknown;
  readonly keys: readonly (string | number)[];
  /** Makes such a container anew around other children, given in the order of `keys`. */
  readonly build: (children: readonly unknown[]) => unknown;
}

/** A container taken apart: `children` in the order of `shell.keys`. */
export interface Unpacked {
  readonly shell: Shell;
  readonly children: readonly unknown[];
}

/**
 * Whether a value belongs to the structure of a tree.
 *
 * @example
 * import { isStatic } from "@wengert/tree/author";
 *
 * isStatic("text"); // => true
 * isStatic(3); // => false
 */
export function isStatic(value: unknown): value is Static {
  return typeof value === "object" ? value === null : typeof value !== "number";
}

/**
 * Takes a container apart; `undefined` for every leaf.
 *
 * @example
 * import { unpack } from "@wengert/tree/author";
 *
 * unpack({ a: 1, b: 2 })?.children; // => [1, 2]
 * unpack(3); // => undefined
 */
export function unpack(value: unknown): Unpacked | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const prototype: object | null = Object.getPrototypeOf(value);
  const handlers = handlersOf(prototype);
  if (handlers !== undefined) return unpackNode(value, handlers.name, handlers);
  if (isArray(value, prototype)) return unpackArray(value);
  if (isPlain(prototype)) return unpackObject(value as Record<string, unknown>, prototype);
  return undefined;
}

function unpackArray(array: readonly unknown[]): Unpacked {
  const children = Array.from(array); // a hole becomes undefined, which is static
  const shell: Shell = {
    label: `array of ${children.length}`,
    sort: "array",
    keys: Array.from(children.keys()),
    build: (built) => built.slice(),
  };
  return { shell, children };
}

function unpackObject(object: Record<string, unknown>, prototype: object | null): Unpacked {
  const keys = Object.keys(object);
  const children = keys.map((key) => object[key]);
  const build = (built: readonly unknown[]): unknown => {
    const out: Record<string, unknown> = prototype === null ? Object.create(null) : {};
    keys.forEach((key, i) => {
      // Assignment to "__proto__" would replace the prototype instead of making a field.
      if (key === "__proto__") Object.defineProperty(out, key, { value: built[i], ...field });
      else out[key] = built[i];
    });
    return out;
  };
  return { shell: { label: "object", sort: "object", keys, build }, children };
}

const field = { enumerable: true, configurable: true, writable: true } as const;

/** A registered instance is walked as the record or array of children that its class gives. */
function unpackNode(node: object, name: string, handlers: NonNullable<ReturnType<typeof handlersOf>>): Unpacked {
  const given: unknown = handlers.children(node);
  expectChildren(name, given);
  const inner = Array.isArray(given)
    ? unpackArray(given)
    : unpackObject(given as Record<string, unknown>, Object.prototype);
  const shell: Shell = {
    label: `instance of ${name}`,
    sort: handlers.Class,
    keys: inner.shell.keys,
    build: (built) => handlers.rebuild(inner.shell.build(built) as never, node),
  };
  return { shell, children: inner.children };
}

/**
 * Anything else has no fields to walk, so what it holds would never be found.
 *
 * @throws {ArgumentError}
 */
function expectChildren(name: string, given: unknown): void {
  if (typeof given === "object" && given !== null) {
    const prototype: object | null = Object.getPrototypeOf(given);
    if (isArray(given, prototype) || isPlain(prototype)) return;
  }
  const what = `children of ${name || "a class"} must return a plain object or an array, not ${kindOf(given)}`;
  demand("registerNode", `${what}: write { value } for a single child, Object.fromEntries(map) for a Map`, false);
}

/** Array of any realm, but of no subclass: rebuilding one as a plain array would lose what it is. */
function isArray(value: object, prototype: object | null): value is readonly unknown[] {
  return Array.isArray(value) && prototype !== null && isPlain(Object.getPrototypeOf(prototype));
}

/** `null`, or the `Object.prototype` of any realm (frames and vm contexts have their own). */
function isPlain(prototype: object | null): boolean {
  if (prototype === null || prototype === Object.prototype) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf");
}
