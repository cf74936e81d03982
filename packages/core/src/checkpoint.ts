import type { Tensor } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import type { Lifted } from "@wengert/rule";
import { outputsOf, Region } from "@wengert/trace";
import { recorded } from "./vjp.ts";

/**
 * A function whose intermediate values are not kept for reverse mode, but computed again when the derivative is asked
 * for. This costs time and saves memory.
 *
 * It may close over traced values and parameters, and nests: each level of nesting costs one more evaluation.
 *
 * @param f - of any arguments, to a tree of Tensors; it is run several times, so it must not have side effects
 * @returns a function with the same arguments
 * @example
 * import { checkpoint, grad } from "@wengert/core";
 * import { mul, sin } from "@wengert/ops";
 * import type { Tensor } from "@wengert/array";
 *
 * grad(checkpoint((x: Tensor) => mul(x, sin(x))))(0); // => 0
 */
export function checkpoint<A extends readonly unknown[], Y>(f: (...args: A) => Y): (...args: A) => Lifted<Y> {
  expectFunction("checkpoint", "f", f);
  return (...args) => {
    const region = new Region("checkpoint", () => f(...args));
    return region.call({
      vjp: (ybar, xs) => (wanted: readonly boolean[]) => {
        const moving = xs.filter((_, i) => wanted[i]);
        const again = (traced: readonly Tensor[]): unknown => {
          const rest = traced[Symbol.iterator]();
          return outputsOf(region.run(xs.map((x, i) => (wanted[i] ? (rest.next().value as Tensor) : x))));
        };
        const [, pullback] = recorded(again as never, [moving]);
        const xbars = (pullback(ybar)[0] as readonly Tensor[])[Symbol.iterator]();
        return wanted.map((one) => (one ? (xbars.next().value as Tensor) : null));
      },
    }) as Lifted<Y>;
  };
}
