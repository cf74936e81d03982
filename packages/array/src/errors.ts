/**
 * Every error of the library: says the operation, where in a tree of parameters it happened, and what to do.
 *
 * `error instanceof WengertError` holds for every error of every `@wengert` package, also across several copies of a
 * package in one program.
 *
 * @example
 * import { tensor, WengertError } from "@wengert/array";
 *
 * try {
 *   tensor([[1, 2], [3]]);
 * } catch (error) {
 *   if (!(error instanceof WengertError)) throw error;
 *   error.op; // => "tensor"
 * }
 */
export class WengertError extends Error {
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
    if (this !== WengertError) return Function.prototype[Symbol.hasInstance].call(this, value);
    return typeof value === "object" && value !== null && Symbol.for("@wengert/error") in value;
  }
}

/** Shapes that do not fit an operation, or each other. */
export class ShapeError extends WengertError {
  override readonly name: string = "ShapeError";
}

/**
 * A native operator on a Tensor, or a look at the numbers of a traced value: a traced value stands for a number that
 * a transformation is following, and JavaScript's own operators would lose track of it.
 */
export class TracedValueError extends WengertError {
  override readonly name: string = "TracedValueError";
}
