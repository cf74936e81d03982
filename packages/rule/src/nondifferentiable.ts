import { expectFunction, type Tensor } from "@wengert/array";
import { resolve } from "./bind.ts";
import type { Value } from "./contract.ts";
import { enough } from "./rule.ts";
import { concrete } from "./traced.ts";

/**
 * A function without derivative: it gets the plain numbers under all transformations, and what it returns is a
 * constant to all of them. Comparisons are made so.
 *
 * @param f - of plain Tensors
 * @example
 * import { nonDifferentiable } from "@wengert/rule";
 *
 * const count = nonDifferentiable((x) => x.data.filter((v) => v > 0).length);
 * count(3); // => 1
 */
export function nonDifferentiable<A extends readonly Tensor[], Y>(
  f: (...xs: A) => Y,
): (...xs: { [I in keyof A]: Value }) => Y {
  expectFunction("nonDifferentiable", "f", f);
  return (...xs) => {
    const given = enough(f.name, f, xs as readonly Value[]);
    return f(...(given.map((x, i) => concrete(resolve(x, f.name, i))) as unknown as A));
  };
}
