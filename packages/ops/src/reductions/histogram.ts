import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import {
  broadcastShapes,
  expectArray,
  expectFlag,
  expectOptions,
  fromData,
  sameShape,
  showShape,
  sizeOf,
} from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { describe, type Rest, valueAndOptions } from "../arguments.ts";
import { lengthOf } from "../axes.ts";
import { div, mul, sub } from "../elementwise/arithmetic.ts";
import { equal, greaterEqual, lessEqual } from "../elementwise/comparisons.ts";
import { where } from "../elementwise/where.ts";
import { scatterElements } from "../indexing/gatherelements.ts";
import { countBelow } from "../indexing/searchsorted.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { differencesAlong } from "../sequences/diff.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { reshape } from "../shape/reshape.ts";
import { sum } from "./sum.ts";

/** What is counted, and how. */
export interface HistogramOptions {
  /** How many bins of equal width, or their edges, ascending. Default 10. */
  readonly bins?: number | readonly number[];
  /** From where to where bins of equal width reach. Default: from the least element to the greatest. */
  readonly range?: readonly [from: number, to: number];
  /** Divide by the total and by the widths, for an integral of 1. Default false. */
  readonly density?: boolean;
}

/** Counts, one for each bin, and the edges of the bins, one more. */
export interface Histogram {
  readonly counts: Tensor;
  readonly edges: Tensor;
}

interface Even {
  readonly bins: number;
  readonly range: readonly [number, number] | null;
}

/** Edges of bins of equal width for the elements of the last axis, as NumPy's. */
const evenEdges: (x: Value, o: Even) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "histogram",
  impl: (x: Tensor, { bins, range }: Even): Tensor => {
    const n = lengthOf(x, -1);
    const lead = x.shape.slice(0, -1);
    const out = new Float64Array(sizeOf(lead) * (bins + 1));
    for (let b = 0; b < sizeOf(lead); b++) {
      const own = x.data.subarray(b * n, (b + 1) * n);
      let [from, to] =
        range ?? (n === 0 ? [0, 1] : [own.reduce((p, q) => Math.min(p, q)), own.reduce((p, q) => Math.max(p, q))]);
      if (!Number.isFinite(to - from)) {
        throw new ArgumentError(
          `histogram: no bins of equal width reach from ${from} to ${to}. Give a finite range, or the edges.`,
          "histogram",
        );
      }
      if (from === to) [from, to] = [from - 0.5, to + 0.5];
      for (let k = 0; k <= bins; k++) out[b * (bins + 1) + k] = k === bins ? to : from + k * ((to - from) / bins);
    }
    return fromData(out, [...lead, bins + 1]);
  },
});

function edgesFor(x: Tensor, { bins = 10, range }: HistogramOptions): Tensor {
  if (typeof bins !== "number") {
    expectArray("histogram", "bins, if it is no number,", bins);
    const edges = fromData(Float64Array.from(bins), [bins.length]);
    if (edges.size > 1 && range === undefined) return edges;
    const what =
      range === undefined ? "bins need two edges at least" : "a range is for a number of bins, not for edges";
    throw new ArgumentError(`histogram: ${what}.`, "histogram");
  }
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ArgumentError(`histogram: bins must be a positive integer or edges, not ${describe(bins)}.`, "histogram");
  }
  const right = range === undefined || (Array.isArray(range) && range.length === 2 && range[0] <= range[1]);
  if (right) return evenEdges(x, { bins, range: range ?? null });
  throw new ArgumentError(`histogram: range must be [from, to], ascending, not ${describe(range)}.`, "histogram");
}

/**
 * How many elements lie in each of several bins: edge ≤ x < next edge, and for the last bin also its right edge. Elements outside, and
 * NaN, are not counted. Differentiable in the weights alone: counts are constants to derivatives, and so are edges.
 *
 * @param x - of any shape
 * @param weights - how much each element counts, of the shape of x; by default 1
 * @returns `counts`, one for each bin, and `edges`, one more
 * @throws {ShapeError} for weights that do not fit
 * @throws {ArgumentError} for bins or a range that are none
 * @example
 * const { counts, edges } = histogram(tensor([1, 2, 1, 4]), { bins: 3 });
 * counts.toArray(); // => [2, 1, 1]
 * edges.toArray(); // => [1, 2, 3, 4]
 */
export function histogram(x: Value, weights: Value, options?: HistogramOptions): Histogram;
export function histogram(x: Value, options?: HistogramOptions): Histogram;
export function histogram(x: Value, ...rest: Rest<HistogramOptions>): Histogram {
  const [weights = 1, options] = valueAndOptions(rest);
  expectOptions("histogram", options, ["bins", "range", "density"]);
  expectFlag("histogram", "density", options.density);
  const given = resolve(x, "histogram");
  const flat = reshape(given, [given.size]);
  const edges = edgesFor(flat, options);
  const bins = edges.size - 1;
  const [first, last] = [0, bins].map((at) => sliceAxis(edges, -1, at, 1));
  const behind = countBelow(edges, flat, { op: "histogram", right: true, valueAxes: 1 });
  const inside = mul(greaterEqual(flat, first), lessEqual(flat, last));
  const bin = where(inside, where(equal(flat, last), bins - 1, sub(behind, 1)), bins); // the last one is for what lies outside
  const counts = sliceAxis(
    scatterElements(weightsFor(given, weights), bin, { positionAxes: 1, shape: [bins + 1] }),
    -1,
    0,
    bins,
  );
  if (options.density !== true) return { counts, edges };
  return { counts: div(counts, mul(sum(counts), differencesAlong(edges, -1))), edges };
}

function weightsFor(x: Tensor, weights: Value): Tensor {
  const given = resolve(weights, "histogram", 1);
  if (sameShape(broadcastShapes("histogram", given.shape, x.shape), x.shape))
    return reshape(expandTo(given, x.shape), [x.size]);
  const shapes = `weights of shape ${showShape(given.shape)} do not fit to x of shape ${showShape(x.shape)}`;
  throw new ShapeError(`histogram: ${shapes}.`, "histogram");
}
