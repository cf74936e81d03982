import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { type Axes, axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { everyAxes, someAxes } from "../kernels/logical.ts";
import { dropAxes } from "./reducedaxes.ts";

type Reduction = (x: Value, options?: number | readonly number[] | ReduceOptions, ...none: readonly never[]) => Tensor;

function reduction(op: string, reduce: (x: Tensor, axes: readonly number[]) => Tensor): Reduction {
  const rule = constantWithAttributes({ name: op, impl: (x: Tensor, { axes }: Axes) => reduce(x, axes) });
  return (x, given = {}, ...none) => {
    const options = axisOptions<ReduceOptions>(op, given, none);
    const value = resolve(x, op);
    const axes = reducedAxes(op, value, options);
    return dropAxes(rule(value, { axes }), axes, options);
  };
}

/**
 * 1 where some element over axes is not 0 (NaN counts), else 0; 0 for no elements. A constant to derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * any(tensor([[0, 0], [0, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const any: Reduction = /* @__PURE__ */ reduction("any", someAxes);

/**
 * 1 where every element over axes is not 0 (NaN counts), else 0; 1 for no elements. A constant to derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * all(tensor([[1, 0], [2, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const all: Reduction = /* @__PURE__ */ reduction("all", everyAxes);
