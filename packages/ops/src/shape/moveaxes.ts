import { ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { type AxesOption, type AxisOption, allAxes, axesOf, axisGiven, axisOf, lengthOf } from "../axes.ts";
import { reshapeTo } from "./reshape.ts";
import { transpose } from "./transpose.ts";

/**
 * Two axes exchanged.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * swapAxes(zeros([2, 3, 4]), 0, -1).shape; // => [4, 3, 2]
 */
export function swapAxes(x: Value, a: number, b: number): Tensor {
  const given = resolve(x, "swapAxes");
  const [from, to] = [axisOf("swapAxes", given, a), axisOf("swapAxes", given, b)];
  const order = allAxes(given);
  return transpose(given, order.with(from, to).with(to, from));
}

/**
 * Axes moved to other positions; the others keep their order.
 *
 * @param source - one axis or several
 * @param destination - where they stand in the result
 * @throws {ShapeError} for an axis that x does not have, or when source and destination are not equally many
 * @example
 * moveAxis(zeros([2, 3, 4]), 0, -1).shape; // => [3, 4, 2]
 */
export function moveAxis(
  x: Value,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const given = resolve(x, "moveAxis");
  const from = axesOf("moveAxis", given, source);
  const to = axesOf("moveAxis", given, destination);
  if (from.length !== to.length) {
    throw new ShapeError(
      `moveAxis: ${from.length} axes cannot be moved to ${to.length} positions (shape ${showShape(given.shape)}).`,
      "moveAxis",
    );
  }
  const rest = allAxes(given).filter((axis) => !from.includes(axis));
  return transpose(
    given,
    allAxes(given).map((axis) => (to.includes(axis) ? from[to.indexOf(axis)] : (rest.shift() as number))),
  );
}

/**
 * A tensor without axes of length 1.
 *
 * @param axis - one axis or several; by default all that have length 1
 * @throws {ShapeError} for an axis that x does not have, or that is longer
 * @example
 * squeeze(zeros([1, 3, 1])).shape; // => [3]
 * squeeze(zeros([1, 3, 1]), 0).shape; // => [3, 1]
 */
export function squeeze(x: Value, axis?: number | readonly number[] | AxesOption, ...none: readonly never[]): Tensor {
  const given = resolve(x, "squeeze");
  const asked = axisGiven<number | readonly number[]>("squeeze", axis, none);
  const axes =
    asked === undefined ? allAxes(given).filter((k) => lengthOf(given, k) === 1) : axesOf("squeeze", given, asked);
  const longer = axes.find((k) => lengthOf(given, k) !== 1);
  if (longer === undefined) {
    return reshapeTo(
      given,
      given.shape.filter((_, k) => !axes.includes(k - given.ndim)),
    );
  }
  throw new ShapeError(
    `squeeze: axis ${given.ndim + longer} of a tensor of shape ${showShape(given.shape)} has length ` +
      `${lengthOf(given, longer)}, not 1.`,
    "squeeze",
  );
}

/**
 * A new axis of length 1 at that position of the result.
 *
 * @throws {ShapeError} for a position that the result does not have
 * @example
 * expandDims(tensor([1, 2]), -1).shape; // => [2, 1]
 */
export function expandDims(x: Value, axis: number | AxisOption, ...none: readonly never[]): Tensor {
  const given = resolve(x, "expandDims");
  const ndim = given.ndim + 1;
  return reshapeTo(
    given,
    given.shape.toSpliced(
      ndim + axisOf("expandDims", given, axisGiven("expandDims", axis, none) as number, ndim),
      0,
      1,
    ),
  );
}
