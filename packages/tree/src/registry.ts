import { demand } from "./arguments.ts";

/** How instances of a class are taken apart and made again. */
export interface NodeHandlers<T extends object, C extends NodeChildren = NodeChildren> {
  /** The fields that are part of the tree: a record or an array, possibly nested. */
  readonly children: (node: T) => C;
  /** A new instance around other children of the same shape; `node` supplies whatever is not a child. */
  readonly rebuild: (children: C, node: T) => T;
}

/** Children of a registered instance, by name or by position. */
export type NodeChildren = { readonly [key: string]: unknown } | readonly unknown[];

interface Entry extends NodeHandlers<object> {
  readonly Class: unknown;
  readonly name: string;
}

/**
 * Lets instances of a class be containers of a tree rather than leaves.
 *
 * Registration is explicit, global (two copies of this package agree) and exact: a subclass is registered by
 * itself, since its base would be rebuilt in its place. Registering a class again replaces its handlers.
 *
 * @param Class - the class whose instances are to be walked
 * @param handlers - `children` takes an instance apart, `rebuild` makes one
 * @example
 * import { map, registerNode } from "@wengert/tree";
 *
 * class Kernel {
 *   readonly scale: number;
 *   readonly name: string;
 *   constructor(scale: number, name: string) {
 *     this.scale = scale;
 *     this.name = name;
 *   }
 * }
 * registerNode(Kernel, {
 *   children: (kernel) => ({ scale: kernel.scale }),
 *   rebuild: ({ scale }, kernel) => new Kernel(scale, kernel.name),
 * });
 * const twice = map((x: number) => 2 * x, { kernel: new Kernel(1.5, "rbf") });
 * twice.kernel.scale; // => 3
 */
export function registerNode<T extends object, C extends NodeChildren>(
  Class: { readonly prototype: T },
  handlers: NodeHandlers<T, C>,
): void {
  demand("registerNode", "the first argument must be a class", typeof Class === "function");
  const given = typeof handlers === "object" && handlers !== null;
  demand(
    "registerNode",
    "the second argument must be { children, rebuild }",
    given && typeof handlers.children === "function" && typeof handlers.rebuild === "function",
  );
  const { children, rebuild } = handlers as unknown as NodeHandlers<object>;
  registry().set(Class.prototype, { Class, name: (Class as { name?: string }).name ?? "", children, rebuild });
}

/** The handlers for instances with this prototype. */
export function handlersOf(prototype: object | null): Entry | undefined {
  return prototype === null ? undefined : registry().get(prototype);
}

const key: symbol = Symbol.for("@wengert/tree");

/** Keyed by prototype, so that nothing an instance says of its own `constructor` matters. */
function registry(): Map<object, Entry> {
  const holder = globalThis as { [key: symbol]: Map<object, Entry> | undefined };
  holder[key] ??= new Map();
  return holder[key];
}
