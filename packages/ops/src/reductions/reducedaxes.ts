import type { Tensor } from "@wengert/array";
import { allAxes, lengthOf, type ReduceOptions } from "../axes.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { transpose } from "../shape/transpose.ts";

/** A result whose reduced axes have length 1, without these axes unless the options want them. */
export function dropAxes(y: Tensor, axes: readonly number[], { keepDims = false }: ReduceOptions): Tensor {
  return keepDims
    ? y
    : reshapeTo(
        y,
        y.shape.filter((_, k) => !axes.includes(k - y.ndim)),
      );
}

/** The reduced axes moved to the end and joined to one axis, in row-major order. */
export function reducedLast(x: Tensor, axes: readonly number[]): Tensor {
  const kept = allAxes(x).filter((axis) => !axes.includes(axis));
  const length = axes.reduce((product, axis) => product * lengthOf(x, axis), 1);
  return reshapeTo(transpose(x, [...kept, ...axes]), [...kept.map((axis) => lengthOf(x, axis)), length]);
}
