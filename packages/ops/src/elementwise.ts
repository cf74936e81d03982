import { expectArray, expectFunction, type Tensor } from "@wengert/array";
import { addTangents, bind1, bind2, type Rule, type Value } from "@wengert/rule";
import { map1, map2 } from "./broadcast.ts";
import type { BinaryLoop, UnaryLoop } from "./loops.ts";
import { broadcastTo, sumTo } from "./shape.ts";
import { zeroSafeMul } from "./zerosafe.ts";

/** A derivative, written in ops: of the arguments and the value; a number where it is constant. */
export type Partial1 = (x: Tensor, y: Tensor) => Value;
export type Partial2 = (x: Tensor, y: Tensor, z: Tensor) => Value;

/**
 * An elementwise operation of one argument.
 *
 * @see ./define.ts, where everybody else makes them
 * @param transient - that f and df keep nothing that they are shown
 */
export function elementwise(
  name: string,
  f: (x: number) => number,
  df: Partial1,
  loop?: UnaryLoop,
  transient = true,
): (x: Value) => Tensor {
  for (const given of [f, df]) expectFunction("elementwise", "f and df", given);
  const rule: Rule = {
    name,
    impl: (x) => map1(f, x as Tensor, loop),
    jvp: ([dx], [x], y) => (dx === undefined ? undefined : scaled(dx, df(x, y as Tensor))),
    vjp: (ybar, [x], y) => [scaled(ybar as Tensor, df(x, y as Tensor))],
    transient,
  };
  return (x) => bind1(rule, x) as Tensor;
}

/** An elementwise operation of two arguments that broadcast. */
export function elementwise2(
  name: string,
  f: (x: number, y: number) => number,
  dfs: readonly [Partial2, Partial2],
  loop?: BinaryLoop,
  transient = true,
): (x: Value, y: Value) => Tensor {
  expectArray("elementwise2", "dfs", dfs);
  for (const given of [f, ...dfs]) expectFunction("elementwise2", "f and each of dfs", given);
  const rule: Rule = {
    name,
    impl: (x, y) => map2(name, f, x as Tensor, y as Tensor, loop),
    jvp: (dxs, [x, y], z) =>
      addTangents(
        dxs.flatMap((dx, k) =>
          dx === undefined ? [] : [broadcastTo(scaled(dx, dfs[k](x, y, z as Tensor)), (z as Tensor).shape)],
        ),
      ),
    vjp: (zbar, [x, y], z, _attributes, needs) => [
      needs[0] ? sumTo(scaled(zbar as Tensor, dfs[0](x, y, z as Tensor)), x.shape) : null,
      needs[1] ? sumTo(scaled(zbar as Tensor, dfs[1](x, y, z as Tensor)), y.shape) : null,
    ],
    transient,
  };
  return (x, y) => bind2(rule, x, y) as Tensor;
}

function scaled(tangent: Tensor, derivative: Value): Tensor {
  return derivative === 1 ? tangent : zeroSafeMul(tangent, derivative);
}
