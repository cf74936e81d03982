import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import type { Elementwise } from "../kernels/spellings.ts";
import { elementwise, elementwise2 } from "./elementwise.ts";

/**
 * An elementwise operation whose n-th derivative is a function of numbers, for every n: `at(n)`. Each order then has its own
 * limits, at poles and infinities too, where the product rule would multiply 0 by ∞.
 *
 * @param loops - of the first orders, where there are faster ones
 */
export function tower(
  name: string,
  at: (n: number) => (x: number) => number,
  loops: readonly (UnaryLoop | undefined)[] = [],
  n = 0,
): (x: Value) => Tensor {
  let next: ((x: Value) => Tensor) | undefined;
  return elementwise(
    n === 0 ? name : `${name}${n}`,
    at(n),
    (x) => {
      next ??= tower(name, at, loops, n + 1);
      return next(x);
    },
    loops[n],
    {}, // the loops compute the same
  );
}

/**
 * Of two arguments: `at(m, n)` is differentiated m times with respect to x, and n times to y.
 *
 * @param spelling - of the function itself
 */
export function tower2(
  name: string,
  at: (m: number, n: number) => (x: number, y: number) => number,
  loop: (m: number, n: number) => BinaryLoop | undefined = () => undefined,
  spelling?: Elementwise,
  m = 0,
  n = 0,
): (x: Value, y: Value) => Tensor {
  const next: (((x: Value, y: Value) => Tensor) | undefined)[] = [undefined, undefined];
  const along = (k: 0 | 1): ((x: Value, y: Value) => Tensor) => {
    next[k] ??= tower2(name, at, loop, spelling, m + 1 - k, n + k);
    return next[k];
  };
  return elementwise2(
    m + n === 0 ? name : `${name}${m}${n}`,
    at(m, n),
    [(x, y) => along(0)(x, y), (x, y) => along(1)(x, y)],
    loop(m, n),
    undefined,
    m + n === 0 ? spelling : undefined,
  );
}
