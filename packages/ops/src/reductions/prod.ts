import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { mul } from "../elementwise/arithmetic.ts";
import { times } from "../elementwise/times.ts";
import { flip } from "../indexing/slice.ts";
import { foldAxes } from "../kernels/reduce.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { cumprodRule, delayed } from "./cumulative.ts";
import { dropAxes, reducedLast } from "./reducedaxes.ts";
import { sum } from "./sum.ts";

/** For each element of the last axis the product of the others. */
function others(x: Tensor): Tensor {
  const before = delayed(cumprodRule(x, { axis: -1 }), -1, 1);
  const after = flip(delayed(cumprodRule(flip(x, -1), { axis: -1 }), -1, 1), -1);
  return mul(before, after);
}

/**
 * Over the last axis, with o the products of the others:
 *
 *     jvp   dy = Σ o ⊙ dx
 *     vjp   x̄ = o ⊙ ȳ
 */
const prodRule: (x: Value) => Tensor = /* @__PURE__ */ rule({
  name: "prod",
  impl: (x: Tensor): Tensor => foldAxes(x, [-1], (product, value) => product * value, 1),
  jvp: ([dx], [x]) => (dx === undefined ? undefined : sum(times(dx, others(x)), { axis: -1, keepDims: true })),
  vjp: (ybar, [x]) => [times(ybar, others(x))],
});

/**
 * Π x over axes; 1 for no elements. The derivative is exact with any number of zeros among the factors.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * prod(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray(); // => [2, 12]
 * grad((x: Tensor) => prod(x))(tensor([2, 0, 3])).toArray(); // => [0, 6, 0]
 */
export function prod(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("prod", options, none);
  const given = resolve(x, "prod");
  const axes = reducedAxes("prod", given, o);
  const product = prodRule(reducedLast(given, axes));
  const kept = given.shape.map((length, axis) => (axes.includes(axis - given.ndim) ? 1 : length));
  return dropAxes(reshapeTo(product, kept), axes, o);
}
