import { ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { integersOf } from "../arguments.ts";
import { type AxesOption, type AxisOption, axesOf, axisGiven, axisOf, lengthOf } from "../axes.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { take } from "../indexing/take.ts";
import { broadcastTo } from "./broadcastto.ts";
import { concat } from "./concat.ts";
import { reshape } from "./reshape.ts";

function unequal(op: string, what: string, x: Tensor): ShapeError {
  return new ShapeError(`${op}: ${what} of a tensor of shape ${showShape(x.shape)}.`, op);
}

/**
 * A tensor repeated as a whole, as NumPy's `tile`.
 *
 * @param counts - how often along each axis, the last count for the last axis; x or the counts get axes in front
 * @throws {ShapeError} for counts that are not non-negative integers
 * @example
 * tile(tensor([1, 2]), [2, 2]).toArray(); // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 */
export function tile(x: Value, counts: number | readonly number[]): Tensor {
  const given = resolve(x, "tile");
  const asked = integersOf("tile", "counts", counts, 0);
  const ndim = Math.max(asked.length, given.ndim);
  const shape = [...new Array<number>(ndim - given.ndim).fill(1), ...given.shape];
  const times = [...new Array<number>(ndim - asked.length).fill(1), ...asked];
  return reshape(
    broadcastTo(
      reshape(
        given,
        shape.flatMap((length) => [1, length]),
      ),
      shape.flatMap((length, axis) => [times[axis], length]),
    ),
    shape.map((length, axis) => length * times[axis]),
  );
}

/**
 * Each element repeated, as NumPy's `repeat`.
 *
 * @param counts - how often: one number, or one per element of the axis
 * @param axis - by default x is taken in row-major order, as one axis
 * @throws {ShapeError} for an axis that x does not have, or counts that do not fit
 * @example
 * repeat(tensor([1, 2]), 2).toArray(); // => [1, 1, 2, 2]
 * repeat(tensor([[1, 2], [3, 4]]), [1, 2], 0).toArray(); // => [[1, 2], [3, 4], [3, 4]]
 */
export function repeat(x: Value, counts: number | readonly number[], axis?: number | AxisOption): Tensor {
  const resolved = resolve(x, "repeat");
  const asked = axisGiven("repeat", axis);
  const given = asked === undefined ? reshape(resolved, [resolved.size]) : resolved;
  const along = axisOf("repeat", given, asked ?? 0);
  const length = lengthOf(given, along);
  const numbers = integersOf("repeat", "counts", counts, 0);
  const times = typeof counts === "number" ? new Array<number>(length).fill(counts) : numbers;
  if (times.length !== length) throw unequal("repeat", `${times.length} counts for axis ${given.ndim + along}`, given);
  return take(
    given,
    times.flatMap((count, index) => new Array<number>(count).fill(index)),
    along,
  );
}

/**
 * The elements moved along an axis; those that leave at one end come in at the other.
 *
 * @param shift - how far, towards higher indices; one number for all axes, or one per axis
 * @param axis - one axis or several; by default x is rolled in row-major order, as one axis, and keeps its shape
 * @throws {ShapeError} for an axis that x does not have, or shifts that do not fit
 * @example
 * roll(tensor([1, 2, 3, 4]), 1).toArray(); // => [4, 1, 2, 3]
 */
export function roll(
  x: Value,
  shift: number | readonly number[],
  axis?: number | readonly number[] | AxesOption,
): Tensor {
  const given = resolve(x, "roll");
  const along = axisGiven<number | readonly number[]>("roll", axis);
  if (along === undefined) return reshape(roll(reshape(given, [given.size]), shift, 0), given.shape);
  const axes = axesOf("roll", given, along);
  const asked = integersOf("roll", "shifts", shift);
  const shifts = typeof shift === "number" ? axes.map(() => shift) : asked;
  if (shifts.length !== axes.length) throw unequal("roll", `${shifts.length} shifts for ${axes.length} axes`, given);
  return axes.reduce((rolled, one, i) => rollAxis(rolled, one, shifts[i]), given);
}

function rollAxis(x: Tensor, axis: number, shift: number): Tensor {
  const length = lengthOf(x, axis);
  const first = length === 0 ? 0 : ((-shift % length) + length) % length;
  if (first === 0) return x;
  return concat([sliceAxis(x, axis, first, length - first), sliceAxis(x, axis, 0, first)], axis);
}
