import type { Tensor } from "@wengert/array";
import { expectFunction, expectOptions } from "@wengert/array/author";
import type { Parts, Value } from "@wengert/trace";
import { rule } from "./rule.ts";

/** A linear operation of one argument, with attributes or without. */
export interface LinearDefinition<O extends readonly object[]> {
  /** As in the API: errors name it. */
  readonly name: string;
  /** The value: linear in `x`. */
  readonly impl: (x: Tensor, ...attributes: O) => Value;
  /** The transpose: maps a cotangent of the value to one of the shape of `x`. */
  readonly transpose: (ybar: Tensor, x: Tensor, ...attributes: O) => Value;
}

/**
 * Makes a linear operation of one argument. It is its own pushforward, so its transpose is all there is to say.
 *
 *     y = L x,   dy = L dx,   x̄ = Lᵀ ȳ
 *
 * @example
 * import { linear } from "@wengert/rule";
 * import { mul } from "@wengert/ops";
 *
 * const twice = linear({ name: "twice", impl: (x) => mul(2, x), transpose: (ybar) => mul(2, ybar) });
 * twice(4).item(); // => 8
 */
export function linear(definition: LinearDefinition<[]>): (x: Value) => Tensor;
export function linear<O extends object>(definition: LinearDefinition<[O]>): (x: Value, attributes: O) => Tensor;
export function linear(definition: LinearDefinition<never>): (...args: never[]) => Tensor {
  expectOptions("linear", definition, ["name", "impl", "transpose"]);
  expectFunction("linear", "transpose", definition.transpose);
  const op = rule(linearParts(definition, (...args) => op(...args)) as never) as (
    ...args: readonly unknown[]
  ) => Tensor;
  return op as (...args: never[]) => Tensor;
}

/** The parts of the rule of a linear operation. */
export function linearParts(
  { name, impl, transpose }: LinearDefinition<never>,
  op: (...args: readonly unknown[]) => Tensor,
): Parts {
  const value = impl as unknown as Parts["impl"];
  const back = transpose as (...args: readonly unknown[]) => Value;
  if (impl.length < 2) {
    const jvp: Parts["jvp"] = ([dx]) => (dx === undefined ? undefined : op(dx));
    return { name, impl: value, jvp, vjp: (ybar, [x]) => [() => back(ybar, x)] };
  }
  return {
    name,
    impl: value,
    jvp: ([dx], _xs, _y, attributes) => (dx === undefined ? undefined : op(dx, attributes)),
    vjp: (ybar, [x], _y, attributes) => [() => back(ybar, x, attributes)],
  };
}
