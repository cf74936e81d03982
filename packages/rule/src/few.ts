import type { Tensor } from "@wengert/array";
import { type Batching, bind1, bind2, type Parts, ruleOf, type Spelling, type Value } from "@wengert/trace";
import type { RuleDefinition } from "./definition.ts";

/*
 * The makers of the library's own rules of one or two arguments. They state the cotangent of one argument at a time, so that a tape
 * needs no list of them.
 */

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
  readonly spelling?: Spelling;
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
  readonly spelling?: Spelling;
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
  readonly spelling?: Spelling;
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
