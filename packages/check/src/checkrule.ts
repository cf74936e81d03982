import { ArgumentError, isTensor } from "@wengert/array";
import {
  expectArray,
  expectFlag,
  expectFunction,
  expectOptions,
  fromData,
  kindOf,
  scalar,
} from "@wengert/array/author";
import { FirstOrderOnlyError, type Outputs } from "@wengert/rule";
import { isValue, leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { checkBatch } from "./checkbatch.ts";
import { checkKink } from "./checkkink.ts";
import { expectClose } from "./compare.ts";
import { RuleCheckError } from "./errors.ts";
import type { TensorsFunction } from "./finitedifference.ts";
import { checkFirstOrder, type Mode } from "./firstorder.ts";
import {
  checkForward,
  checkTranspose,
  directionsAt,
  directionsLike,
  pulled,
  pushed,
  type Subject,
  type Tolerances,
  tolerances,
} from "./modes.ts";

/** What `checkRule` checks, and how closely. */
export interface CheckRuleOptions extends Tolerances {
  /** Positions of arguments that are symmetric matrices: they are perturbed symmetrically. */
  readonly symmetric?: readonly number[];
  /** 1 leaves derivatives of derivatives out. Default 2, or 1 with a `mode`. */
  readonly order?: 1 | 2;
  /**
   * "reverse" or "forward" for opaque code, which has its derivative once and in that mode only: an `adjoint` or
   * `pushforward` that reads numbers. Default "both".
   */
  readonly mode?: "both" | "forward" | "reverse";
  /** The operation works on stacks of arguments, along leading axes: check that too, and `vmap`. Default false. */
  readonly batched?: boolean;
  /**
   * What the point is. At a "kink" (a corner, an end of the domain, a pole, an infinite argument) finite differences do not hold
   * on both sides, and other things are checked. Default "smooth".
   */
  readonly at?: "smooth" | "kink";
  /** For messages; by default the function's name. */
  readonly name?: string;
}

/** What `checkRule` has found to be right is all of its promises but these. */
export interface CheckRuleReport {
  /** What was left out because options asked for it; empty by default. */
  readonly leftOut: readonly string[];
}

/**
 * Checks everything that a rule promises, at one point:
 *
 * - the value is the same, to the last bit, whether it is differentiated or not
 * - the pushforward agrees with finite differences of the value, and is linear: tangents that are absent count as zero
 * - the pullback is the transpose of the pushforward, by inner products; it does not matter whether cotangents come
 *   together or one at a time, nor how often it is called, nor what was computed in between
 * - both can be differentiated again, in both modes, and agree with finite differences of the first derivatives
 * - a stack of arguments gives the stack of values, and so does `vmap`, over all arguments or one; the derivatives inside and
 *   outside of such a `vmap` are those of its examples (with `batched`)
 * - zero tangents and cotangents give zero; the arguments are not changed
 *
 * Errors are relative to the largest element, and steps to the arguments, so it does not matter in which units they are.
 * At a point where derivatives are not finite, these finite differences say nothing: take `at: "kink"`. It demands, element
 * by element,
 *
 * - that both modes agree, NaN and ±∞ included; at second order all four ways to nest them
 * - that a derivative stands between the limits of the slopes from both sides, and is infinite where these are
 * - that it is NaN only where there is no derivative, and exactly 0 by what the value does not depend on
 *
 * @param op - an operation: what `rule` returns, or any function written in ops
 * @param args - what it is called with. Numbers and Tensors are differentiated; a trailing plain object is attributes
 * @returns what was left out, because of `order` or `mode`
 * @throws {RuleCheckError} that says which promise is broken, and by how much
 * @example
 * import { tensor } from "@wengert/array";
 * import { checkRule } from "@wengert/check";
 * import { maximum, mul } from "@wengert/ops";
 *
 * checkRule(mul, [tensor([1, 2, 3]), 4]);
 * checkRule(maximum, [2, 2], { at: "kink" });
 */
export function checkRule(
  op: (...args: never[]) => Outputs,
  args: readonly unknown[],
  options: CheckRuleOptions = {},
): CheckRuleReport {
  expectFunction("checkRule", "op", op);
  expectArray("checkRule", "args", args);
  expectOptions("checkRule", options, ["symmetric", "order", "mode", "batched", "at", "name", ...tolerances]);
  const { symmetric = [], mode = "both", order = mode === "both" ? 2 : 1, at = "smooth" } = options;
  expectArray("checkRule", "symmetric", symmetric);
  expectFlag("checkRule", "batched", options.batched);
  if (order !== 1 && order !== 2)
    throw new ArgumentError(`checkRule: order is ${kindOf(order)}, not 1 or 2.`, "checkRule");
  if (at !== "smooth" && at !== "kink")
    throw new ArgumentError(
      `checkRule: at is ${JSON.stringify(at) ?? kindOf(at)}, not "smooth" or "kink".`,
      "checkRule",
    );
  if (mode !== "both") expectOneMode(mode, order, at);
  const name = options.name ?? (op.name === "" ? "checkRule" : op.name);
  const subject = subjectOf(name, op, args, symmetric);
  const before = subject.xs.map((x) => x.data.slice());
  try {
    if (at === "kink") checkKink(subject, order, options);
    else checkFirstOrder(subject, mode, options);
    if (options.batched === true) checkBatch(subject, at === "kink" ? undefined : mode);
    if (at === "smooth" && order === 2) checkSecondOrder(subject, options);
  } catch (error) {
    if (error instanceof RuleCheckError) throw error;
    const { message } = error as Error;
    const remedy =
      error instanceof FirstOrderOnlyError && mode === "both"
        ? ' To check an opaque rule in the mode that it has, give { mode: "reverse" } or { mode: "forward" }.'
        : "";
    throw new RuleCheckError(`${name}: cannot be differentiated as promised: ${message}${remedy}`, name);
  }
  for (const [i, x] of subject.xs.entries()) {
    expectClose(name, `argument ${i + 1} was changed`, [x], [fromData(before[i], x.shape)], 0);
  }
  return { leftOut: leftOut(mode, order) };
}

function expectOneMode(mode: unknown, order: number, at: string): void {
  if (mode !== "forward" && mode !== "reverse") {
    const given = JSON.stringify(mode) ?? kindOf(mode);
    throw new ArgumentError(`checkRule: mode is ${given}, not "both", "forward" or "reverse".`, "checkRule");
  }
  if (order === 1 && at === "smooth") return;
  throw new ArgumentError(
    `checkRule: mode "${mode}" is for opaque code at a smooth point, which has first derivatives only: leave order and at out.`,
    "checkRule",
  );
}

function leftOut(mode: Mode, order: 1 | 2): readonly string[] {
  return [
    ...(mode === "reverse" ? ["forward mode"] : []),
    ...(mode === "forward" ? ["reverse mode"] : []),
    ...(order === 1 ? ["second derivatives"] : []),
  ];
}

/** The function of those leaves of the arguments that can be differentiated. */
function subjectOf(
  op: string,
  f: (...args: never[]) => Outputs,
  args: readonly unknown[],
  symmetric: readonly number[],
): Subject {
  const differentiated = args.map((arg) => (isValue(arg) || Array.isArray(arg) ? arg : null));
  const { values, structure, paths } = leavesOf(op, differentiated);
  const run: TensorsFunction = (xs) => {
    const filled = unflatten<unknown[]>(structure, xs).map((arg, i) => (differentiated[i] === null ? args[i] : arg));
    const y = f(...(filled as never[]));
    return isTensor(y) ? [y] : Object.values(y);
  };
  // Own copies: an op that writes into its argument must not get away with it by sharing.
  const xs = values.map((x) => (x.ndim === 0 ? scalar(x.item()) : fromData(x.data.slice(), x.shape)));
  return { op, f: run, xs, symmetric: paths.map((path) => symmetric.some((k) => path.startsWith(`[${k}]`))) };
}

/** The derivatives are functions of the same arguments; they must keep the same promises. */
function checkSecondOrder(subject: Subject, options: CheckRuleOptions): void {
  const { f, xs } = subject;
  const dxs = directionsAt(subject, 8);
  const ybars = directionsLike(f(xs), 9);
  const push: Subject = { ...subject, f: (xs) => pushed(f, xs, dxs)[1] };
  const pull: Subject = { ...subject, f: (xs) => pulled(f, xs, ybars)[1] };
  checkForward(push, "forward over forward mode", options);
  checkForward(pull, "forward over reverse mode", options);
  checkTranspose(push, "reverse over forward mode", options);
  checkTranspose(pull, "reverse over reverse mode", options);
}
