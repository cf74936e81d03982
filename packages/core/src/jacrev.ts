import { type Tensor, zeros } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { Batch, basis, type ChunkOptions, checkChunk, chunkFor, unlessNaN } from "@wengert/batch/author";
import { concat, reshape } from "@wengert/ops";
import type { Jacobian } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";
import { leavesOf, within } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { recorded } from "./vjp.ts";

/**
 * The Jacobian by reverse mode: one evaluation, and then many cotangents are pulled back together, as a batch. For
 * functions with more inputs than outputs.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, of the output's shape followed by the input's
 *
 * @param f - of a tree of Tensors, to a tree of Tensors
 * @returns a tree like the output, in whose leaves stand trees like the input
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @example
 * import { jacrev } from "@wengert/core";
 * import { square } from "@wengert/ops";
 * import { tensor } from "@wengert/array";
 *
 * jacrev((x) => square(x))(tensor([1, 2])).toArray(); // => [[2, 0], [0, 4]]
 */
export function jacrev<A extends readonly unknown[] = OneTensor, Y = unknown>(
  f: (...args: A) => Y,
  options: ChunkOptions = {},
): <P extends FirstInput<A>>(x: P, ...rest: Rest<A>) => Jacobian<Y, P> {
  expectFunction("jacrev", "f", f);
  checkChunk("jacrev", options);
  return <P>(x: P, ...rest: readonly unknown[]) => {
    const inputs = leavesOf("jacrev", x);
    const [y, pullback] = recorded((x) => f(...([x, ...rest] as unknown as A)), [x]);
    const outputs = leavesOf("jacrev", y);
    const chunk = chunkFor([...inputs.values, ...outputs.values], options);
    const blocks = outputs.values.map((y, o) => {
      const rows = rowsOf(
        y,
        chunk,
        (ybar) =>
          leavesOf(
            "jacrev",
            pullback(
              unflatten(
                outputs.structure,
                outputs.values.map((_, i) => (i === o ? ybar : null)),
              ),
            )[0],
          ).values,
      );
      const parts = inputs.values.map((x, i) => {
        const shape = [...y.shape, ...x.shape];
        const own = rows.map((row) => row[i]);
        return own.length === 0 ? zeros(shape) : reshape(own.length === 1 ? own[0] : concat(own, 0), shape);
      });
      return unflatten(inputs.structure, parts, { statics: null });
    });
    return unflatten(outputs.structure, blocks, { statics: null }) as Jacobian<Y, P>;
  };
}

/** What is pulled back from the elements of an output, in blocks: for each input [elements, ...its shape]. */
function rowsOf(y: Tensor, chunk: number, pull: (ybar: Tensor) => readonly Tensor[]): readonly (readonly Tensor[])[] {
  return Array.from({ length: Math.ceil(y.size / chunk) }, (_, k) => {
    const count = Math.min(chunk, y.size - k * chunk);
    const pass = (marked: boolean): readonly Tensor[] => {
      const batch = new Batch(count);
      const bars = within(batch, () => pull(batch.stacked(basis(y, k * chunk, count, marked))));
      return bars.map((bar) => batch.spread(bar));
    };
    return unlessNaN(pass, (bars) => bars, [y]);
  });
}
