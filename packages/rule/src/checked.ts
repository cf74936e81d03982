import { ArgumentError, isTensor } from "@wengert/array";
import { expectFunction, expectOptions, isPlain, kindOf } from "@wengert/array/author";
import { isTag, MissingRuleError, type Outputs, type Parts, type Rule, resolve, ruleOf } from "@wengert/trace";

/** Whether something is a plain object of data, and no value. */
export function isAttributes(value: unknown): boolean {
  if (typeof value !== "object" || value === null || isPlain(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * The rule of a definition.
 *
 * @throws {ArgumentError} for parts that are not what they should be, and unknown ones
 * @throws {MissingRuleError} when neither `jvp` nor `vjp` is given
 */
export function checked(definition: object): Rule {
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
