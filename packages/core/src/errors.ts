import { WengertError } from "@wengert/array";

/**
 * A gradient was asked of a function whose value is not one number.
 *
 * @example
 * import { grad, mul, sum, type Tensor, tensor } from "@wengert/core";
 *
 * const x = tensor([1, 2]);
 * grad((x: Tensor) => mul(x, x))(x); // throws NonScalarLossError: Reduce it with sum or mean
 * grad((x: Tensor) => sum(mul(x, x)))(x).toArray(); // => [2, 4]
 */
export class NonScalarLossError extends WengertError {
  override readonly name: string = "NonScalarLossError";
}

/**
 * A loss that uses nothing of what it is to be differentiated by: its gradient would be 0 without a word.
 *
 * @example
 * import { grad, mul, type Tensor } from "@wengert/core";
 *
 * const rate = 3;
 * grad((_x: Tensor) => mul(rate, rate))(3); // throws IndependentLossError: the loss uses nothing of what it is to be differentiated by
 * grad((x: Tensor) => mul(x, rate))(3); // => 3
 */
export class IndependentLossError extends WengertError {
  override readonly name: string = "IndependentLossError";
}
