import { ArgumentError, expectFunction, expectOptions, type Tensor } from "@wengert/array";
import { bind } from "./bind.ts";
import type { Outputs, Rule, RuleDefinition, Value } from "./contract.ts";
import { MissingRuleError } from "./errors.ts";

/**
 * Makes an operation of a rule: it can be called on numbers, Tensors and parameters, inside any transformations.
 *
 * @throws {MissingRuleError} when neither `jvp` nor `vjp` is given
 * @example
 * import type { Tensor } from "@wengert/array";
 * import { mul } from "@wengert/ops";
 * import { rule } from "@wengert/rule";
 *
 * const cube = rule({
 *   name: "cube",
 *   impl: (x: Tensor) => mul(x, mul(x, x)),
 *   vjp: (ybar, [x]) => [mul(ybar, mul(3, mul(x, x)))],
 * });
 * cube(2).item(); // => 8
 */
export function rule<const A extends readonly Tensor[], Y extends Outputs>(
  definition: RuleDefinition<A, Y>,
): (...xs: { [I in keyof A]: Value }) => Y {
  const made = checked(definition as object as Rule);
  return (...xs) => bind(made, enough(made.name, made.impl, xs as readonly Value[])) as Y;
}

/**
 * `rule` for an operation with attributes: one plain object of data (axis, lower, …) behind the arguments, which goes
 * to `impl`, `jvp` and `vjp` alike and is not differentiated.
 *
 * @throws {MissingRuleError} when neither `jvp` nor `vjp` is given
 * @example
 * import type { Tensor } from "@wengert/array";
 * import { mul } from "@wengert/ops";
 * import { ruleWithAttributes } from "@wengert/rule";
 *
 * const scale = ruleWithAttributes({
 *   name: "scale",
 *   impl: (x: Tensor, { by }: { by: number }) => mul(by, x),
 *   vjp: (ybar, _xs, _y, { by }) => [mul(by, ybar)],
 * });
 * scale(2, { by: 5 }).item(); // => 10
 */
export function ruleWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: RuleDefinition<A, Y, [O]>,
): (...args: [...{ [I in keyof A]: Value }, attributes: O]) => Y {
  const made = checked(definition as object as Rule);
  return (...args) => {
    const given = enough(made.name, made.impl, args as readonly unknown[]);
    return bind(made, given.slice(0, -1) as Value[], given[given.length - 1] as object) as Y;
  };
}

function checked(made: Rule): Rule {
  expectOptions("rule", made);
  expectFunction("rule", "impl", made.impl);
  if (made.jvp !== undefined || made.vjp !== undefined) return made;
  throw new MissingRuleError(
    `rule: "${made.name}" has neither jvp nor vjp. Give one of them (the other is derived), or declare the function ` +
      "with nonDifferentiable.",
    made.name,
  );
}

/**
 * The arguments of a call, if there are as many as the function takes.
 *
 * @throws {ArgumentError} when there are fewer
 */
export function enough<A extends readonly unknown[]>(op: string, f: (...args: never[]) => unknown, args: A): A {
  if (args.length >= f.length) return args;
  throw new ArgumentError(`${op}: takes ${f.length} arguments, and got ${args.length}.`, op);
}
