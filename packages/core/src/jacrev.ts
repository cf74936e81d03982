import { type Tensor, zeros } from "@wengert/array";
import { expectFunction, fromData } from "@wengert/array/author";
import { reshape, stack } from "@wengert/ops";
import { type Jacobian, zerosLike } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";
import { leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { vjp } from "./vjp.ts";

/**
 * The Jacobian by reverse mode: one evaluation, and one backward pass for each element of the output. For
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
): <P extends FirstInput<A>>(x: P, ...rest: Rest<A>) => Jacobian<Y, P> {
  expectFunction("jacrev", "f", f);
  return <P>(x: P, ...rest: readonly unknown[]) => {
    const inputs = leavesOf("jacrev", x);
    const [y, pullback] = vjp((x: unknown) => f(...([x, ...rest] as unknown as A)) as unknown, x as never);
    const outputs = leavesOf("jacrev", y);
    const rowsOf = (o: number): readonly (readonly Tensor[])[] =>
      Array.from({ length: outputs.values[o].size }, (_, element) => {
        const ybars = outputs.values.map((y, i) => (i === o ? basis(y, element) : zerosLike(y)));
        return leavesOf("jacrev", pullback(unflatten(outputs.structure, ybars))[0]).values;
      });
    const blocks = outputs.values.map((y, o) => {
      const rows = rowsOf(o);
      const parts = inputs.values.map((x, i) => {
        const shape = [...y.shape, ...x.shape];
        return rows.length === 0 ? zeros(shape) : reshape(stack(rows.map((row) => row[i])), shape);
      });
      return unflatten(inputs.structure, parts, { statics: null });
    });
    return unflatten(outputs.structure, blocks, { statics: null }) as Jacobian<Y, P>;
  };
}

function basis(y: Tensor, element: number): Tensor {
  const data = new Float64Array(y.size);
  data[element] = 1;
  return fromData(data, y.shape);
}
