import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectNumber, expectOptions, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { lengthOf } from "../axes.ts";
import { add, div, mul, sub } from "../elementwise/arithmetic.ts";
import { equal, greaterEqual, less } from "../elementwise/comparisons.ts";
import { clip } from "../elementwise/maximum.ts";
import { remainder } from "../elementwise/rounding.ts";
import { chosenFrom } from "../elementwise/stepwise.ts";
import { where } from "../elementwise/where.ts";
import { countBelow, expectVector } from "../indexing/searchsorted.ts";
import { slice } from "../indexing/slice.ts";
import { argsort } from "../indexing/sort.ts";
import { take } from "../indexing/take.ts";
import { concat } from "../shape/concat.ts";

/** What stands outside of the points. */
export interface InterpOptions {
  /** The value left of the first point. Default: the value there. */
  readonly left?: number;
  /** The value right of the last point. Default: the value there. */
  readonly right?: number;
  /** The values repeat after so much; then x and xp count modulo that, in any order, and nothing is outside. */
  readonly period?: number;
}

/**
 * Piecewise linear interpolation: between the points (xpₖ, fpₖ), xpₖ ≤ x < xpₖ₊₁,
 *
 *     y = fpₖ + (x − xpₖ) (fpₖ₊₁ − fpₖ)/(xpₖ₊₁ − xpₖ)
 *
 * Differentiable in x, xp and fp. At a point the derivative in x is that of the piece on its right; outside of the points it is 0.
 *
 * @param x - where, of any shape
 * @param xp - [n], ascending; of equal ones the last counts
 * @param fp - [n], the values there
 * @throws {ShapeError} unless xp and fp have one axis of one length, which is not 0
 * @throws {ArgumentError} for xp that does not ascend where there is no period, and for a period that is not positive
 * @example
 * interp(tensor([-1, 0.5, 3]), tensor([0, 1, 2]), tensor([10, 20, 0])).toArray(); // => [10, 15, 0]
 * interp(tensor([-15, 5, 365]), tensor([350, 10]), tensor([30, 0]), { period: 360 }).toArray(); // => [29.558…, 7.5, 7.5]
 */
export function interp(x: Value, xp: Value, fp: Value, options: InterpOptions = {}): Tensor {
  expectOptions("interp", options, ["left", "right", "period"]);
  for (const [name, value] of Object.entries(options)) if (value !== undefined) expectNumber("interp", name, value);
  const [at, points, values] = [x, xp, fp].map((one, i) => resolve(one, "interp", i));
  expectVector("interp", "xp", points);
  expectVector("interp", "fp", values);
  const n = lengthOf(points, -1);
  if (n === 0 || lengthOf(values, -1) !== n) {
    throw new ShapeError(
      `interp: xp of shape ${showShape(points.shape)} and fp of shape ${showShape(values.shape)} must have one length, not 0.`,
      "interp",
    );
  }
  const { period } = options;
  if (period !== undefined) return repeated(at, points, values, options, period);
  const count = countBelow(points, at, { op: "interp", right: true, valueAxes: at.ndim });
  const lower = clip(sub(count, 1), 0, Math.max(0, n - 2));
  const upper = clip(add(lower, 1), 0, n - 1);
  const [x0, x1, f0, f1] = [take(points, lower), take(points, upper), take(values, lower), take(values, upper)];
  const width = sub(x1, x0);
  const slope = div(sub(f1, f0), where(equal(width, 0), 1, width)); // 0 only beyond the last point
  // Of NaN nobody knows which piece it is on.
  const inside = add(f0, mul(sub(chosenFrom(at), x0), slope));
  const { left = take(values, 0), right = take(values, n - 1) } = options;
  const first = take(points, 0);
  const last = take(points, n - 1);
  const beyond = where(less(last, at), right, take(values, n - 1));
  return where(less(at, first), left, where(greaterEqual(at, last), beyond, inside));
}

/** Within one period, with the last point before it and the first behind it. */
function repeated(at: Tensor, xp: Tensor, fp: Tensor, { left, right }: InterpOptions, period: number): Tensor {
  if (!(period > 0 && period < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(`interp: period must be a positive number, not ${period}.`, "interp");
  }
  if (left !== undefined || right !== undefined) {
    throw new ArgumentError(
      "interp: with a period nothing is outside of the points; leave out left and right.",
      "interp",
    );
  }
  const folded = remainder(xp, period);
  const order = argsort(folded);
  const [points, values] = [take(folded, order), take(fp, order)];
  const n = lengthOf(points, -1);
  const ends = (of: Tensor): readonly [Tensor, Tensor] => [slice(of, [n - 1], [n]), slice(of, [0], [1])];
  const [[lastPoint, firstPoint], [lastValue, firstValue]] = [ends(points), ends(values)];
  return interp(
    remainder(at, period),
    concat([sub(lastPoint, period), points, add(firstPoint, period)], 0),
    concat([lastValue, values, firstValue], 0),
  );
}
