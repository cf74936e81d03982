import { ArgumentError, type Tensor } from "@wengert/array";
import { expectArray, expectFunction, expectOptions, kindOf } from "@wengert/array/author";
import type { Inputs } from "@wengert/rule";
import { leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import type { TensorsFunction } from "./finitedifference.ts";
import {
  checkForward,
  checkReverse,
  checkTranspose,
  directionsAt,
  directionsLike,
  pulled,
  pushed,
  type Subject,
  type Tolerances,
  tolerances,
} from "./modes.ts";

type Mode = "forward" | "reverse";

/** What `checkGrads` checks, and how closely. */
export interface CheckGradsOptions extends Tolerances {
  /** How many times to differentiate: every combination of the modes is checked. Default 2. */
  readonly order?: number;
  /** The modes to check. Default both. */
  readonly modes?: readonly Mode[];
}

/**
 * Checks the derivatives of any function of trees against finite differences, in both modes and their combinations.
 *
 * @param f - of trees, to a tree of Tensors
 * @param args - the point
 * @throws {RuleCheckError} that says which combination is off, and by how much
 * @throws {ArgumentError} for an order or modes that do not exist
 * @example
 * import { checkGrads } from "@wengert/check";
 * import { exp, mul } from "@wengert/ops";
 * import type { Tensor } from "@wengert/array";
 *
 * checkGrads((p: { a: Tensor; b: Tensor }) => mul(p.a, exp(p.b)), [{ a: 2, b: 0.5 }]);
 */
export function checkGrads<A extends readonly unknown[] = readonly Tensor[]>(
  f: (...args: A) => unknown,
  args: Inputs<NoInfer<A>>,
  options: CheckGradsOptions = {},
): void {
  expectFunction("checkGrads", "f", f);
  expectArray("checkGrads", "args", args);
  expectOptions("checkGrads", options, ["order", "modes", ...tolerances]);
  const { order = 2, modes = ["forward", "reverse"] } = options;
  expectArray("checkGrads", "modes", modes);
  const wrong = modes.find((mode) => mode !== "forward" && mode !== "reverse");
  if (modes.length === 0 || wrong !== undefined || !(Number.isInteger(order) && order > 0)) {
    throw new ArgumentError(
      `checkGrads: order ${kindOf(order)}, modes [${modes.map(kindOf).join(", ")}]: order is a positive integer, and ` +
        'modes are "forward" and "reverse", at least one of them.',
      "checkGrads",
    );
  }
  const op = f.name === "" ? "checkGrads" : f.name;
  const { values, structure } = leavesOf(op, args);
  const run: TensorsFunction = (xs) => leavesOf(op, f(...unflatten<A>(structure, xs))).values;
  const symmetric = values.map(() => false);
  descend({ op, f: run, xs: values, symmetric }, [], order, modes, options);
}

function descend(
  subject: Subject,
  before: readonly Mode[],
  order: number,
  modes: readonly Mode[],
  options: Tolerances,
): void {
  if (order === 0) return;
  const { f, xs } = subject;
  for (const mode of modes) {
    const claim = [mode, ...before].join(" over ");
    if (mode === "forward") checkForward(subject, claim, options);
    else if (modes.includes("forward")) checkTranspose(subject, claim, options);
    else checkReverse(subject, claim, options);
    const seed = 20 + order;
    const derivative: TensorsFunction =
      mode === "forward"
        ? (at) => pushed(f, at, directionsAt(subject, seed))[1]
        : (at) => pulled(f, at, directionsLike(f(xs), seed))[1];
    descend({ ...subject, f: derivative }, [mode, ...before], order - 1, modes, options);
  }
}
