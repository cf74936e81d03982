import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectFunction, expectOptions, isPlain, kindOf, symbolicOption } from "@wengert/array/author";
import {
  bindClosure,
  isTag,
  isTraced,
  MissingRuleError,
  type Outputs,
  type Parts,
  type Rule,
  resolve,
  ruleOf,
  type Value,
} from "@wengert/trace";
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

/** The former name of `rule` for operations with attributes. @deprecated Use `rule`. */
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

function isAttributes(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isPlain(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The rule of a definition. */
function checked(definition: object): Rule {
  expectOptions("rule", definition, ["name", "impl", "jvp", "vjp", "held", "batch"]);
  const { name, impl, jvp, vjp, held, batch } = definition as Parts;
  if (typeof name !== "string") throw new ArgumentError(`rule: name must be a string, not ${kindOf(name)}.`, "rule");
  expectFunction("rule", "impl", impl);
  for (const half of [jvp, vjp]) if (half !== undefined) expectFunction("rule", "jvp and vjp", half);
  if (held !== undefined && !(Array.isArray(held) && held.every((k) => Number.isInteger(k) && k >= 0))) {
    const found = Array.isArray(held) ? `[${held.map(String).join(", ")}]` : kindOf(held);
    throw new ArgumentError(`rule: held must be an array of positions of arguments, from 0 on, not ${found}.`, "rule");
  }
  if (jvp === undefined && vjp === undefined) {
    throw new MissingRuleError(
      `rule: "${name}" has neither jvp nor vjp. Give one of them (the other is derived), or declare the function ` +
        "with nonDifferentiable.",
      name,
    );
  }
  if (batch !== undefined && typeof batch !== "function" && !["broadcast", "leading", "shared"].includes(batch)) {
    throw new ArgumentError(
      `rule: batch must be "broadcast", "leading", "shared" or a function, not ${kindOf(batch)}.`,
      "rule",
    );
  }
  const value: Parts["impl"] = (...args) => outputsOf(name, impl(...args));
  // Whoever calls with too few arguments hears how many `impl` takes.
  return ruleOf({ name, impl: Object.defineProperty(value, "length", { value: impl.length }), jvp, vjp, held, batch });
}

/** What `impl` returned, with Tensors in place of numbers and parameters. What is neither is refused where the value is used. */
function outputsOf(op: string, y: unknown): Outputs {
  if (isTensor(y)) return y;
  if (typeof y === "number" || isTag(y)) return resolve(y, op);
  if (!isAttributes(y)) return y as Outputs;
  return Object.fromEntries(Object.entries(y as object).map(([key, part]) => [key, outputsOf(op, part)])) as Outputs;
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
