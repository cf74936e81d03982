import { ArgumentError, expectFunction, expectOptions, isTensor, kindOf, type Tensor } from "@wengert/array";
import { bind } from "./bind.ts";
import { calling } from "./calling.ts";
import type { Outputs, Rule, RuleDefinition, Value } from "./contract.ts";
import { MissingRuleError } from "./errors.ts";
import { stack } from "./frame.ts";

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
  const { impl } = definition;
  return (...xs) => called(made, enough(made.name, impl, xs as readonly Value[]), undefined) as Y;
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
  const { impl } = definition;
  return (...args) => {
    const given = enough(made.name, impl, args as readonly unknown[]);
    const attributes = given[given.length - 1];
    if (typeof attributes !== "object") expectOptions(made.name, attributes);
    return called(made, given.slice(0, -1) as Value[], attributes as object) as Y;
  };
}

/** Calls a rule, so that one that closes over what is being differentiated is found out. */
function called(made: Rule, args: readonly Value[], attributes: object | undefined): Outputs {
  if (stack.top === undefined) return bind(made, args, attributes);
  const { op, home } = calling;
  calling.op = made.name;
  calling.home = stack.top;
  try {
    return bind(made, args, attributes);
  } finally {
    calling.op = op;
    calling.home = home;
  }
}

/** The rule of a definition. That it returns what it should is seen at the first call. */
function checked(definition: Rule): Rule {
  expectOptions("rule", definition);
  const { name, impl, jvp, vjp } = definition;
  if (typeof name !== "string") throw new ArgumentError(`rule: name must be a string, not ${kindOf(name)}.`, "rule");
  expectFunction("rule", "impl", impl);
  for (const half of [jvp, vjp]) if (half !== undefined) expectFunction("rule", "jvp and vjp", half);
  if (jvp === undefined && vjp === undefined) {
    throw new MissingRuleError(
      `rule: "${name}" has neither jvp nor vjp. Give one of them (the other is derived), or declare the function ` +
        "with nonDifferentiable.",
      name,
    );
  }
  const made: Rule = {
    ...definition,
    impl: (...args) => {
      const y = valued(name, impl(...args));
      made.impl = impl;
      return y;
    },
  };
  return made;
}

/**
 * What `impl` returned, if it is what it should be.
 *
 * @throws {ArgumentError} for a number, a Promise, …
 */
function valued(op: string, y: Outputs): Outputs {
  if (isTensor(y)) return y;
  const parts: unknown[] = typeof y === "object" && y !== null ? Object.values(y) : [];
  if (parts.length > 0 && parts.every(isTensor)) return y;
  throw new ArgumentError(
    `${op}: impl must return a Tensor, or an object of Tensors; it returned ${parts.length === 0 ? kindOf(y) : "an object of other things"}.`,
    op,
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
