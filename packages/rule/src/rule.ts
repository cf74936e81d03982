import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions, symbolicOption } from "@wengert/array/author";
import { bindClosure, isTag, isTraced, type Outputs, type Rule, type Value } from "@wengert/trace";
import { checked, isAttributes } from "./checked.ts";
import type { Arguments, Attributes, OutputsOf, Results, RuleDefinition, WithAttributes } from "./definition.ts";

/**
 * Makes an operation of a rule: it can be called on numbers, Tensors and parameters, inside any transformations.
 *
 * Where `impl` takes attributes (one plain object of data behind the arguments: axis, lower, …), so does the operation.
 *
 * @throws {MissingRuleError} when neither `jvp` nor `vjp` is given
 * @throws {ArgumentError} when `impl` returns something else than numbers and Tensors
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
 *
 * const scale = rule({
 *   name: "scale",
 *   impl: (x: Tensor, { by }: { by: number }) => mul(by, x),
 *   vjp: (ybar, _xs, _y, { by }) => [mul(by, ybar)],
 * });
 * scale(2, { by: 5 }).item(); // => 10
 */
export function rule<const A extends readonly Tensor[], Y extends Results, O extends Attributes>(
  definition: WithAttributes<A, Y, O>,
): (...args: [...Arguments<A>, attributes: O]) => OutputsOf<Y>;
export function rule<const A extends readonly Tensor[], Y extends Results>(
  definition: RuleDefinition<A, Y>,
): (...xs: Arguments<A>) => OutputsOf<Y>;
export function rule(definition: object): unknown {
  const made = checked(definition);
  return callable(made, (args, attributes) => bindClosure(made, args, attributes));
}

/**
 * The former name of `rule` for operations with attributes.
 *
 * @deprecated Use `rule`.
 * @example
 * import { rule, ruleWithAttributes } from "@wengert/rule";
 *
 * ruleWithAttributes === rule; // => true
 */
export const ruleWithAttributes: typeof rule = rule;

/** How an author's rule is called: what stands behind the arguments, if it is a plain object, are its attributes. */
function callable({ name, impl, jvp, vjp }: Rule, call: Call): (...args: readonly unknown[]) => Outputs {
  const needsAttributes = Math.max(jvp?.length ?? 0, vjp?.length ?? 0) > 3;
  return (...args) => {
    const given = enough(name, impl, args);
    const last = given[given.length - 1];
    if (needsAttributes) expectOptions(name, last);
    if (!needsAttributes && !(given.length > 1 && isAttributes(last)))
      return call(given as readonly Value[], undefined);
    const attributes = last as Readonly<Record<string, unknown>>;
    for (const key in attributes) if (isFollowed(attributes[key])) throw symbolicOption(name, key);
    return call(given.slice(0, -1) as Value[], attributes);
  };
}

/** Whether a value may stand for another one. */
function isFollowed(value: unknown): boolean {
  return isTraced(value) || isTag(value);
}

type Call = (args: readonly Value[], attributes: object | undefined) => Outputs;

/**
 * The arguments of a call, if there are as many as the function takes.
 *
 * @throws {ArgumentError} when there are fewer
 */
export function enough<A extends readonly unknown[]>(op: string, f: (...args: never[]) => unknown, args: A): A {
  if (args.length >= f.length) return args;
  throw new ArgumentError(`${op}: takes ${f.length} arguments, and got ${args.length}.`, op);
}
