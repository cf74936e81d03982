import { type Tensor, zeros } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { type ChunkOptions, checkChunk, chunkFor } from "@wengert/batch/author";
import { concat, mul, reshape, sum } from "@wengert/ops";
import { addTangents, type Lifted, zerosLike } from "@wengert/rule";
import { outputsOf, partsOf, Region, within } from "@wengert/trace";
import { eachBlock } from "./columns.ts";
import { Forward } from "./dual.ts";

/**
 * A function that is differentiated by forward mode wherever reverse mode asks for its derivative: for few parameters
 * and large intermediates, which reverse mode would all keep.
 *
 * It is differentiated in its arguments, in every traced value that it closes over, and in parameters. Its memory
 * grows with chunk × live intermediates, its time with the number of elements that it depends on.
 *
 * Inside `vmap`, a derivative from outside sees the operations on the examples themselves, and has its own mode. To have forward mode
 * there, put `forwardDiff` around the `vmap`.
 *
 *     x̄ⱼ = ⟨ȳ, ∂y/∂xⱼ⟩
 *
 * @param f - of any arguments, to a tree of Tensors; it is run several times, so it must not have side effects
 * @param options - `chunk`, the directions followed in one pass, as for `jacfwd`
 * @returns a function with the same arguments
 * @example
 * import { grad } from "@wengert/core";
 * import { forwardDiff } from "@wengert/forward";
 * import { mul, sin } from "@wengert/ops";
 * import { type Tensor, zeros } from "@wengert/array";
 *
 * const region = forwardDiff((x: Tensor) => mul(x, sin(x)));
 * grad(region)(0); // => 0
 */
export function forwardDiff<A extends readonly unknown[], Y>(
  f: (...args: A) => Y,
  options: ChunkOptions = {},
): (...args: A) => Lifted<Y> {
  expectFunction("forwardDiff", "f", f);
  checkChunk("forwardDiff", options);
  return (...args) => {
    const region = new Region("forwardDiff", () => f(...args));
    return region.call({
      jvp: (dxs, xs) => pushThrough(region, dxs, xs),
      vjp: (ybar, xs) => (wanted: readonly boolean[]) => pullThrough(region, options, partsOf(ybar), xs, wanted),
    }) as Lifted<Y>;
  };
}

function pushThrough(region: Region, dxs: readonly (Tensor | undefined)[], xs: readonly Tensor[]): unknown {
  const forward = new Forward();
  const ys = within(forward, () => region.run(xs.map((x, i) => forward.dual(x, [dxs[i]]))));
  return outputsOf(ys.map((y) => forward.tangentsOf(y)[0]));
}

function pullThrough(
  region: Region,
  options: ChunkOptions,
  ybars: readonly (Tensor | undefined)[],
  xs: readonly Tensor[],
  wanted: readonly boolean[],
): readonly (Tensor | null)[] {
  const bars: Tensor[][] = xs.map(() => []);
  const chunk = chunkFor(xs, options);
  eachBlock(
    xs,
    wanted,
    chunk,
    (duals) => region.run(duals),
    ({ input, count, dys }) => {
      const terms = dys.flatMap((dy, o) => {
        const ybar = ybars[o];
        if (dy === undefined || ybar === undefined) return [];
        return [sum(reshape(mul(ybar, dy), [count, ybar.size]), { axis: 1 })];
      });
      bars[input].push(terms.length === 0 ? zerosLike(zeros([count])) : addTangents(terms));
    },
    ybars,
  );
  return xs.map((x, i) => {
    if (!wanted[i]) return null;
    return x.size === 0 ? zerosLike(x) : reshape(concat(bars[i], 0), x.shape);
  });
}
