import type { Tensor } from "@wengert/array";
import type { Spelling } from "./compiled/spelling.ts";
import type { Tag } from "./tags/tag.ts";
import type { Contribution } from "./tape/contribution.ts";
import type { Slopes } from "./tape/slope.ts";

/** What an operation accepts: a number, a Tensor, or a tagged parameter. */
export type Value = number | Tensor | Tag;

/** What an operation returns: one Tensor, or several by name. */
export type Outputs = Tensor | { readonly [key: string]: Tensor };

/**
 * A rule as interpreters see it: any number of arguments, any outputs.
 *
 * Authors state one with `rule` of `@wengert/rule`, where each part is explained.
 */
export interface Rule {
  readonly name: string;
  impl(...args: readonly unknown[]): Outputs;
  jvp?(dxs: readonly (Tensor | undefined)[], xs: readonly Tensor[], y: Outputs, attributes?: object): unknown;
  /**
   * Returns one entry per argument: a cotangent, nothing, or a function that computes it and runs only if it is wanted.
   * Rules of the library may return a `Contribution` for a cotangent.
   * Regions, whose cotangents share their work, return a function of what is wanted for the whole list instead.
   */
  vjp?(ybar: unknown, xs: readonly Tensor[], y: Outputs, attributes?: object): unknown;
  /** How it computes many calls at once, and number by number; undefined where that is not said. */
  readonly batch: Batching | undefined;
  readonly spelling: Spelling | undefined;
  /** The positions of arguments without tangent and cotangent; "all" for an operation without derivative. */
  readonly held: Pick<readonly number[], "includes"> | "all" | undefined;
  /** Its `impl` takes the arguments as one list, of any length, and the attributes. */
  readonly composite: boolean;
  /** It has the derivatives of the ops in its `impl`, so interpreters of values follow them instead. */
  readonly inlined: boolean;
  /** Made by the library's own makers, so `impl`, `jvp` and `vjp` keep nothing of what they are given or have made. */
  readonly builtIn: boolean;
  /** Of a rule of the library of one or two arguments, without attributes, none of them held: `impl` on numbers. */
  number?(x: number, y?: number): number;
  /** Which operation of arithmetic `number` is, @see arithmeticOf; 0 of others. */
  readonly arithmetic: number;
  /** Of a rule with `number`, the derivative by argument number k. @param z - the value */
  slope?(k: number, z: Tensor, x: Tensor, y?: Tensor): Value;
  /** `slope` as functions of numbers, once somebody has asked for them. */
  slopes: Slopes | undefined;
  /**
   * Of a rule of the library of one or two arguments, none of them held, the cotangent of argument number k: what `vjp`
   * returns there, without a list and a function for each.
   * @param z - the value
   */
  cotangent?(k: number, zbar: Tensor, z: Tensor, x: Tensor, y?: Tensor, o?: object): Tensor | Contribution;
  /** The values whose numbers the cotangent of argument k reads: positions, −1 for z; where it is missing, `slope` says it. */
  reads?(k: number): readonly number[];
  /**
   * The cotangents of the arguments of an author's rule, checked, and of any rule that has `jvp` alone. It comes with the rule, so
   * that programs without such rules are free of it.
   *
   * @param wanted - for each argument, whether its cotangent will be read (not: false, 0)
   * @param tape - makes a `Tape`
   */
  pullBack?(
    rule: Rule,
    ybar: unknown,
    xs: readonly Tensor[],
    y: Outputs,
    attributes: object | undefined,
    wanted: readonly (boolean | number)[],
    tape: () => object,
  ): readonly (Tensor | undefined)[];
  /** Without derivative, and only rules of the library see its result: what a rule holds. */
  readonly residual: boolean;
}

/**
 * How a rule computes many calls at once. Arguments that differ between the calls have one more axis in front, those that
 * all calls share have not:
 *
 * - `"broadcast"`: the arguments broadcast by NumPy's rules, and so do their leading axes.
 * - `"leading"`: it takes further leading axes, the same ones on every argument.
 * - `"shared"`: the same, and arguments that all calls share need no further axes.
 * - a function of the arguments, and of which of them have the axis: it returns the values with that axis in front, and is
 *   written in ops.
 */
export type Batching =
  | "broadcast"
  | "leading"
  | "shared"
  | ((xs: readonly Tensor[], mapped: readonly boolean[], attributes?: object) => Outputs);

/** The parts of a rule that may be left out when it is made. */
export type Parts = Pick<Rule, "name" | "impl"> & Partial<Omit<Rule, "builtIn" | "pullBack" | "arithmetic">>;
