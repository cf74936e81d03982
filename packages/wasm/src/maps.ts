/**
 * out ← f(x), element by element; out is as long as x, and another array. Returns whether an element of out is NaN that the
 * scalar function has to replace: a map need not cover special values and extremes of its arguments, and leaves NaN there.
 */
export type UnaryMap = (x: Float64Array, out: Float64Array) => boolean;

/** out ← f(x, y) likewise, where x and y are as long as out, or one of them has length 1. */
export type BinaryMap = (x: Float64Array, y: Float64Array, out: Float64Array) => boolean;

/**
 * Elementwise functions of whole arrays, under the names that they have as operations. What is there is accurate to 2 units
 * in the last place (sigmoid and softplus, which are composed, to 1e-15 relative).
 */
export interface Maps {
  readonly exp: UnaryMap;
  readonly exp2: UnaryMap;
  readonly expm1: UnaryMap;
  readonly log: UnaryMap;
  readonly log2: UnaryMap;
  readonly log10: UnaryMap;
  readonly log1p: UnaryMap;
  readonly sinh: UnaryMap;
  readonly cosh: UnaryMap;
  readonly tanh: UnaryMap;
  readonly sigmoid: UnaryMap;
  readonly softplus: UnaryMap;
  readonly sin: UnaryMap;
  readonly cos: UnaryMap;
  readonly pow: BinaryMap;
  readonly round: UnaryMap;
  readonly maximum: BinaryMap;
  readonly minimum: BinaryMap;
}
