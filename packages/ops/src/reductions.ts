import { resolveAxis, sizeOf, type Tensor } from "@wengert/array";
import { resolve, ruleWithAttributes, type Value } from "@wengert/rule";
import { mul } from "./arithmetic.ts";
import { sumAxes } from "./reduce.ts";
import { broadcastTo, reshape } from "./shape.ts";

/** Which axes to reduce, and whether they stay with length 1. */
export interface ReduceOptions {
  /** One axis or several, negative ones counted from the end; by default all. */
  readonly axis?: number | readonly number[];
  /** Keep the reduced axes with length 1. Default false. */
  readonly keepDims?: boolean;
}

interface Axes {
  readonly axes: readonly number[];
}

/** The axes that options ask for, sorted, each once. */
export function reducedAxes(op: string, x: Tensor, { axis }: ReduceOptions): readonly number[] {
  const given = axis === undefined ? [...x.shape.keys()] : typeof axis === "number" ? [axis] : axis;
  return [...new Set(given.map((one) => resolveAxis(op, one, x.ndim)))].sort((a, b) => a - b);
}

/** A result that kept its reduced axes, without them unless the options want them. */
export function dropAxes(y: Tensor, axes: readonly number[], { keepDims = false }: ReduceOptions): Tensor {
  return keepDims
    ? y
    : reshape(
        y,
        y.shape.filter((_, axis) => !axes.includes(axis)),
      );
}

const sumRule: (x: Value, o: Axes) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "sum",
  impl: (x: Tensor, { axes }: Axes): Tensor => sumAxes(x, axes),
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : sumRule(dx, o)),
  vjp: (ybar, [x]) => [broadcastTo(ybar, x.shape)],
});

/**
 * Σ x over axes; 0 for no elements. Pairwise, so that rounding grows with the logarithm of the length.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { sum } from "@wengert/ops";
 *
 * sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // => [4, 6]
 */
export function sum(x: Value, options: ReduceOptions = {}): Tensor {
  const given = resolve(x, "sum");
  const axes = reducedAxes("sum", given, options);
  return dropAxes(sumRule(given, { axes }), axes, options);
}

/** The mean over axes: Σ x / n; NaN for no elements. */
export function mean(x: Value, options: ReduceOptions = {}): Tensor {
  const given = resolve(x, "mean");
  const count = sizeOf(reducedAxes("mean", given, options).map((axis) => given.shape[axis]));
  return mul(1 / count, sum(given, options));
}
