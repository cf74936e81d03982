import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";
import { map1, map2 } from "../kernels/broadcast.ts";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";

/** An elementwise operation without derivative. */
export function constant1(name: string, f: (x: number) => number, loop?: UnaryLoop): (x: Value) => Tensor {
  return constant({ name, impl: (x: Tensor) => map1(f, x, loop), number: f, spelling: {} });
}

/** An elementwise operation of two arguments that broadcast, without derivative. */
export function constant2(
  name: string,
  f: (x: number, y: number) => number,
  loop?: BinaryLoop,
  code?: string,
): (x: Value, y: Value) => Tensor {
  return constant({ name, impl: (x: Tensor, y: Tensor) => map2(name, f, x, y, loop), number: f, spelling: { code } });
}
