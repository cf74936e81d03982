import type { Tensor } from "@wengert/array";
import { elementsOf, expectOptions, fromData, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { axisOf, axisOptions, lastLengths } from "../axes.ts";
import { nanMask } from "../elementwise/comparisons.ts";
import { chosenFrom } from "../elementwise/stepwise.ts";
import { where } from "../elementwise/where.ts";
import { gatherElements } from "../indexing/gatherelements.ts";
import { reshape } from "../shape/reshape.ts";
import { type CumulativeOptions, cumsum, scan } from "./cumulative.ts";

interface Lines {
  /** How many last axes belong to one tensor. */
  readonly axes: number;
  /** The axis to go along, counted from the end. */
  readonly axis: number;
}

/** Where the most extreme element up to each place is: the first of equal ones; the first NaN, once there is one. */
function leaders(op: string, beats: (value: number, best: number) => boolean): (x: Value, o: Lines) => Tensor {
  return constantWithAttributes({
    name: op,
    impl: (x: Tensor, { axes, axis }: Lines): Tensor => {
      const data = elementsOf(x);
      const places = data.map((_, position) => position);
      const best = scan(x.shape, axis, places, (best, k) => {
        const better = beats(data[k], data[best]) || (Number.isNaN(data[k]) && !Number.isNaN(data[best]));
        return better ? k : best;
      });
      const block = sizeOf(lastLengths(x, axes));
      return fromData(
        best.data.map((position) => position % block),
        x.shape,
      );
    },
  });
}

function running(op: string, lead: (x: Value, o: Lines) => Tensor, x: Value, options: CumulativeOptions): Tensor {
  expectOptions(op, options, ["axis"]);
  const { axis } = options;
  const resolved = resolve(x, op);
  const given = axis === undefined ? reshape(resolved, [resolved.size]) : resolved;
  const positions = lead(given, { axes: given.ndim, axis: axisOf(op, given, axis ?? 0) });
  const chosen = gatherElements(given, positions, { axes: given.ndim, positionAxes: given.ndim });
  // What is NaN was chosen from all up to there, nobody knows how.
  return where(nanMask(chosen), chosenFrom(cumsum(given, { axis: axis ?? 0 })), chosen);
}

const leadersUp: (x: Value, o: Lines) => Tensor = /* @__PURE__ */ leaders("cummax", (value, best) => value > best);
const leadersDown: (x: Value, o: Lines) => Tensor = /* @__PURE__ */ leaders("cummin", (value, best) => value < best);

/**
 * The greatest element up to each place along an axis; NaN from the first NaN on, as is the derivative. It goes to the first of equal ones.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * cummax(tensor([1, 3, 2, 5])).toArray(); // => [1, 3, 3, 5]
 */
export function cummax(x: Value, options: number | CumulativeOptions = {}, ...none: readonly never[]): Tensor {
  return running("cummax", leadersUp, x, axisOptions<CumulativeOptions>("cummax", options, none));
}

/**
 * The least element up to each place along an axis; NaN from the first NaN on, as is the derivative. It goes to the first of equal ones.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * cummin(tensor([4, 3, 5, 1])).toArray(); // => [4, 3, 3, 1]
 */
export function cummin(x: Value, options: number | CumulativeOptions = {}, ...none: readonly never[]): Tensor {
  return running("cummin", leadersDown, x, axisOptions<CumulativeOptions>("cummin", options, none));
}
