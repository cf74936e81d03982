import { WengertError } from "@wengert/tree";

/**
 * Shapes that do not fit an operation, or each other.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { add, reshape } from "@wengert/ops";
 *
 * const [x, y] = [tensor([1, 2]), tensor([10, 20, 30])];
 * add(x, y); // throws ShapeError: add: shapes [2] and [3] do not broadcast
 * add(reshape(x, [2, 1]), y).shape; // => [2, 3]
 */
export class ShapeError extends WengertError {
  override readonly name: string = "ShapeError";
}

/**
 * A native operator was used on a Tensor, or the numbers of a traced value were read. A transformation follows a traced
 * value through ops only; JavaScript's own operators would lose track of it.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { mul, stopGradient, where, less } from "@wengert/core";
 *
 * grad((x) => mul(x, x.item()))(3); // throws TracedValueError: item: the numbers of a traced value cannot be read
 * grad((x) => mul(x, stopGradient(x).item()))(3); // => 3
 * grad((x) => where(less(x, 0), 0, mul(x, x)))(3); // => 6
 */
export class TracedValueError extends WengertError {
  override readonly name: string = "TracedValueError";
}
