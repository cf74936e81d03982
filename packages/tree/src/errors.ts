/**
 * Base class of the project's errors.
 *
 * The packages that import nothing each carry this class. `instanceof` therefore asks for a brand on the
 * prototype, so that an error of any copy is an instance of every copy. Subclasses keep the prototype chain.
 */
export class WengertError extends Error {
  // Spelled out in each class, because minifiers rename classes.
  override readonly name: string = "WengertError";
  readonly op: string;
  readonly path: string | undefined;

  constructor(message: string, op: string, path?: string) {
    super(message);
    this.op = op;
    this.path = path;
  }

  static {
    Object.defineProperty(WengertError.prototype, brand(), { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // Subclasses inherit this method, and only the base is shared.
    if (this !== WengertError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && brand() in value;
  }
}

function brand(): symbol {
  return Symbol.for("@wengert/error");
}

/** An argument of the wrong kind: no function where one is needed. */
export class ArgumentError extends WengertError {
  override readonly name: string = "ArgumentError";
}

/** @throws {ArgumentError} */
export function demand(op: string, what: string, holds: boolean): void {
  if (!holds) throw new ArgumentError(`${String(op)}: ${what}.`, op);
}

/** Two trees that should have one shape do not, or leaves do not fit a structure. `path` says where. */
export class TreeMismatchError extends WengertError {
  override readonly name: string = "TreeMismatchError";
}

/** A tree contains itself, or has no end. `path` says where the walk met the same container again. */
export class CyclicTreeError extends TreeMismatchError {
  override readonly name: string = "CyclicTreeError";
}
