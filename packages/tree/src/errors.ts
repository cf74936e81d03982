/**
 * Every error of the library: says the operation, where in a tree of parameters it happened, and what to do.
 *
 * `error instanceof WengertError` holds for every error of every `@wengert` package, also across several copies of a
 * package in one program.
 *
 * @example
 * import { registerNode, WengertError } from "@wengert/tree";
 *
 * try {
 *   registerNode("Kernel" as never, { children: () => [], rebuild: () => [] });
 * } catch (error) {
 *   if (!(error instanceof WengertError)) throw error;
 *   error.op; // => "registerNode"
 * }
 */
export class WengertError extends Error {
  // Spelled out in each class, because minifiers rename classes.
  override readonly name: string = "WengertError";
  /** The operation that refused, as it is spelled in the API. */
  readonly op: string;
  /** The path of the leaf in its tree, where there is one. */
  readonly path: string | undefined;

  constructor(message: string, op: string, path?: string) {
    super(message);
    this.op = op;
    this.path = path;
  }

  static {
    Object.defineProperty(this.prototype, Symbol.for("@wengert/error"), { value: true });
  }

  // A brand tells what a class identity cannot when a program holds several copies of a package.
  static override [Symbol.hasInstance](value: unknown): boolean {
    // Subclasses inherit this method, and only the base is shared between copies.
    if (this !== WengertError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && Symbol.for("@wengert/error") in value;
  }
}

/**
 * An argument of the wrong kind: no function where one is needed, no object of options, no array.
 *
 * @example
 * import { map } from "@wengert/tree";
 *
 * map("negate" as never, { a: 1 }); // throws ArgumentError: map: f must be a function
 * map((x: number) => -x, { a: 1 }); // => { a: -1 }
 */
export class ArgumentError extends WengertError {
  override readonly name: string = "ArgumentError";
}

/**
 * Two copies of one package are loaded that cannot work together. The message names the package and both versions.
 *
 * @example
 * import { TwoCopiesError } from "@wengert/tree";
 *
 * // In a program whose bundle has @wengert/params twice.
 * const message = "The parameter scale was made by another copy of params. Let all packages have one version.";
 * const found = new TwoCopiesError(message, "param");
 * found.name; // => TwoCopiesError
 * found.op; // => param
 */
export class TwoCopiesError extends WengertError {
  override readonly name: string = "TwoCopiesError";
}

/**
 * Two trees that should have one shape do not, or leaves do not fit a structure. `path` says where.
 *
 * @example
 * import { map, TreeMismatchError } from "@wengert/tree";
 *
 * const add = (x: number, y: number): number => x + y;
 * try {
 *   map(add, { a: [1, 2] }, { a: [1] });
 * } catch (error) {
 *   if (!(error instanceof TreeMismatchError)) throw error;
 *   error.path; // => a
 * }
 * map(add, { a: [1, 2] }, { a: [10, 20] }); // => { a: [11, 22] }
 */
export class TreeMismatchError extends WengertError {
  override readonly name: string = "TreeMismatchError";
}

/**
 * A tree contains itself, or has no end. `path` says where the walk met the same container again.
 *
 * @example
 * import { CyclicTreeError, flatten } from "@wengert/tree";
 *
 * const model: { scale: number; parent?: unknown } = { scale: 1 };
 * model.parent = { child: model };
 * try {
 *   flatten(model);
 * } catch (error) {
 *   if (!(error instanceof CyclicTreeError)) throw error;
 *   error.path; // => parent.child
 * }
 */
export class CyclicTreeError extends TreeMismatchError {
  override readonly name: string = "CyclicTreeError";
}
