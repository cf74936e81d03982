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

/** An argument of the wrong kind: no function where one is needed, no object of options, no array. */
export class ArgumentError extends WengertError {
  override readonly name: string = "ArgumentError";
}

/** Two copies of one package are loaded that cannot work together. The message names the package and both versions. */
export class TwoCopiesError extends WengertError {
  override readonly name: string = "TwoCopiesError";
}

/** Two trees that should have one shape do not, or leaves do not fit a structure. `path` says where. */
export class TreeMismatchError extends WengertError {
  override readonly name: string = "TreeMismatchError";
}

/** A tree contains itself, or has no end. `path` says where the walk met the same container again. */
export class CyclicTreeError extends TreeMismatchError {
  override readonly name: string = "CyclicTreeError";
}
