import type { Tensor } from "@wengert/array";
import { Batch, basis, unlessNaN } from "@wengert/batch/author";
import { expandDims, reshape } from "@wengert/ops";
import { Replay, within } from "@wengert/trace";
import { Forward } from "./dual.ts";

/** Neighbouring elements of one input, whose directions are followed together. */
interface Block {
  readonly input: number;
  /** The first element. */
  readonly start: number;
  readonly count: number;
}

/** What is told of a block. */
export interface Columns extends Block {
  /** For each output its tangents, [count, ...its shape]; undefined where it does not depend on the input. */
  readonly dys: readonly (Tensor | undefined)[];
  /** The outputs, one level down. */
  readonly ys: readonly Tensor[];
}

/**
 * The derivatives of a function's outputs by single elements of its inputs. Those of one input are followed as a batch, so
 * that each operation of the function is called once for all of them; those of different inputs share the values.
 *
 * @param xs - the inputs
 * @param wanted - which of them to differentiate by
 * @param chunk - how many directions are followed in one pass
 * @param run - the function: gets the inputs as duals, returns the leaves of its output
 * @param use - called for each block of elements
 * @param cotangents - what it multiplies the derivatives with, if anything
 */
export function eachBlock(
  xs: readonly Tensor[],
  wanted: readonly boolean[],
  chunk: number,
  run: (xs: readonly Tensor[]) => readonly Tensor[],
  use: (columns: Columns) => void,
  cotangents: readonly (Tensor | undefined)[] = [],
): void {
  const replay = new Replay();
  for (const blocks of passes(xs, wanted, chunk)) {
    const pass = (marked: boolean): readonly Columns[] => {
      const batches = blocks.map(({ count }) => new Batch(count));
      const forward = new Forward(blocks.length);
      const duals = (): Tensor[] =>
        xs.map((x, i) =>
          forward.dual(
            x,
            blocks.map((block, d) => {
              if (block.input !== i) return undefined;
              const along = basis(x, block.start, block.count, marked);
              return block.count === 1 ? reshape(along, x.shape) : batches[d].stacked(along);
            }),
          ),
        );
      const outputs = replay.run(forward, () => insideAll(batches, () => within(forward, () => run(duals()))));
      const ys = outputs.map((y) => forward.lower(y));
      return blocks.map((block, d) => {
        const dys = outputs.map((y) => {
          const dy = forward.tangentsOf(y)[d];
          return dy && (block.count === 1 ? expandDims(dy, 0) : batches[d].spread(dy));
        });
        return { ...block, dys, ys };
      });
    };
    const columns = unlessNaN(pass, (all) => all.flatMap(({ dys }) => dys), [...xs, ...cotangents]);
    for (const block of columns) use(block);
  }
}

/** The elements of the wanted inputs in blocks, and these in passes of at most so many directions. */
function passes(xs: readonly Tensor[], wanted: readonly boolean[], chunk: number): readonly (readonly Block[])[] {
  const result: Block[][] = [];
  let left = 0;
  for (const [input, { size }] of xs.entries()) {
    for (let start = 0; wanted[input] && start < size; ) {
      if (left === 0) {
        result.push([]);
        left = chunk;
      }
      const count = Math.min(left, size - start);
      result[result.length - 1].push({ input, start, count });
      start += count;
      left -= count;
    }
  }
  return result;
}

/** Runs a function inside all of these, but those of one direction, which need no batch. */
function insideAll<T>(batches: readonly Batch[], f: () => T): T {
  return batches.reduceRight<() => T>((inner, batch) => (batch.size === 1 ? inner : () => within(batch, inner)), f)();
}
