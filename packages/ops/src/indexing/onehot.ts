import { arange, ShapeError, type Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";

import { describe } from "../arguments.ts";
import { axisOf, axisOptions } from "../axes.ts";
import { equal } from "../elementwise/comparisons.ts";
import { expandDims } from "../shape/moveaxes.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { checkedIndices } from "./checkedindices.ts";
import { type Indices, indexTensor } from "./take.ts";

/** Where the axis of the classes stands. */
export interface OneHotOptions {
  /** Its position in the result. Default the last. */
  readonly axis?: number;
}

/**
 * Classes as vectors: 1 at the class, 0 elsewhere. A constant to derivatives.
 *
 * @param indices - classes, a number, (nested) arrays or a Tensor of integers
 * @param count - how many classes there are
 * @returns of the shape of the indices, with an axis of length `count` more
 * @throws {ShapeError} for a class that is not there
 * @example
 * oneHot([0, 2], 3).toArray(); // => [[1, 0, 0], [0, 0, 1]]
 */
export function oneHot(indices: Indices, count: number, options: number | OneHotOptions = {}): Tensor {
  const o = axisOptions<OneHotOptions>("oneHot", options);
  expectOptions("oneHot", o, ["axis"]);
  const { axis = -1 } = o;
  if (!Number.isInteger(count) || count < 0) {
    throw new ShapeError(
      `oneHot: the number of classes must be a non-negative integer, not ${describe(count)}.`,
      "oneHot",
    );
  }
  const given = indexTensor("oneHot", indices);
  const classes = checkedIndices(given, { op: "oneHot", length: count, what: "the axis of classes" });
  const along = axisOf("oneHot", classes, axis, given.ndim + 1);
  const numbers = reshapeTo(arange(count), [count, ...new Array<number>(-along - 1).fill(1)]);
  return equal(expandDims(classes, along), numbers);
}
