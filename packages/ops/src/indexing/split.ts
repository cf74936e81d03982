import { ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { integersOf } from "../arguments.ts";
import { type AxisOption, axisGiven, axisOf, lengthOf } from "../axes.ts";
import { sliceAxis } from "./slice.ts";

/**
 * A tensor cut along an axis.
 *
 * @param sections - how many equal parts, or the positions to cut at
 * @throws {ShapeError} when the axis is not divisible into that many parts, or is not there
 * @example
 * split(tensor([1, 2, 3, 4]), 2).map((part) => part.toArray()); // => [[1, 2], [3, 4]]
 * split(tensor([1, 2, 3, 4]), [1]).map((part) => part.toArray()); // => [[1], [2, 3, 4]]
 */
export function split(
  x: Value,
  sections: number | readonly number[],
  axis: number | AxisOption = 0,
): readonly Tensor[] {
  const given = resolve(x, "split");
  const along = axisOf("split", given, axisGiven("split", axis) ?? 0);
  const length = lengthOf(given, along);
  const cuts =
    typeof sections === "number" ? equalCuts(given, along, sections) : integersOf("split", "positions", sections, 0);
  const ends = [0, ...cuts.map((cut) => Math.min(cut, length)), length];
  return ends.slice(1).map((end, i) => sliceAxis(given, along, ends[i], Math.max(0, end - ends[i])));
}

function equalCuts(x: Tensor, axis: number, parts: number): readonly number[] {
  const length = lengthOf(x, axis) / parts;
  if (Number.isInteger(parts) && parts > 0 && Number.isInteger(length)) {
    return Array.from({ length: parts - 1 }, (_, i) => (i + 1) * length);
  }
  throw new ShapeError(
    `split: axis ${x.ndim + axis} of a tensor of shape ${showShape(x.shape)} cannot be cut into ${parts} equal parts.`,
    "split",
  );
}
