import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectArray, expectFunction, expectOptions, fromData, kindOf, scalar } from "@wengert/array/author";
import { stack } from "@wengert/ops";
import { type Outputs, zerosLike } from "@wengert/rule";
import { concrete, isValue, leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { expectClose } from "./compare.ts";
import { RuleCheckError } from "./errors.ts";
import type { TensorsFunction } from "./finitedifference.ts";
import {
  checkForward,
  checkTranspose,
  directionsLike,
  pullbackOf,
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
  /** 1 leaves derivatives of derivatives out. Default 2. */
  readonly order?: 1 | 2;
  /** The operation works on stacks of arguments, along leading axes: check that too. Default false. */
  readonly batched?: boolean;
  /** For messages; by default the function's name. */
  readonly name?: string;
}

/**
 * Checks everything that a rule promises, at one point:
 *
 * - the value is the same, to the last bit, whether it is differentiated or not
 * - the pushforward agrees with finite differences of the value, and is linear: tangents that are absent count as zero
 * - the pullback is the transpose of the pushforward, by inner products; it does not matter whether cotangents come
 *   together or one at a time, nor how often it is called, nor what was computed in between
 * - both can be differentiated again, in both modes, and agree with finite differences of the first derivatives
 * - a stack of arguments gives the stack of values (with `batched`)
 * - zero tangents and cotangents give zero; the arguments are not changed
 *
 * @param op - an operation: what `rule` returns, or any function written in ops
 * @param args - what it is called with. Numbers and Tensors are differentiated; a trailing plain object is attributes
 * @throws {RuleCheckError} that says which promise is broken, and by how much
 * @example
 * import { tensor } from "@wengert/array";
 * import { checkRule } from "@wengert/check";
 * import { mul } from "@wengert/ops";
 *
 * checkRule(mul, [tensor([1, 2, 3]), 4]);
 */
export function checkRule(
  op: (...args: never[]) => Outputs,
  args: readonly unknown[],
  options: CheckRuleOptions = {},
): void {
  expectFunction("checkRule", "op", op);
  expectArray("checkRule", "args", args);
  expectOptions("checkRule", options, ["symmetric", "order", "batched", "name", ...tolerances]);
  const { symmetric = [], order = 2 } = options;
  expectArray("checkRule", "symmetric", symmetric);
  if (order !== 1 && order !== 2)
    throw new ArgumentError(`checkRule: order is ${kindOf(order)}, not 1 or 2.`, "checkRule");
  const name = options.name ?? (op.name === "" ? "checkRule" : op.name);
  const subject = subjectOf(name, op, args, symmetric);
  const before = subject.xs.map((x) => x.data.slice());
  try {
    checkFirstOrder(subject, options);
    if (options.batched === true) checkBatch(subject);
    if (order === 2) checkSecondOrder(subject, options);
  } catch (error) {
    if (error instanceof RuleCheckError) throw error;
    const { message } = error as Error;
    throw new RuleCheckError(`${name}: cannot be differentiated as promised: ${message}`, name);
  }
  for (const [i, x] of subject.xs.entries()) {
    expectClose(name, `argument ${i + 1} was changed`, [x], [fromData(before[i], x.shape)], 0);
  }
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

function checkFirstOrder(subject: Subject, options: CheckRuleOptions): void {
  const { op, f, xs, symmetric } = subject;
  const ys = f(xs);
  const dxs = directionsLike(xs, 3, symmetric);
  const ybars = directionsLike(ys, 4);
  const [forwardValue, dys] = pushed(f, xs, dxs);
  const [reverseValue, xbars] = pulled(f, xs, ybars);
  expectClose(op, "the value under forward mode", forwardValue, ys, 0);
  expectClose(op, "the value under reverse mode", reverseValue, ys, 0);
  checkForward(subject, "the pushforward", options);
  checkTranspose(subject, "the pullback against the pushforward", options);
  expectClose(op, "the tangent for zero tangents", pushed(f, xs, xs.map(zerosLike))[1], ys.map(zerosLike), 0);
  expectClose(op, "the cotangent for a zero cotangent", pulled(f, xs, ys.map(zerosLike))[1], xs.map(zerosLike), 0);
  checkPullback(subject, ybars, xbars, options);
  const alone = xs.map(
    (_, i) =>
      pushed(
        f,
        xs,
        dxs.map((dx, k) => (k === i ? dx : undefined)),
      )[1],
  );
  expectClose(op, "the sum of the tangents of one argument at a time", sumsOf(alone), dys, options.exact ?? 1e-11);
  for (const [i, xbar] of xbars.entries()) {
    if (symmetric[i])
      expectClose(op, `the cotangent of symmetric argument ${i + 1}, transposed`, [flipped(xbar)], [xbar], 1e-14);
  }
}

/** A pullback keeps what it needs: it gives the same again, and for the cotangents of single outputs its share. */
function checkPullback(
  { op, f, xs }: Subject,
  ybars: readonly Tensor[],
  xbars: readonly Tensor[],
  options: CheckRuleOptions,
): void {
  const [, pullback] = pullbackOf(f, xs);
  const apart = ybars.map((_, o) => pullback(ybars.map((ybar, k) => (k === o ? ybar : undefined))));
  expectClose(op, "the sum of the cotangents for one output at a time", sumsOf(apart), xbars, options.exact ?? 1e-11);
  pullbackOf(f, scaled(xs, 1 + 2 ** -10));
  expectClose(op, "the cotangent when the pullback is called again", pullback(ybars), xbars, 0);
}

/** The sums of several lists of tensors, element by element of the lists. */
function sumsOf(lists: readonly (readonly Tensor[])[]): Tensor[] {
  return lists[0].map((x, i) => {
    const out = new Float64Array(x.size);
    for (const list of lists) for (let k = 0; k < out.length; k++) out[k] += concrete(list[i]).data[k];
    return fromData(out, x.shape);
  });
}

function scaled(xs: readonly Tensor[], factor: number): Tensor[] {
  return xs.map((x) =>
    fromData(
      x.data.map((value) => value * factor),
      x.shape,
    ),
  );
}

function flipped(x: Tensor): Tensor {
  const n = x.shape[x.ndim - 1];
  const data = x.data.map((_, k) => {
    const at = k % (n * n);
    return x.data[k - at + (at % n) * n + Math.floor(at / n)];
  });
  return fromData(data, x.shape);
}

/** The derivatives are functions of the same arguments; they must keep the same promises. */
function checkSecondOrder(subject: Subject, options: CheckRuleOptions): void {
  const { f, xs, symmetric } = subject;
  const dxs = directionsLike(xs, 8, symmetric);
  const ybars = directionsLike(f(xs), 9);
  const push: Subject = { ...subject, f: (xs) => pushed(f, xs, dxs)[1] };
  const pull: Subject = { ...subject, f: (xs) => pulled(f, xs, ybars)[1] };
  checkForward(push, "forward over forward mode", options);
  checkForward(pull, "forward over reverse mode", options);
  checkTranspose(push, "reverse over forward mode", options);
  checkTranspose(pull, "reverse over reverse mode", options);
}

function checkBatch({ op, f, xs }: Subject): void {
  const other = scaled(xs, 1.125);
  const together = f(xs.map((x, i) => stack([x, other[i]])));
  const apart = [f(xs), f(other)];
  const wanted = together.map((_, o) => stack(apart.map((ys) => ys[o])));
  expectClose(op, "a stack of arguments", together, wanted, 1e-13);
}
