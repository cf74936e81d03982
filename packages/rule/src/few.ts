import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { type Batching, bind1, bind2, builtInRuleOf, type Parts, type Spelling, type Value } from "@wengert/trace";
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

/**
 * Makes a rule of one argument. @see Unary
 *
 * @example
 * import { mul } from "@wengert/ops";
 * import { unary } from "@wengert/rule/library";
 *
 * const doubled = unary({
 *   name: "doubled",
 *   impl: (x) => mul(2, x),
 *   jvp: ([dx]) => (dx === undefined ? undefined : mul(2, dx)),
 *   cotangent: (_k, ybar) => mul(2, ybar),
 * });
 * doubled(3).item(); // => 6
 */
export function unary(definition: Unary): (x: Value) => Tensor {
  const { cotangent } = definition;
  const vjp: Unary["vjp"] = cotangent === undefined ? definition.vjp : (ybar, [x], y) => [cotangent(0, ybar, y, x)];
  const made = builtInRuleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"] });
  return (x, more: unknown = undefined) => {
    if (more !== undefined) expectNoMore(made.name, more);
    return bind1(made, x) as Tensor;
  };
}

/**
 * Makes a rule of two arguments. @see Binary
 *
 * @example
 * import { mul } from "@wengert/ops";
 * import { binary } from "@wengert/rule/library";
 *
 * const product = binary({
 *   name: "product",
 *   impl: (x, y) => mul(x, y),
 *   cotangent: (k, zbar, _z, x, y) => mul(zbar, k === 0 ? y : x),
 * });
 * product(3, 4).item(); // => 12
 */
export function binary(definition: Binary): (x: Value, y: Value) => Tensor {
  const { cotangent } = definition;
  const vjp: Binary["vjp"] =
    cotangent === undefined
      ? definition.vjp
      : (zbar, [x, y], z) => [() => cotangent(0, zbar, z, x, y), () => cotangent(1, zbar, z, x, y)];
  const made = builtInRuleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"] });
  return (x, y, more: unknown = undefined) => {
    if (more !== undefined) expectNoMore(made.name, more);
    return bind2(made, x, y) as Tensor;
  };
}

/** A rule of two arguments with attributes, none of them held. */
interface BinaryWithAttributes<O extends object> {
  readonly name: string;
  readonly impl: (x: Tensor, y: Tensor, o: O) => Tensor;
  readonly jvp: RuleDefinition<[Tensor, Tensor], Tensor, [O]>["jvp"];
  readonly cotangent: (k: number, zbar: Tensor, z: Tensor, x: Tensor, y: Tensor, o: O) => Tensor;
  /** @see Rule */
  readonly reads?: (k: number) => readonly number[];
  readonly batch: Batching;
  readonly spelling?: Spelling;
}

/**
 * Makes a rule of two arguments with attributes.
 *
 * @example
 * import { add, mul } from "@wengert/ops";
 * import { binaryWithAttributes } from "@wengert/rule/library";
 *
 * const mixed = binaryWithAttributes({
 *   name: "mixed",
 *   impl: (x, y, { share }: { share: number }) => add(mul(share, x), mul(1 - share, y)),
 *   jvp: ([dx, dy], _xs, _z, { share }) => add(mul(share, dx ?? 0), mul(1 - share, dy ?? 0)),
 *   cotangent: (k, zbar, _z, _x, _y, { share }) => mul(k === 0 ? share : 1 - share, zbar),
 *   batch: "broadcast",
 * });
 * mixed(0, 10, { share: 0.25 }).item(); // => 7.5
 */
export function binaryWithAttributes<O extends object>(
  definition: BinaryWithAttributes<O>,
): (x: Value, y: Value, o: O) => Tensor {
  const { cotangent } = definition;
  const vjp = (zbar: Tensor, [x, y]: readonly Tensor[], z: Tensor, o: O): readonly unknown[] => [
    () => cotangent(0, zbar, z, x, y, o),
    () => cotangent(1, zbar, z, x, y, o),
  ];
  const made = builtInRuleOf({ ...(definition as object as Parts), vjp: vjp as Parts["vjp"] });
  return (x, y, o) => bind2(made, x, y, o) as Tensor;
}
