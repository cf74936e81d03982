import { WengertError } from "@wengert/tree";

/** Shapes that do not fit an operation, or each other. */
export class ShapeError extends WengertError {
  override readonly name: string = "ShapeError";
}

/**
 * A native operator was used on a Tensor, or the numbers of a traced value were read. A transformation follows a traced
 * value through ops only; JavaScript's own operators would lose track of it.
 */
export class TracedValueError extends WengertError {
  override readonly name: string = "TracedValueError";
}
