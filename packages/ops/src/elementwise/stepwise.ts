import type { Tensor } from "@wengert/array";
import { addTangents, type Value } from "@wengert/rule";
import { binary, unary } from "@wengert/rule/library";
import { map1, map2 } from "../kernels/broadcast.ts";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";
import { nanMask } from "./comparisons.ts";
import { elementwise } from "./elementwise.ts";
import { times } from "./times.ts";
import { select } from "./where.ts";

/*
 * Steps: what choices have as derivatives. Between its jumps a step does not depend on anything. Where it is NaN nobody knows what was
 * chosen, so its own derivative is NaN again, at every order: a value that is NaN never has the derivative 0.
 */

/** A step of one argument, between whose jumps nothing depends on it. */
export function step1(name: string, f: (x: number) => number, loop?: UnaryLoop): (x: Value) => Tensor {
  return unary({
    name,
    number: f,
    spelling: {},
    impl: (x) => map1(f, x, loop),
    jvp: ([dx], _x, y) => (dx === undefined ? undefined : unknown(dx, y)),
    cotangent: (_k, ybar, y) => unknown(ybar, y),
  });
}

/** The same of two arguments that broadcast. */
export function step2(
  name: string,
  f: (x: number, y: number) => number,
  loop?: BinaryLoop,
): (x: Value, y: Value) => Tensor {
  return binary({
    name,
    number: f,
    spelling: {},
    impl: (x, y) => map2(name, f, x, y, loop),
    jvp: (dxs, _xy, z) =>
      addTangents(dxs.flatMap((dx) => (dx === undefined ? [] : [expandTo(unknown(dx, z), z.shape)]))),
    cotangent: (k, zbar, z, x, y) => sumTo(unknown(zbar, z), k === 0 ? x.shape : y.shape),
  });
}

/** What is known of a tangent or cotangent of a step: NaN where its value y is; elsewhere nothing depends. */
export function unknown(tangent: Tensor, y: Tensor): Tensor {
  return times(select(nanMask(y), tangent), y);
}

/** A tangent or cotangent by its share in a choice: nothing depends where that is 0. */
export function shared(tangent: Tensor, share: Tensor): Tensor {
  return times(select(share, tangent), share);
}

/** x, of whose choice nobody knows where it is NaN: then the derivative is NaN too, at every order; elsewhere it is 1. */
export const chosenFrom: (x: Value) => Tensor = /* @__PURE__ */ elementwise(
  "chosenFrom",
  (x) => x,
  (x) => oneUnlessNaN(x),
);

const oneUnlessNaN = /* @__PURE__ */ step1("oneUnlessNaN", (x) => (Number.isNaN(x) ? x : 1));
