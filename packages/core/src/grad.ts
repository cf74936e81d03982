import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectFlag, expectFunction, expectOptions, kindOf, scalar } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import type { OneTensor } from "@wengert/rule/library";
import {
  asNumber,
  asNumbers,
  CONSTANT,
  isNumberLeaf,
  isTag,
  leavesOf,
  ownValue,
  refusePromise,
  Tape,
} from "@wengert/trace";
import { flatten, unflatten } from "@wengert/tree";
import type {
  GradientAndAuxFunction,
  GradientFunction,
  ValueAndGradientFunction,
  ValueAuxAndGradientFunction,
} from "./gradientfunction.ts";
import { checkedLoss, independent, pairOf } from "./loss.ts";
import { mapped, pullBackTo, record, treeOf } from "./vjp.ts";

/**
 * Which arguments to differentiate by, and whether the function returns more than its loss.
 *
 * @example
 * import { type GradOptions, grad, mul, type Tensor } from "@wengert/core";
 *
 * const second = { argnums: 1 } as const satisfies GradOptions;
 * grad((x: Tensor, y: Tensor) => mul(x, y), second)(2, 3); // => 2
 */
export interface GradOptions {
  /** The position of the argument to differentiate by, or several positions: at least one. Default 0. */
  readonly argnums?: number | readonly number[];
  /** The function returns `[loss, aux]`; `aux` is returned beside the gradient. Default false. */
  readonly hasAux?: boolean;
}

const known: readonly string[] = ["argnums", "hasAux"];

type ByPosition = GradOptions & Required<Pick<GradOptions, "argnums">>;

/**
 * The gradient of a function: same arguments, and a gradient of the shape of the first one.
 *
 * A parameter that is passed is followed where the function closes over it, too; the function may then take no argument.
 *
 * @param f - of one or more trees, to a scalar: a number or a Tensor of shape []
 * @returns the function that computes ∂f/∂p: a number for a number, a Tensor for a Tensor, null for a static leaf
 * @throws {NonScalarLossError} when the loss is not a scalar
 * @throws {IndependentLossError} when the loss does not use anything of what it is differentiated by
 * @throws {UnknownLeafError} for a leaf that is no number, Tensor or parameter
 * @example
 * import { exp, grad, mul, type Tensor } from "@wengert/core";
 *
 * const f = grad((p: { a: Tensor; b: Tensor }) => mul(p.a, exp(p.b)));
 * f({ a: 3, b: 0 }); // => { a: 1, b: 3 }
 */
export function grad<A extends readonly unknown[] = OneTensor>(f: (...args: A) => Value): GradientFunction<A>;
export function grad<Aux, A extends readonly unknown[] = OneTensor>(
  f: (...args: A) => readonly [Value, Aux],
  options: { readonly hasAux: true },
): GradientAndAuxFunction<A, Aux>;
export function grad(f: (...args: never[]) => unknown, options: ByPosition): (...args: readonly unknown[]) => unknown;
export function grad(f: (...args: never[]) => unknown, options: GradOptions = {}): (...args: never[]) => unknown {
  expectFunction("grad", "f", f);
  expectOptions("grad", options, known);
  expectFlag("grad", "hasAux", options.hasAux);
  return (...args: readonly unknown[]) => {
    const { gradient, aux } = Tape.once((tape) => differentiate("grad", f, options, args, tape));
    return options.hasAux === true ? [gradient, aux] : gradient;
  };
}

/**
 * The value of a function and its gradient, at the cost of the gradient alone: `[value, gradient]`; with `hasAux`
 * `[[value, aux], gradient]`.
 *
 * @see grad
 * @example
 * import { valueAndGrad } from "@wengert/core";
 * import { square } from "@wengert/ops";
 *
 * valueAndGrad((x) => square(x))(3); // => [9, 6]
 */
export function valueAndGrad<A extends readonly unknown[] = OneTensor>(
  f: (...args: A) => Value,
): ValueAndGradientFunction<A>;
export function valueAndGrad<Aux, A extends readonly unknown[] = OneTensor>(
  f: (...args: A) => readonly [Value, Aux],
  options: { readonly hasAux: true },
): ValueAuxAndGradientFunction<A, Aux>;
export function valueAndGrad(
  f: (...args: never[]) => unknown,
  options: ByPosition,
): (...args: readonly unknown[]) => unknown;
export function valueAndGrad(
  f: (...args: never[]) => unknown,
  options: GradOptions = {},
): (...args: never[]) => unknown {
  expectFunction("valueAndGrad", "f", f);
  expectOptions("valueAndGrad", options, known);
  expectFlag("valueAndGrad", "hasAux", options.hasAux);
  return (...args: readonly unknown[]) => {
    const { value, gradient, aux } = Tape.once((tape) => differentiate("valueAndGrad", f, options, args, tape));
    return [options.hasAux === true ? [value, aux] : value, gradient];
  };
}

interface Differentiated {
  readonly value: number | Tensor;
  readonly gradient: unknown;
  readonly aux: unknown;
}

function differentiate(
  op: string,
  f: (...args: never[]) => unknown,
  { argnums = 0, hasAux = false }: GradOptions,
  args: readonly unknown[],
  tape: Tape,
): Differentiated {
  const positions = positionsOf(op, argnums, args.length);
  const trees = mapped(positions, (position) => leavesOf(op, args[position]));
  let aux: unknown;
  const loss = record(op, tape, trees, (lifted) => {
    const before = tape.useCount;
    const inputs = args.slice();
    for (let k = 0; k < positions.length; k++) inputs[positions[k]] = lifted[k];
    const result = f(...(inputs as never[]));
    refusePromise(op, result);
    const [loss, rest] = hasAux ? pairOf(op, result) : [result, undefined];
    const y = checkedLoss(op, loss);
    if (trees.length > 0 && tape.useCount === before && tape.slotOf(y) === CONSTANT) throw independent(op);
    if (hasAux) aux = lowerAll(rest, tape);
    return y;
  });
  const slot = tape.slotOf(loss);
  const bars = pullBackTo(op, trees, tape, slot === CONSTANT ? [] : [[slot, scalar(1)]]);
  const gradients = mapped(trees, ({ structure, given }, k) => {
    const gradient = mapped(given, (leaf, i) => likeLeaf(leaf, asNumbers(bars[k][i])));
    return treeOf(structure, gradient, STATICS_ARE_NULL);
  });
  return {
    value: asNumber(tape.lower(loss)),
    gradient: typeof argnums === "number" ? gradients[0] : gradients,
    aux,
  };
}

const FIRST: readonly number[] = [0];
const STATICS_ARE_NULL = { statics: null } as const;

/** The arguments to differentiate by. */
function positionsOf(op: string, argnums: unknown, count: number): readonly number[] {
  if (argnums === 0) return FIRST;
  const list: readonly unknown[] = Array.isArray(argnums) ? argnums : [argnums];
  if (list.length === 0)
    throw new ArgumentError(
      `${op}: argnums is empty, so nothing is differentiated by. Name an argument, or leave it out.`,
      op,
    );
  const within = list.every((k) => Number.isInteger(k) && (k as number) >= 0 && (k as number) < Math.max(1, count));
  if (within && new Set(list).size === list.length) return list as readonly number[];
  throw new ArgumentError(
    `${op}: argnums [${list.map(kindOf).join(", ")}] for ${count} arguments: they are positions of arguments, from 0 on, ` +
      "each named once.",
    op,
  );
}

/** What a function returns beside its loss, one level down. */
function lowerAll(aux: unknown, tape: Tape): unknown {
  const { leaves, structure } = flatten<unknown>(aux);
  return unflatten(
    structure,
    leaves.map((leaf) => (isTensor(leaf) ? tape.lower(leaf) : leaf)),
  );
}

/** A gradient follows its leaf: a number for a number or a scalar tag, a Tensor for a Tensor. */
function likeLeaf(leaf: Value, bar: Tensor): number | Tensor {
  return isNumberLeaf(isTag(leaf) ? ownValue(leaf) : leaf) ? asNumber(bar) : bar;
}
