import type { Tensor } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import type { Lifted } from "@wengert/rule";
import { leavesOf, outputsOf, Region, refusePromise } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { callInside, isDirect, run } from "./nesting.ts";
import { recorded } from "./vjp.ts";

/** Further inside each other than this, functions keep their intermediate values: little memory is left to be saved. */
const DEEPEST = 32;

/** How many derivatives of functions that are inside each other are under way. */
let inside = 0;

/**
 * A function whose intermediate values are not kept for reverse mode, but computed again when the derivative is asked
 * for. This costs time and saves memory.
 *
 * It may close over traced values and parameters, and nests, however deep: each level of nesting costs one more
 * evaluation, up to 32 levels; what is further inside is kept while its part of the derivative is computed.
 *
 * Inside `vmap`, a derivative from outside sees the operations on the examples themselves, and keeps their intermediate values. To
 * save that memory, put `checkpoint` around the `vmap`.
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
  expectNoMore("checkpoint", arguments[1]);
  expectFunction("checkpoint", "f", f);
  return (...args) => {
    if (isDirect()) return lifted(callInside(() => f(...args))) as Lifted<Y>;
    // The first run is without derivatives, so nothing has to be computed again for them.
    let direct = true;
    const region = new Region("checkpoint", () => run(() => f(...args), direct));
    return region.call({
      vjp: (ybar, xs) => (wanted: readonly boolean[]) => {
        const moving = xs.filter((_, i) => wanted[i]);
        const again = (traced: readonly Tensor[]): unknown => {
          const rest = traced[Symbol.iterator]();
          return outputsOf(region.run(xs.map((x, i) => (wanted[i] ? (rest.next().value as Tensor) : x))));
        };
        direct = inside >= DEEPEST;
        inside++;
        try {
          const [, pullback] = recorded(again as never, [moving]);
          const xbars = (pullback(ybar)[0] as readonly Tensor[])[Symbol.iterator]();
          return wanted.map((one) => (one ? (xbars.next().value as Tensor) : null));
        } finally {
          inside--;
        }
      },
    }) as Lifted<Y>;
  };
}

/** What a function returned, as a tree of Tensors. */
function lifted(y: unknown): unknown {
  refusePromise("checkpoint", y);
  const { values, structure } = leavesOf("checkpoint", y);
  return unflatten(structure, values);
}
