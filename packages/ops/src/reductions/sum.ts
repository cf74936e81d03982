import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, scalar } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { type Axes, allAxes, axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { sumAll, sumAxes } from "../kernels/reduce.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { reshapeTo } from "../shape/reshape.ts";

/** The sum of all elements is what is asked for most. */
const NONE: ReduceOptions = {};

interface Summed extends Axes {
  /** Whether the axes are gone from the result; else they stay with length 1. */
  readonly drop?: boolean;
}

/** Σ x over axes. */
export const sumRule: (x: Value, o: Summed) => Tensor = /* @__PURE__ */ linear({
  name: "sum",
  spelling: {
    small: "axes",
    large: (_shape, o) => (o as Axes).axes,
  },
  impl: (x: Tensor, { axes, drop = false }: Summed): Tensor => {
    if (!drop || axes.length === 0) return sumAxes(x, axes);
    return axes.length === x.ndim ? scalar(sumAll(x)) : withoutAxes(sumAxes(x, axes), axes);
  },
  transpose: (ybar, x, { axes, drop = false }) => {
    const kept = !drop || ybar.ndim === 0 ? ybar : reshapeTo(ybar, keptShape(x.shape, axes));
    return expandTo(kept, x.shape);
  },
});

function withoutAxes(y: Tensor, axes: readonly number[]): Tensor {
  return fromData(
    elementsOf(y),
    y.shape.filter((_, k) => !axes.includes(k - y.ndim)),
  );
}

/** A shape whose reduced axes have length 1. */
function keptShape(shape: readonly number[], axes: readonly number[]): readonly number[] {
  return shape.map((length, k) => (axes.includes(k - shape.length) ? 1 : length));
}

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
  options: number | readonly number[] | ReduceOptions = NONE,
  ...none: readonly never[]
): Tensor {
  const given = resolve(x, "sum");
  if (options === NONE && none.length === 0) return sumRule(given, { axes: allAxes(given), drop: true });
  const o = axisOptions<ReduceOptions>("sum", options, none);
  const axes = reducedAxes("sum", given, o);
  return sumRule(given, { axes, drop: o.keepDims !== true });
}
