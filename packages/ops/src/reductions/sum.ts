import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { type Axes, axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { sumAxes } from "../kernels/reduce.ts";
import { spelledSum } from "../kernels/spelledsum.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { dropAxes } from "./reducedaxes.ts";

/** Σ x over axes, which stay with length 1. */
export const sumRule: (x: Value, o: Axes) => Tensor = /* @__PURE__ */ linear({
  name: "sum",
  spelling: {
    small: ([x], arithmetic, o) => spelledSum(x, (o as Axes).axes, arithmetic),
    large: (_shape, o) => (o as Axes).axes,
  },
  impl: (x: Tensor, { axes }: Axes): Tensor => sumAxes(x, axes),
  transpose: (ybar, x) => expandTo(ybar, x.shape),
});

/**
 * Σ x over axes; 0 for no elements. Pairwise, so that rounding grows with the logarithm of the length.
 *
 * @param options - or only the axis: `sum(x, 0)` is `sum(x, { axis: 0 })`
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // => [4, 6]
 */
export function sum(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("sum", options, none);
  const given = resolve(x, "sum");
  const axes = reducedAxes("sum", given, o);
  return dropAxes(sumRule(given, { axes }), axes, o);
}
