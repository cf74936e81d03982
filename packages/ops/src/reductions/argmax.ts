import type { Tensor } from "@wengert/array";
import { elementsOf, expectFlag, expectOptions, fromData, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";
import { allAxes, axisOf, axisOptions, reduceOptions } from "../axes.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { refuseEmpty } from "./extrema.ts";
import { reducedLast } from "./reducedaxes.ts";

/** Along which axis to look, and whether it stays with length 1. */
export interface IndexOptions {
  /** The axis to search; by default all elements in row-major order. */
  readonly axis?: number;
  /** Keep the searched axes with length 1. Default false. */
  readonly keepDims?: boolean;
}

/** A search along the last axis. */
function search(op: string, beats: (value: number, best: number) => boolean): Search {
  const found = constant({
    name: op,
    impl: (x: Tensor): Tensor => {
      const kept = x.shape.slice(0, -1);
      const length = x.shape[kept.length];
      const data = elementsOf(x);
      const out = Float64Array.from({ length: sizeOf(kept) }, (_, lane) =>
        firstBest(data.subarray(lane * length, (lane + 1) * length), beats),
      );
      return fromData(out, kept);
    },
  });
  return (x, asked = {}, ...none) => {
    const options = axisOptions<IndexOptions>(op, asked, none);
    expectOptions(op, options, reduceOptions);
    const { axis, keepDims = false } = options;
    expectFlag(op, "keepDims", keepDims);
    const given = resolve(x, op);
    const axes = axis === undefined ? allAxes(given) : [axisOf(op, given, axis)];
    refuseEmpty(op, given, axes);
    const y = found(reducedLast(given, axes));
    return keepDims
      ? reshapeTo(
          y,
          given.shape.map((n, k) => (axes.includes(k - given.ndim) ? 1 : n)),
        )
      : y;
  };
}

type Search = (x: Value, options?: number | IndexOptions, ...none: readonly never[]) => Tensor;

/**
 * The position of the greatest element along an axis: of the first of equal ones, or of the first NaN. A constant to
 * derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * argmax(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [1, 0]
 * argmax(tensor([[1, 5], [4, 2]])).item(); // => 1
 */
export const argmax: Search = /* @__PURE__ */ search("argmax", (value, best) => value > best);

/**
 * The position of the least element along an axis: of the first of equal ones, or of the first NaN. A constant to
 * derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * argmin(tensor([[1, 5], [4, 2]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export const argmin: Search = /* @__PURE__ */ search("argmin", (value, best) => value < best);

function firstBest(lane: Float64Array, beats: (value: number, best: number) => boolean): number {
  let best = 0;
  for (let i = 1; i < lane.length && !Number.isNaN(lane[best]); i++) {
    if (beats(lane[i], lane[best]) || Number.isNaN(lane[i])) best = i;
  }
  return best;
}
