import { bind, builtInRuleOf, type Outputs, type Parts, type Rule, type Spelling, type Value } from "@wengert/trace";
import { enough } from "./rule.ts";

export type Operation = (...args: readonly unknown[]) => Outputs;

/** A rule of the library's own, as the operation that its users call. */
export function builtIn(parts: Parts): Operation {
  return operationOf(builtInRuleOf(parts));
}

/** The operation that a rule without attributes is. */
export function operationOf(made: Rule): Operation {
  return (...args) => bind(made, enough(made.name, made.impl, args) as readonly Value[]);
}

/** The same with attributes, the last argument. */
export function builtInWithAttributes(parts: Parts): Operation {
  return operationWithAttributes(builtInRuleOf(parts));
}

/** The operation that a rule with attributes is. */
export function operationWithAttributes(made: Rule): Operation {
  return (...args) => bind(made, args.slice(0, -1) as Value[], args[args.length - 1] as object);
}

/** A rule's definition, and how it is computed number by number, and what its pullback reads. @see Rule */
export type WithSpelling<D> = D & {
  readonly spelling?: Spelling;
  readonly number?: (...xs: never[]) => number;
  readonly reads?: (k: number) => readonly number[];
};
