import { ArgumentError, type Tensor } from "@wengert/array";
import { expectNoMore, quoted } from "@wengert/array/author";
import { rule, type Value } from "@wengert/rule";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import { definition1, definition2, type Partial1, type Partial2 } from "./elementwise.ts";

/**
 * An elementwise operation of one argument. Its derivative is stated once and serves both modes.
 *
 *     y = f(x),   dy = df(x, y) ⊙ dx,   x̄ = df(x, y) ⊙ ȳ
 *
 * What does not depend gives 0, even where df is ∞ or NaN; a tangent or cotangent that was computed to be 0 does not.
 *
 * @param f - of a number
 * @param df - f′ as a function of x and y = f(x), written in ops
 * @param loop - f over a whole array, where that is faster
 * @throws {ArgumentError} in a call for which f does not return a number
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
  return ofSome(name, 1, rule(definition1(name, answering(name, f), df, loop)));
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
  return ofSome(name, 2, rule(definition2(name, answering(name, f), dfs, loop)));
}

/** An operation of so many arguments, and no options. */
function ofSome<Op extends (...xs: never[]) => Tensor>(name: string, count: number, op: Op): Op {
  return ((...args: readonly never[]) => {
    expectNoMore(name, args[count]);
    return op(...args.slice(0, count));
  }) as Op;
}

/** f, whose answers must be numbers: undefined, of a forgotten return, would be a NaN that nobody finds. */
function answering<A extends number[]>(name: string, f: (...xs: A) => number): (...xs: A) => number {
  if (typeof f !== "function") return f;
  return (...xs) => {
    const y: unknown = f(...xs);
    if (typeof y === "number") return y;
    throw new ArgumentError(`${name}: f must return a number, and returned ${quoted(y)} for ${xs.join(", ")}.`, name);
  };
}
