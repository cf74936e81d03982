import type { Tensor } from "@wengert/array";
import { halfRuleOf, type Outputs, type Parts } from "@wengert/trace";
import { operationOf, operationWithAttributes, type WithSpelling } from "./builtin.ts";
import type { Arguments, RuleDefinition } from "./definition.ts";

/**
 * `rule` of a pushforward alone: its pullback is the transpose, which a tape over the tangents gives.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 * import { type Tensor } from "@wengert/array";
 * import { ruleByPushforward } from "@wengert/rule/library";
 *
 * const cube = ruleByPushforward({
 *   name: "cube",
 *   impl: (x: Tensor): Tensor => mul(x, mul(x, x)),
 *   jvp: ([dx], [x]) => dx && mul(mul(3, mul(x, x)), dx),
 * });
 * grad((x) => cube(x))(2); // => 12
 */
export function ruleByPushforward<const A extends readonly Tensor[], Y extends Outputs>(
  definition: WithSpelling<Omit<RuleDefinition<A, Y>, "vjp">>,
): (...xs: Arguments<A>) => Y {
  return operationOf(halfRuleOf(definition as object as Parts)) as never;
}

/**
 * `ruleByPushforward` with attributes.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 * import { type Tensor } from "@wengert/array";
 * import { ruleWithAttributesByPushforward } from "@wengert/rule/library";
 *
 * const scaled = ruleWithAttributesByPushforward({
 *   name: "scaled",
 *   impl: (x: Tensor, { by }: { by: number }): Tensor => mul(by, x),
 *   jvp: ([dx], _xs, _y, { by }) => dx && mul(by, dx),
 * });
 * grad((x) => scaled(x, { by: 5 }))(2); // => 5
 */
export function ruleWithAttributesByPushforward<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: WithSpelling<Omit<RuleDefinition<A, Y, [O]>, "vjp">>,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return operationWithAttributes(halfRuleOf(definition as object as Parts)) as never;
}
