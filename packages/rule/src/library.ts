/*
 * The makers of the library's own operations. They are those of the main entry, for functions that keep nothing of what
 * they are given or have made once they have returned: no Tensor, and no array. What they compute inside a gradient can
 * then be written where the engine wishes. That is known of operations by how they were made, here; nobody else can
 * promise it, so this entry is not for programs.
 */
import type { Tensor } from "@wengert/array";
import { presenceOf, scalar, withPresence } from "@wengert/array/author";
import {
  type Batching,
  bind,
  bind1,
  bind2,
  Contribution,
  type Outputs,
  onesLike,
  type Parts,
  ruleOf,
  type Value,
} from "@wengert/trace";
import type { Arguments, RuleDefinition } from "./definition.ts";
import { type LinearDefinition, linearParts } from "./linear.ts";
import { enough } from "./rule.ts";

export { beforeUse, type Source } from "@wengert/trace";
export { differentiationOrder, directionOf } from "./differentiationorder.ts";
export { elementwiseDerivative } from "./elementwisederivative.ts";
export type { FirstInput, OneTensor, Rest } from "./types.ts";
export { Contribution };

type Operation = (...args: readonly unknown[]) => Outputs;

function builtIn(parts: Parts): Operation {
  const made = ruleOf({ ...parts, builtIn: true });
  return (...args) => bind(made, enough(made.name, made.impl, args) as readonly Value[]);
}

function builtInWithAttributes(parts: Parts): Operation {
  const made = ruleOf({ ...parts, builtIn: true });
  return (...args) => bind(made, args.slice(0, -1) as Value[], args[args.length - 1] as object);
}

type Halves<A extends readonly Tensor[]> = Pick<RuleDefinition<A, Tensor>, "name" | "impl" | "jvp">;

/**
 * A rule of one argument without attributes, on the shortest way: most of what a pullback computes. In place of `vjp` it may
 * have `cotangent`, its only entry: x̄ from ȳ, y and x.
 */
interface Unary extends Halves<[Tensor]> {
  /** `impl` on numbers. */
  readonly number?: (x: number) => number;
  /** With `number`, the derivative: dy = slope dx. */
  readonly slope?: (k: number, y: Tensor, x: Tensor) => Value;
  readonly vjp?: RuleDefinition<[Tensor], Tensor>["vjp"];
  readonly cotangent?: (k: number, ybar: Tensor, y: Tensor, x: Tensor) => Tensor;
}

/** A rule of two arguments without attributes, likewise; `cotangent` gives that of argument number k. */
interface Binary extends Halves<[Tensor, Tensor]> {
  readonly number?: (x: number, y: number) => number;
  readonly slope?: (k: number, z: Tensor, x: Tensor, y: Tensor) => Value;
  readonly vjp?: RuleDefinition<[Tensor, Tensor], Tensor>["vjp"];
  readonly cotangent?: (k: number, zbar: Tensor, z: Tensor, x: Tensor, y: Tensor) => Tensor;
  readonly batch?: Batching;
}

/** Makes a rule of one argument. @see Unary */
export function unary(definition: Unary): (x: Value) => Tensor {
  const { cotangent } = definition;
  const vjp: Unary["vjp"] = cotangent === undefined ? definition.vjp : (ybar, [x], y) => [cotangent(0, ybar, y, x)];
  const made = ruleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"], builtIn: true });
  return (x) => bind1(made, x) as Tensor;
}

/** Makes a rule of two arguments. @see Binary */
export function binary(definition: Binary): (x: Value, y: Value) => Tensor {
  const { cotangent } = definition;
  const vjp: Binary["vjp"] =
    cotangent === undefined
      ? definition.vjp
      : (zbar, [x, y], z) => [() => cotangent(0, zbar, z, x, y), () => cotangent(1, zbar, z, x, y)];
  const made = ruleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"], builtIn: true });
  return (x, y) => bind2(made, x, y) as Tensor;
}

/** A rule of two arguments with attributes, none of them held. */
interface BinaryWithAttributes<O extends object> {
  readonly name: string;
  readonly impl: (x: Tensor, y: Tensor, o: O) => Tensor;
  readonly jvp: RuleDefinition<[Tensor, Tensor], Tensor, [O]>["jvp"];
  readonly cotangent: (k: number, zbar: Tensor, z: Tensor, x: Tensor, y: Tensor, o: O) => Tensor;
  readonly batch: Batching;
}

/** Makes a rule of two arguments with attributes. */
export function binaryWithAttributes<O extends object>(
  definition: BinaryWithAttributes<O>,
): (x: Value, y: Value, o: O) => Tensor {
  const { cotangent } = definition;
  const vjp = (zbar: Tensor, [x, y]: readonly Tensor[], z: Tensor, o: O): readonly unknown[] => [
    () => cotangent(0, zbar, z, x, y, o),
    () => cotangent(1, zbar, z, x, y, o),
  ];
  const made = ruleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"], builtIn: true });
  return (x, y, o) => bind2(made, x, y, o) as Tensor;
}

/** `rule` of the main entry, for the library's own operations without attributes. */
export function rule<const A extends readonly Tensor[], Y extends Outputs>(
  definition: RuleDefinition<A, Y>,
): (...xs: Arguments<A>) => Y {
  return builtIn(definition as object as Parts) as never;
}

/** `rule` of the main entry, for the library's own operations with attributes. */
export function ruleWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: RuleDefinition<A, Y, [O]>,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes(definition as object as Parts) as never;
}

/** A rule of any number of arguments, which `impl` gets as a list. */
interface ListDefinition<O extends object> {
  readonly name: string;
  readonly impl: (xs: readonly Tensor[], attributes: O) => Tensor;
  readonly jvp: (dxs: readonly (Tensor | undefined)[], xs: readonly Tensor[], y: Tensor, o: O) => Tensor | undefined;
  readonly vjp: (ybar: Tensor, xs: readonly Tensor[], y: Tensor, o: O) => readonly unknown[];
  /** Which positions are held. */
  readonly held?: { readonly includes: (position: number) => boolean };
}

/** A rule of the library's own of any number of arguments in one list: as many as a program has parts. */
export function ruleOfList<O extends object>(
  definition: ListDefinition<O>,
): (xs: readonly Value[], attributes: O) => Tensor {
  const made = ruleOf({ ...(definition as object as Parts), composite: true, builtIn: true });
  return (xs, attributes) => bind(made, xs, attributes) as Tensor;
}

/** A linear operation that moves, repeats, adds up or negates elements, so that it keeps track of what depends. */
interface Linear<O extends readonly object[]> extends LinearDefinition<O> {
  /** Whether some elements of the value do not depend on x at all. */
  readonly leavesOut?: boolean;
  /** In place of the operation itself, its tangent: the same map, which leaves out what does not depend. */
  readonly tangent?: (dx: Tensor, ...attributes: O) => Tensor;
}

/** `linear` of the main entry, for the library's own operations. */
export function linear(definition: Linear<[]>): (x: Value) => Tensor;
export function linear<O extends object>(definition: Linear<[O]>): (x: Value, attributes: O) => Tensor;
export function linear(definition: Linear<never>): unknown {
  const parts = linearParts(definition, (...args) => op(...args) as Tensor);
  const { impl } = parts as { impl: (x: Tensor, o?: object) => Tensor };
  const { leavesOut = false } = definition;
  const tangent = definition.tangent as ((dx: Tensor, o?: object) => Tensor) | undefined;
  const back = definition.transpose as (ybar: Tensor, x: Tensor, o?: object) => Tensor | number;
  const marked = (x: Tensor, o?: object): Tensor => {
    const presence = presenceOf(x) ?? (leavesOut ? onesLike(x) : undefined);
    const y = impl(x, o);
    return presence === undefined ? y : withPresence(y, impl(presence, o));
  };
  const made = ruleOf({
    ...parts,
    impl: marked as Parts["impl"],
    jvp: tangent === undefined ? parts.jvp : ([dx], _x, _y, o) => (dx === undefined ? undefined : tangent(dx, o)),
    cotangent: (_k, ybar, _y, x, _none, o) => {
      const xbar = back(ybar, x, o);
      return typeof xbar === "number" ? scalar(xbar) : xbar;
    },
    builtIn: true,
  });
  const op = (definition.impl.length > 1
    ? (x: Value, o: object) => bind1(made, x, o)
    : (x: Value) => bind1(made, x)) as unknown as Operation;
  return op;
}

/**
 * An operation without derivative: `nonDifferentiable` of the main entry, for the library's own operations. `impl` must
 * not return an argument itself.
 */
export function constant<const A extends readonly Tensor[], Y extends Outputs>(
  definition: Pick<RuleDefinition<A, Y>, "name" | "impl">,
): (...xs: Arguments<A>) => Y {
  return builtIn({ ...(definition as object as Parts), held: "all" }) as never;
}

/**
 * What a rule holds: an operation without derivative whose result only rules of the library see, as long as its arguments.
 */
export function residual<const A extends readonly Tensor[], Y extends Outputs>(
  definition: Pick<RuleDefinition<A, Y>, "name" | "impl">,
): (...xs: Arguments<A>) => Y {
  return builtIn({ ...(definition as object as Parts), held: "all", residual: true }) as never;
}

/** `residual` with attributes. */
export function residualWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: Pick<RuleDefinition<A, Y, [O]>, "name" | "impl">,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes({ ...(definition as object as Parts), held: "all", residual: true }) as never;
}

/** `constant` with attributes. */
export function constantWithAttributes<const A extends readonly Tensor[], Y extends Outputs, O extends object>(
  definition: Pick<RuleDefinition<A, Y, [O]>, "name" | "impl">,
): (...args: [...Arguments<A>, attributes: O]) => Y {
  return builtInWithAttributes({ ...(definition as object as Parts), held: "all" }) as never;
}
