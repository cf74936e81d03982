/*
 * The makers of the library's own operations. They are those of the main entry, for functions that keep nothing of what
 * they are given or have made once they have returned: no Tensor, and no array. What they compute inside a gradient can
 * then be written where the engine wishes. That is known of operations by how they were made, here; nobody else can
 * promise it, so this entry is not for programs.
 */
import type { Tensor } from "@wengert/array";
import { expectNoMore, presenceOf, scalar, withPresence } from "@wengert/array/author";
import {
  bind,
  bind1,
  builtInRuleOf,
  Contribution,
  type Outputs,
  onesLike,
  type Parts,
  type Spelling,
  type Value,
} from "@wengert/trace";
import { builtIn, builtInWithAttributes, type Operation, type WithSpelling } from "./builtin.ts";
import type { Arguments, RuleDefinition } from "./definition.ts";
import { type LinearDefinition, linearParts } from "./linear.ts";

export {
  type Arithmetic,
  beforeUse,
  type Cell,
  type Elements,
  type Source,
  type Spelled,
  type Spelling,
} from "@wengert/trace";
export { ruleByPushforward, ruleWithAttributesByPushforward } from "./bypushforward.ts";
export { constant, constantWithAttributes, residual, residualWithAttributes } from "./constants.ts";
export { differentiationOrder, directionOf } from "./differentiationorder.ts";
export { elementwiseDerivative } from "./elementwisederivative.ts";
export { binary, binaryWithAttributes, unary } from "./few.ts";
export type { FirstInput, OneTensor, Rest } from "./types.ts";
export { Contribution };

/** The pullback is stated. */
type Pullback<Definition extends { readonly vjp?: unknown }> = { readonly vjp: NonNullable<Definition["vjp"]> };

/**
 * `rule` of the main entry, for the library's own operations without attributes.
 *
 * @example
 * import { mul } from "@wengert/ops";
 * import { type Tensor } from "@wengert/array";
 * import { rule } from "@wengert/rule/library";
 *
 * const cube = rule({
 *   name: "cube",
 *   impl: (x: Tensor): Tensor => mul(x, mul(x, x)),
 *   vjp: (ybar, [x]) => [mul(ybar, mul(3, mul(x, x)))],
 * });
 * cube(2).item(); // => 8
 */
export function rule<const A extends readonly Tensor[], Y extends Outputs>(
  definition: WithSpelling<RuleDefinition<A, Y>> & Pullback<RuleDefinition<A, Y>>,
): (...xs: Arguments<A>) => Y {
  return builtIn(definition as object as Parts) as never;
}

/**
 * `rule` of the main entry, for the library's own operations with attributes.
 *
 * @example
 * import { mul } from "@wengert/ops";
 * import { type Tensor } from "@wengert/array";
 * import { ruleWithAttributes } from "@wengert/rule/library";
 *
 * const scaled = ruleWithAttributes({
 *   name: "scaled",
 *   impl: (x: Tensor, { by }: { by: number }): Tensor => mul(by, x),
 *   vjp: (ybar, _xs, _y, { by }) => [mul(by, ybar)],
 * });
 * scaled(2, { by: 5 }).item(); // => 10
 */
export function ruleWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: WithSpelling<RuleDefinition<A, Y, [O]>> & Pullback<RuleDefinition<A, Y, [O]>>,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes(definition as object as Parts) as never;
}

/** A rule of any number of arguments, which `impl` gets as a list. */
interface ListDefinition<O extends object> {
  readonly name: string;
  readonly impl: (xs: readonly Tensor[], attributes: O) => Tensor;
  readonly jvp: (dxs: readonly (Tensor | undefined)[], xs: readonly Tensor[], y: Tensor, o: O) => Tensor | undefined;
  readonly vjp: (ybar: Tensor, xs: readonly Tensor[], y: Tensor, o: O) => readonly unknown[];
  readonly spelling?: Spelling;
  /** Which positions are held. */
  readonly held?: { readonly includes: (position: number) => boolean };
}

/**
 * A rule of the library's own of any number of arguments in one list: as many as a program has parts.
 *
 * @example
 * import { add } from "@wengert/ops";
 * import { ruleOfList } from "@wengert/rule/library";
 *
 * const total = ruleOfList({
 *   name: "total",
 *   impl: (xs) => xs.reduce((sum, x) => add(sum, x)),
 *   jvp: (dxs) => dxs.filter((dx) => dx !== undefined).reduce((sum, dx) => add(sum, dx)),
 *   vjp: (ybar, xs) => xs.map(() => ybar),
 * });
 * total([1, 2, 3], {}).item(); // => 6
 */
export function ruleOfList<O extends object>(
  definition: ListDefinition<O>,
): (xs: readonly Value[], attributes: O) => Tensor {
  const made = builtInRuleOf({ ...(definition as object as Parts), composite: true });
  return (xs, attributes) => bind(made, xs, attributes) as Tensor;
}

/** A linear operation that moves, repeats, adds up or negates elements, so that it keeps track of what depends. */
interface Linear<O extends readonly object[]> extends LinearDefinition<O> {
  /** Whether some elements of the value do not depend on x at all. */
  readonly leavesOut?: boolean;
  readonly spelling?: Spelling;
  /** In place of the operation itself, its tangent: the same map, which leaves out what does not depend. */
  readonly tangent?: (dx: Tensor, ...attributes: O) => Tensor;
}

/**
 * `linear` of the main entry, for the library's own operations.
 *
 * @example
 * import { neg } from "@wengert/ops";
 * import { linear } from "@wengert/rule/library";
 *
 * const turned = linear({ name: "turned", impl: (x) => neg(x), transpose: (ybar) => neg(ybar) });
 * turned(3).item(); // => -3
 */
export function linear(definition: Linear<[]>): (x: Value) => Tensor;
export function linear<O extends object>(definition: Linear<[O]>): (x: Value, attributes: O) => Tensor;
export function linear(definition: Linear<never>): unknown {
  const parts = linearParts(definition, (...args) => op(...args) as Tensor);
  const { impl } = parts as { impl: (x: Tensor, o?: object) => Tensor };
  const { leavesOut = false, spelling } = definition;
  const tangent = definition.tangent as ((dx: Tensor, o?: object) => Tensor) | undefined;
  const back = definition.transpose as (ybar: Tensor, x: Tensor, o?: object) => Tensor | number;
  const marked = (x: Tensor, o?: object): Tensor => {
    const presence = presenceOf(x) ?? (leavesOut ? onesLike(x) : undefined);
    const y = impl(x, o);
    return presence === undefined ? y : withPresence(y, impl(presence, o));
  };
  const made = builtInRuleOf({
    ...parts,
    spelling,
    impl: marked as Parts["impl"],
    jvp: tangent === undefined ? parts.jvp : ([dx], _x, _y, o) => (dx === undefined ? undefined : tangent(dx, o)),
    cotangent: (_k, ybar, _y, x, _none, o) => {
      const xbar = back(ybar, x, o);
      return typeof xbar === "number" ? scalar(xbar) : xbar;
    },
    reads: () => [],
  });
  const op = (definition.impl.length > 1
    ? (x: Value, o: object) => bind1(made, x, o)
    : (x: Value, more: unknown = undefined) => {
        if (more !== undefined) expectNoMore(made.name, more);
        return bind1(made, x);
      }) as unknown as Operation;
  return op;
}
