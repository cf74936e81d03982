import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { type Axes, axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { foldAxes } from "../kernels/reduce.ts";
import { dropAxes } from "./reducedaxes.ts";

type Reduction = (x: Value, options?: number | readonly number[] | ReduceOptions, ...none: readonly never[]) => Tensor;

function folding(op: string, f: (folded: number, value: number) => number, initial: number): Reduction {
  const fold = constantWithAttributes({ name: op, impl: (x: Tensor, { axes }: Axes) => foldAxes(x, axes, f, initial) });
  return (x, given = {}, ...none) => {
    const options = axisOptions<ReduceOptions>(op, given, none);
    const value = resolve(x, op);
    const axes = reducedAxes(op, value, options);
    return dropAxes(fold(value, { axes }), axes, options);
  };
}

/**
 * 1 where some element over axes is not 0 (NaN counts), else 0; 0 for no elements. A constant to derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * any(tensor([[0, 0], [0, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const any: Reduction = /* @__PURE__ */ folding("any", (some, value) => (some !== 0 || value !== 0 ? 1 : 0), 0);

/**
 * 1 where every element over axes is not 0 (NaN counts), else 0; 1 for no elements. A constant to derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * all(tensor([[1, 0], [2, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const all: Reduction = /* @__PURE__ */ folding("all", (every, value) => (every !== 0 && value !== 0 ? 1 : 0), 1);
