import { WengertError } from "@wengert/tree";

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
