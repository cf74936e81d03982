import { type Tensor, TracedValueError } from "@wengert/array";
import { expectFunction, expectOptions } from "@wengert/array/author";
import { moveAxis } from "@wengert/ops";
import type { Inputs, Lifted } from "@wengert/rule";
import {
  Environment,
  type Handle,
  isTag,
  type Leaves,
  leavesOf,
  refusePromise,
  type Source,
  within,
} from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { type Axes, BatchAxisError, leafAxes, placeOf, sizeOfBatch } from "./axes.ts";
import { Batch } from "./batch.ts";
import type { Report } from "./report.ts";

/** Which axes a function is run along. */
export interface VmapOptions {
  /**
   * The axis of each argument that its examples stand along: one for all arguments, or an array with one entry for each.
   * An entry may be a tree that begins like its argument. Negative axes count from the end, null is what all examples
   * share. Default 0.
   */
  readonly inAxes?: Axes;
  /** The axis that the examples get in the value: one, or a tree that begins like the value; null is what they share. Default 0. */
  readonly outAxes?: Axes;
  /** How many examples there are, where no argument says so. */
  readonly axisSize?: number;
}

/**
 * Runs a function of one example for many at once: each operation once, on all of them, in place of a loop.
 *
 *     vmap(f)(x)[i] = f(x[i])
 *
 * It nests, and stands in any order with `grad`, `jvp`, `hessian` and the others; a parameter (tag) is shared by all
 * examples, unless it is an argument that is mapped. A rule of your own runs once where it is written in ops or says how it
 * batches, else once for each example: `explainBatch` tells.
 *
 * @param f - of trees of Tensors, to a tree of Tensors; it sees one example, without the axis
 * @returns a function of the same arguments with an axis more
 * @throws {BatchAxisError} for an axis that is not there, or lengths that differ
 * @throws {TracedValueError} where f reads the numbers of an example, as `if (greater(x, 0).item())`: use `where`
 * @example
 * import { tensor } from "@wengert/array";
 * import { vmap } from "@wengert/batch";
 * import { grad } from "@wengert/core";
 * import { dot } from "@wengert/linalg";
 * import { square, sub } from "@wengert/ops";
 * import { type Tensor, TracedValueError } from "@wengert/array";
 *
 * const loss = (w: Tensor, x: Tensor, y: Tensor) => square(sub(dot(w, x), y));
 * const each = vmap(grad(loss), { inAxes: [null, 0, 0] });
 * each(tensor([1, 2]), tensor([[1, 0], [0, 1]]), tensor([0, 0])).toArray(); // => [[2, 0], [0, 4]]
 */
export function vmap<A extends readonly unknown[] = readonly Tensor[], Y = unknown>(
  f: (...args: A) => Y,
  options: VmapOptions = {},
): (...args: Inputs<A>) => Lifted<Y> {
  expectFunction("vmap", "f", f);
  expectOptions("vmap", options, ["inAxes", "outAxes", "axisSize"]);
  return (...args) => mapped("vmap", f as (...args: readonly unknown[]) => unknown, options, args) as Lifted<Y>;
}

/**
 * Numbers are drawn once for all examples, which is hardly what a program of one means. (Of the directions of a Jacobian it is: there a
 * batch runs one program, and they are drawn as ever.)
 */
function refuseDraws(_source: Source, op: string): never {
  throw new TracedValueError(
    `${op}: random numbers are drawn inside a function that runs for many values at once, where all of them would get the same ` +
      "ones. Draw outside, with the number of values as a further axis of the shape, and hand them in as an argument.",
    op,
  );
}

/** Runs the function. @param report - gets told how each operation was carried out */
export function mapped(
  op: string,
  f: (...args: readonly unknown[]) => unknown,
  { inAxes = 0, outAxes = 0, axisSize }: VmapOptions,
  args: readonly unknown[],
  report?: Report,
): unknown {
  const trees = args.map((arg) => leavesOf(op, arg));
  const axes = trees.map((tree, k) =>
    leafAxes(op, `inAxes, argument ${k + 1}`, ofArgument(op, inAxes, k, args.length), tree),
  );
  const batch = new Batch(sizeOfBatch(op, trees, axes, axisSize), report);
  batch.uses = refuseDraws;
  const followed = new Map<Handle, Tensor>();
  const lifted = trees.map(({ values, given, structure }, k) => {
    const leaves = values.map((x, i) => {
      const axis = axes[k][i];
      return axis === null ? x : moveAxis(x, axis, 0);
    });
    return { structure, leaves, given };
  });
  const outputs = within(batch, () => {
    const inputs = lifted.map(({ structure, leaves, given }, k) =>
      unflatten(
        structure,
        leaves.map((x, i) => {
          if (axes[k][i] === null) return x;
          const value = batch.stacked(x);
          const handle = given[i];
          if (isTag(handle)) followed.set(handle, value);
          return value;
        }),
      ),
    );
    const run = (): Leaves => {
      const y = f(...inputs);
      refusePromise(op, y);
      return leavesOf(op, y);
    };
    return followed.size === 0 ? run() : within(new Environment(followed), run);
  });
  const places = leafAxes(op, "outAxes", outAxes, outputs);
  const values = outputs.values.map((y, i) => outward(op, batch, y, places[i], outputs.paths[i]));
  return unflatten(outputs.structure, values);
}

/** What `inAxes` says of one argument. */
function ofArgument(op: string, inAxes: Axes, k: number, count: number): Axes {
  if (!Array.isArray(inAxes)) return inAxes;
  if (inAxes.length === count) return inAxes[k] as Axes;
  throw new BatchAxisError(
    `${op}: inAxes has ${inAxes.length} entries for ${count} arguments. Give one axis for all, or one entry for each: ` +
      "null for what all examples share.",
    op,
  );
}

/** A value of the function with the axis of the examples where it is wanted. */
function outward(op: string, batch: Batch, y: Tensor, axis: number | null, path: string): Tensor {
  if (axis === null) {
    if (!batch.isMapped(y)) return y;
    throw new BatchAxisError(
      `${op}: outAxes is null${path === "" ? "" : ` for "${path}"`}, but this value differs between the examples. Give it an axis, or reduce it first.`,
      op,
      path,
    );
  }
  const spread = batch.spread(y);
  return moveAxis(spread, 0, placeOf(op, axis, spread.ndim, path));
}
