import { type Tensor, WengertError, zeros } from "@wengert/array";
import { expectFunction, expectOptions } from "@wengert/array/author";
import { reshape, stack } from "@wengert/ops";
import { type Jacobian, zerosLike } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";
import { asNumbers, type Leaves, leavesOf, passing, refusePromise } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { DEFAULT_CHUNK, eachColumn } from "./columns.ts";

/** How many directions are followed in one pass: more share the primal's work, fewer hold less memory. Default 8. */
export interface ChunkOptions {
  readonly chunk?: number;
}

/** What `jacfwd` and `jacobian` return: the Jacobian by the first argument, at a point and whatever the function takes besides. */
export type JacobianFunction<A extends readonly unknown[], Y> = <P extends FirstInput<A>>(
  x: P,
  ...rest: Rest<A>
) => Jacobian<Y, P>;

/**
 * The Jacobian by forward mode, at the cost of one evaluation with tangents for each chunk of inputs. For functions
 * with more outputs than inputs.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, of the output's shape followed by the input's
 *
 * @param f - of a tree of Tensors, to a tree of Tensors
 * @returns a tree like the output, in whose leaves stand trees like the input
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @example
 * import { jacfwd } from "@wengert/forward";
 * import { square } from "@wengert/ops";
 * import { tensor } from "@wengert/array";
 *
 * jacfwd((x) => square(x))(tensor([1, 2])).toArray(); // => [[2, 0], [0, 4]]
 */
export function jacfwd<A extends readonly unknown[] = OneTensor, Y = unknown>(
  f: (...args: A) => Y,
  options: ChunkOptions = {},
): JacobianFunction<A, Y> {
  expectFunction("jacfwd", "f", f);
  const chunk = checkedChunk("jacfwd", options);
  return <P>(x: P, ...rest: readonly unknown[]) => {
    const inputs = leavesOf("jacfwd", x);
    let outputs: Leaves | undefined;
    const run = (xs: readonly Tensor[]): readonly Tensor[] => {
      const y = passing("jacfwd", [inputs], [xs], () =>
        f(...([unflatten(inputs.structure, xs), ...rest] as unknown as A)),
      );
      refusePromise("jacfwd", y);
      outputs = leavesOf("jacfwd", y);
      return outputs.values;
    };
    const columns: Tensor[][][] = inputs.values.map(() => []);
    const wanted = inputs.values.map(() => true);
    eachColumn(inputs.values, wanted, chunk, run, (input, element, dys, ys) => {
      columns[input][element] = ys.map((y, i) => asNumbers(dys[i] ?? zerosLike(y)));
    });
    if (outputs === undefined) run(inputs.values);
    return assemble(outputs as unknown as Leaves, inputs, columns) as Jacobian<Y, P>;
  };
}

/** @param columns - by input, element and output */
function assemble(outputs: Leaves, inputs: Leaves, columns: readonly (readonly (readonly Tensor[])[])[]): unknown {
  const blocks = outputs.values.map((y, o) =>
    unflatten(
      inputs.structure,
      inputs.values.map((x, i) => {
        const shape = [...y.shape, ...x.shape];
        const column = columns[i].map((outputs) => outputs[o]);
        return column.length === 0 ? zeros(shape) : reshape(stack(column, -1), shape);
      }),
      { statics: null },
    ),
  );
  return unflatten(outputs.structure, blocks, { statics: null });
}

/** The chunk that options ask for. */
export function checkedChunk(op: string, options: ChunkOptions): number {
  expectOptions(op, options, ["chunk"]);
  const { chunk = DEFAULT_CHUNK } = options;
  if (Number.isInteger(chunk) && chunk > 0) return chunk;
  throw new WengertError(
    `${op}: chunk is ${String(chunk)}, but must be a positive integer: the number of directions in one pass.`,
    op,
  );
}
