import type { Tensor } from "@wengert/array";
import type { Outputs, Parts } from "@wengert/trace";
import { builtIn, builtInWithAttributes, type WithSpelling } from "./builtin.ts";
import type { Arguments, RuleDefinition } from "./definition.ts";

/**
 * An operation without derivative: `nonDifferentiable` of the main entry, for the library's own operations. `impl` must
 * not return an argument itself.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { type Tensor } from "@wengert/array";
 * import { mul } from "@wengert/ops";
 * import { scalar } from "@wengert/array/author";
 * import { constant } from "@wengert/rule/library";
 *
 * const length = constant({ name: "length", impl: (x: Tensor) => scalar(x.size) });
 * grad((x) => mul(x, length(x)))(5); // => 1
 */
export function constant<const A extends readonly Tensor[], Y extends Outputs>(
  definition: WithSpelling<Pick<RuleDefinition<A, Y>, "name" | "impl">>,
): (...xs: Arguments<A>) => Y {
  return builtIn({ ...(definition as object as Parts), held: "all" }) as never;
}

/**
 * What a rule holds: an operation without derivative whose result only rules of the library see, as long as its arguments.
 *
 * @example
 * import { type Tensor } from "@wengert/array";
 * import { tensor } from "@wengert/array";
 * import { fromData } from "@wengert/array/author";
 * import { residual } from "@wengert/rule/library";
 *
 * // 1 where an element is positive: what a rule of the library computes once and holds.
 * const signs = residual({
 *   name: "signs",
 *   impl: (x: Tensor) => fromData(x.data.map((value) => Number(value > 0)), x.shape),
 * });
 * signs(tensor([-1, 2])).toArray(); // => [0, 1]
 */
export function residual<const A extends readonly Tensor[], Y extends Outputs>(
  definition: WithSpelling<Pick<RuleDefinition<A, Y>, "name" | "impl">>,
): (...xs: Arguments<A>) => Y {
  return builtIn({ ...(definition as object as Parts), held: "all", residual: true }) as never;
}

/**
 * `residual` with attributes.
 *
 * @example
 * import { tensor, type Tensor } from "@wengert/array";
 * import { fromData } from "@wengert/array/author";
 * import { residualWithAttributes } from "@wengert/rule/library";
 *
 * const above = residualWithAttributes({
 *   name: "above",
 *   impl: (x: Tensor, { limit }: { limit: number }) => fromData(x.data.map((v) => Number(v > limit)), x.shape),
 * });
 * above(tensor([1, 3]), { limit: 2 }).toArray(); // => [0, 1]
 */
export function residualWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: WithSpelling<Pick<RuleDefinition<A, Y, [O]>, "name" | "impl">>,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes({ ...(definition as object as Parts), held: "all", residual: true }) as never;
}

/**
 * `constant` with attributes.
 *
 * @example
 * import { zeros, type Tensor } from "@wengert/array";
 * import { scalar } from "@wengert/array/author";
 * import { constantWithAttributes } from "@wengert/rule/library";
 *
 * const lengthOf = constantWithAttributes({
 *   name: "lengthOf",
 *   impl: (x: Tensor, { axis }: { axis: number }) => scalar(x.shape.at(axis) ?? 0),
 * });
 * lengthOf(zeros([2, 3]), { axis: -1 }).item(); // => 3
 */
export function constantWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: Pick<RuleDefinition<A, Y, [O]>, "name" | "impl">,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes({ ...(definition as object as Parts), held: "all" }) as never;
}
