import type { Tensor } from "@wengert/array";
import type { ReduceOptions } from "../axes.ts";
import { reshape, transpose } from "../shape/reshape.ts";

/** A result that kept its reduced axes, without them unless the options want them. */
export function dropAxes(y: Tensor, axes: readonly number[], { keepDims = false }: ReduceOptions): Tensor {
  return keepDims
    ? y
    : reshape(
        y,
        y.shape.filter((_, axis) => !axes.includes(axis)),
      );
}

/** Axes moved to the end and joined to one: for what goes through their elements in order. */
export function reducedLast(x: Tensor, axes: readonly number[]): Tensor {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const length = axes.reduce((product, axis) => product * x.shape[axis], 1);
  return reshape(transpose(x, [...kept, ...axes]), [...kept.map((axis) => x.shape[axis]), length]);
}
