import { isTensor, type Tensor } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import type { Differential, Inputs, Lifted, Values } from "@wengert/rule";
import {
  alignedTo,
  asNumbers,
  CONSTANT,
  fitting,
  type Leaves,
  leavesOf,
  passing,
  refusePromise,
  type Seed,
  Tape,
  within,
  zerosLike,
} from "@wengert/trace";
import { map, type Structure, type UnflattenOptions, unflatten } from "@wengert/tree";

/**
 * Runs a function on traced leaves.
 *
 * @param op - for errors
 * @param call - gets the trees with traced leaves
 * @returns what `call` returned, still traced
 */
export function record<T>(op: string, tape: Tape, trees: readonly Leaves[], call: (lifted: unknown[]) => T): T {
  return within(tape, () => {
    const lifted = mapped(trees, ({ values }) => mapped(values, (x) => tape.leaf(x)));
    return passing(op, trees, lifted, () => call(mapped(trees, ({ structure }, i) => treeOf(structure, lifted[i]))));
  });
}

/** `xs.map(f)`, at the cost of a loop: of few elements, as there mostly are, `map` and `push` make arrays with room for many. */
export function mapped<X, Y>(xs: readonly X[], f: (x: X, i: number) => Y): Y[] {
  const ys = new Array<Y>(xs.length);
  for (let i = 0; i < xs.length; i++) ys[i] = f(xs[i], i);
  return ys;
}

/** `unflatten`, at once where the tree is one leaf, as most are. */
export function treeOf(structure: Structure, leaves: readonly unknown[], options?: UnflattenOptions): unknown {
  return structure.kind === "leaf" ? leaves[0] : unflatten(structure, leaves, options);
}

/**
 * The cotangents of recorded trees. Their leaves were the first on the tape, in order.
 *
 * Of the library's own rules no shape is checked on the way, so it is checked here, once for each leaf: a rule that had
 * not added up over an axis would otherwise go unnoticed.
 *
 * @returns for each tree its leaves' cotangents, zeros where nothing depends on a leaf
 * @throws {CotangentShapeError} for a cotangent of another shape than its leaf
 */
export function pullBackTo(op: string, trees: readonly Leaves[], tape: Tape, seeds: readonly Seed[]): Tensor[][] {
  const bars = tape.pullBack(seeds);
  let slot = CONSTANT + 1;
  return mapped(trees, ({ values, paths }) =>
    mapped(values, (x, i) => {
      const xbar = bars.take(slot++);
      return tape.lower(xbar === undefined ? zerosLike(x) : fitting(xbar, x, "gradient", op, paths[i]));
    }),
  );
}

/**
 * The value of a function and its pullback, which maps a cotangent of the value to the cotangents of the arguments.
 *
 * The pullback outlives the call and may be used repeatedly.
 *
 *     pullback(ȳ) = [ȳ · ∂y/∂x₁, ȳ · ∂y/∂x₂, …]
 *
 * @param f - of trees of Tensors, to a tree of Tensors
 * @param primals - its arguments: trees of numbers, Tensors and parameters
 * @returns the value, a tree of Tensors, and the pullback, which returns an array with one tree per argument
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @throws {CotangentShapeError} from the pullback, for a cotangent of another shape than the value
 * @example
 * import { vjp } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 *
 * const [y, pullback] = vjp((a, b) => mul(a, b), 2, 3);
 * y.item(); // => 6
 * pullback(1).map((bar) => bar.item()); // => [3, 2]
 */
export function vjp<A extends readonly unknown[] = readonly Tensor[], Y = unknown>(
  f: (...args: A) => Y,
  ...primals: Inputs<NoInfer<A>>
): [value: Lifted<Y>, pullback: (ybar: Values<Y>) => { -readonly [I in keyof A]: Differential<A[I]> }] {
  expectFunction("vjp", "f", f);
  if (primals.length > f.length) refuseOptions(primals[primals.length - 1]);
  const [value, pullback] = recorded(f as (...args: readonly unknown[]) => unknown, primals as readonly unknown[]);
  const numbers = (ybar: unknown): unknown =>
    pullback(ybar).map((xbar) => map((leaf: unknown) => (isTensor(leaf) ? asNumbers(leaf) : leaf), xbar));
  return [value, numbers] as unknown as ReturnType<typeof vjp<A, Y>>;
}

/** Everything behind f is handed to it; the options of `grad` would be, too. */
function refuseOptions(primal: unknown): void {
  if (typeof primal !== "object" || primal === null) return;
  if ("hasAux" in primal || "argnums" in primal) expectNoMore("vjp", primal);
}

/** `vjp`, whose pullback tells what does not depend on an argument from what was computed to be 0. */
export function recorded(
  f: (...args: readonly unknown[]) => unknown,
  primals: readonly unknown[],
): [value: unknown, pullback: (ybar: unknown) => readonly unknown[]] {
  const trees = primals.map((primal) => leavesOf("vjp", primal));
  const tape = Tape.lasting();
  const outputs = record("vjp", tape, trees, (lifted) => {
    const y = f(...lifted);
    refusePromise("vjp", y);
    return leavesOf("vjp", y);
  });
  const lowered = outputs.values.map((y) => tape.lower(y));
  const slots = outputs.values.map((y) => tape.slotOf(y));
  const pullback = (ybar: unknown): readonly unknown[] => {
    const ybars = alignedTo({ ...outputs, values: lowered }, "vjp", "cotangent", ybar);
    const seeds = ybars.flatMap((bar, i) => {
      return bar === undefined || slots[i] === CONSTANT ? [] : [[slots[i], bar] as const];
    });
    return pullBackTo("vjp", trees, tape, seeds).map((bars, i) =>
      unflatten(trees[i].structure, bars, { statics: null }),
    );
  };
  return [unflatten(outputs.structure, lowered), pullback];
}
