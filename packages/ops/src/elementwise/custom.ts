import type { Tensor } from "@wengert/array";
import { rule, type Value } from "@wengert/rule";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import { definition1, definition2, type Partial1, type Partial2 } from "./elementwise.ts";

/**
 * An elementwise operation of one argument. Its derivative is stated once and serves both modes.
 *
 *     y = f(x),   dy = df(x, y) ⊙ dx,   x̄ = df(x, y) ⊙ ȳ
 *
 * A tangent or cotangent of exactly 0 gives 0, even where df is ∞ or NaN.
 *
 * @param f - of a number
 * @param df - f′ as a function of x and y = f(x), written in ops
 * @param loop - f over a whole array, where that is faster
 * @example
 * import { elementwise, mul, square } from "@wengert/ops";
 *
 * const cube = elementwise("cube", (x) => x ** 3, (x) => mul(3, square(x)));
 * cube(2).item(); // => 8
 */
export function elementwise(
  name: string,
  f: (x: number) => number,
  df: Partial1,
  loop?: UnaryLoop,
): (x: Value) => Tensor {
  return rule(definition1(name, f, df, loop));
}

/**
 * An elementwise operation of two arguments that broadcast; `dfs` are its partial derivatives.
 *
 * @see elementwise
 * @example
 * import { div, elementwise2 } from "@wengert/ops";
 *
 * const hypotenuse = elementwise2("hypotenuse", Math.hypot, [(x, _y, z) => div(x, z), (_x, y, z) => div(y, z)]);
 * hypotenuse(3, 4).item(); // => 5
 */
export function elementwise2(
  name: string,
  f: (x: number, y: number) => number,
  dfs: readonly [Partial2, Partial2],
  loop?: BinaryLoop,
): (x: Value, y: Value) => Tensor {
  return rule(definition2(name, f, dfs, loop));
}
