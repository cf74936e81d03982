import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { axisOptions, lengthOf, type ReduceOptions, reducedAxes } from "../axes.ts";
import { nanMask } from "../elementwise/comparisons.ts";
import { chosenFrom } from "../elementwise/stepwise.ts";
import { times } from "../elementwise/times.ts";
import { where } from "../elementwise/where.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { sort } from "../indexing/sort.ts";
import { map2 } from "../kernels/broadcast.ts";
import { stack } from "../shape/concat.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { refuseEmpty } from "./extrema.ts";
import { dropAxes, reducedLast } from "./reducedaxes.ts";
import { sum } from "./sum.ts";

/** Over axes: for each level a tensor whose reduced axes have been dropped or kept. */
function quantiles(op: string, x: Value, levels: readonly number[], options: ReduceOptions): readonly Tensor[] {
  const given = resolve(x, op);
  const axes = reducedAxes(op, given, options);
  refuseEmpty(op, given, axes);
  const sorted = sort(reducedLast(given, axes));
  const last = lengthOf(sorted, -1) - 1;
  const kept = given.shape.map((length, axis) => (axes.includes(axis - given.ndim) ? 1 : length));
  const greatest = sliceAxis(sorted, -1, last, 1); // NaN if anything is
  return levels.map((level) => {
    const place = level * last;
    const below = Math.min(Math.floor(place), Math.max(0, last - 1));
    const lower = sliceAxis(sorted, -1, below, 1);
    const t = place - below;
    const value = t === 0 ? lower : t === 1 ? upper(sorted, below) : between(lower, upper(sorted, below), { t });
    const seen = where(nanMask(greatest), chosenFrom(sum(sorted, { axis: -1, keepDims: true })), value);
    return dropAxes(reshapeTo(seen, kept), axes, options);
  });
}

function upper(sorted: Tensor, below: number): Tensor {
  return sliceAxis(sorted, -1, below + 1, 1);
}

/** A share of the way. */
interface Share {
  readonly t: number;
}

/**
 * From a to b, a share t of the way. The derivative is that of a weighted mean: through the difference an infinite tangent of
 * a would meet itself, as ∞ − ∞.
 */
const between: (a: Value, b: Value, o: Share) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "quantile",
  impl: (a: Tensor, b: Tensor, { t }: Share): Tensor => map2("quantile", (p, q) => partOfTheWay(p, q, t), a, b),
  jvp: ([da, db], _ab, _y, { t }) =>
    addTangents([...(da === undefined ? [] : [times(da, 1 - t)]), ...(db === undefined ? [] : [times(db, t)])]),
  vjp: (ybar, _ab, _y, { t }) => [() => times(ybar, 1 - t), () => times(ybar, t)],
});

/** a + t (b − a), so that equal ends give themselves; of infinite ends the limit. */
function partOfTheWay(a: number, b: number, t: number): number {
  const apart = b - a;
  return Number.isFinite(apart) ? a + t * apart : (1 - t) * a + t * b;
}

/**
 * Quantiles over axes: of n elements in ascending order the one at place q·(n − 1), counted from 0, between two of them in
 * proportion (NumPy's "linear"). NaN if an element is, and so is then the derivative by all. The derivative moves with the elements that it lies between.
 *
 * @param q - from 0 to 1, or an array of such levels
 * @returns for an array of levels, with their axis in front
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @throws {ArgumentError} for a q outside [0, 1]
 * @example
 * quantile(tensor([1, 2, 3, 4]), 0.5).item(); // => 2.5
 * quantile(tensor([10, 0, 20]), [0, 0.25, 1]).toArray(); // => [0, 5, 20]
 */
export function quantile(
  x: Value,
  q: number | readonly number[],
  options: number | readonly number[] | ReduceOptions = {},
): Tensor {
  const o = axisOptions<ReduceOptions>("quantile", options);
  expectOptions("quantile", o, ["axis", "keepDims"]);
  const levels: readonly unknown[] = Array.isArray(q) ? q : [q];
  const bad = levels.find((level) => !(typeof level === "number" && level >= 0 && level <= 1));
  if (bad !== undefined || levels.length === 0) {
    const given = levels.length === 0 ? "an empty array" : describe(bad);
    throw new ArgumentError(`quantile: q must be a number from 0 to 1, or an array of them, not ${given}.`, "quantile");
  }
  const values = quantiles("quantile", x, levels as readonly number[], o);
  return Array.isArray(q) ? stack(values) : values[0];
}

/**
 * The median over axes: the element in the middle, or the mean of the two; NaN if an element is, and so is then the derivative.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * median(tensor([3, 1, 10])).item(); // => 3
 * median(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // => [2, 3]
 */
export function median(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("median", options, none);
  return quantiles("median", x, [0.5], o)[0];
}
