import type { Tensor } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import { bindClosure, constantRuleOf, type Parts, type Value } from "@wengert/trace";
import { enough } from "./rule.ts";

/**
 * A function without derivative. Under derivatives it gets plain numbers, and what it returns is a constant to them, so
 * it can be read: `if (greater(x, 0).item())`. Comparisons, rounding and permutations are made so, and what a rule
 * holds: a factorization, a mask.
 *
 * @param f - of plain Tensors; must not close over what is being differentiated
 * @example
 * import { nonDifferentiable } from "@wengert/rule";
 *
 * const count = nonDifferentiable((x) => x.data.filter((v) => v > 0).length);
 * count(3); // => 1
 */
export function nonDifferentiable<A extends readonly Tensor[], Y>(
  f: (...xs: A) => Y,
): (...xs: { [I in keyof A]: Value }) => Y {
  expectNoMore("nonDifferentiable", arguments[1]);
  expectFunction("nonDifferentiable", "f", f);
  const made = constantRuleOf({
    name: f.name === "" ? "nonDifferentiable" : f.name,
    impl: f as unknown as Parts["impl"],
    held: "all",
  });
  return (...xs) => bindClosure(made, enough(made.name, f, xs as readonly Value[])) as Y;
}
