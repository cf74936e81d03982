import { TracedValueError } from "./errors.ts";

/**
 * `Symbol.toPrimitive` of every Tensor and every tag: `x * 2`, `x > 0`, `-x`, `Math.sin(x)` and `${x}` all come
 * through here.
 *
 * Plain tensors refuse as well, so that code cannot work on numbers and fail as soon as it is differentiated.
 *
 * @example
 * import { refuseOperator } from "@wengert/array/author";
 *
 * refuseOperator("number"); // throws TracedValueError: write add
 */
export function refuseOperator(hint: string): never {
  const remedy =
    hint === "string"
      ? "A Tensor or parameter in a template string or as a key: write x.item(), x.toArray() or p.value, outside of " +
        "transformations"
      : "A native operator or Math function on a Tensor or parameter: write add, sub, mul, div, neg, pow, exp, sin, … ; " +
        "where(c, a, b) or greater(x, y).item() for a comparison; x.item() or p.value for the number itself, outside " +
        "of transformations";
  throw new TracedValueError(`${remedy}.`, hint === "string" ? "toString" : "operator");
}
