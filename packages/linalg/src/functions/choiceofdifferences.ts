import type { Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { NoRealResultError } from "../errors.ts";
import { COARSE, FINE } from "./simplexquadrature.ts";
import type { Tuples } from "./tuples.ts";

/*
 * Whether a divided difference is taken as a difference or by quadrature: what is decided by numbers, as constants. A function
 * may vanish where its terms do not, so rounding is taken to be as that of x, not only as that of f.
 *
 * Arguments have the same leading axes, or none: then they belong to all.
 */

// A difference that has lost fewer digits than this is taken as it is; two more at each order, for which quadrature is dear.
const GOOD = 1e-14;
const DEARER = 100;
// Up to so many evaluations of f, there is room for the quadrature of all tuples: then no shape depends on the values.
const ROOM = 1 << 18;

interface Order {
  readonly all: Tuples;
}

/** The errors of f at each eigenvalue. */
export const firstErrors: (points: Value, values: Value, o: Order) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "matrixFunction",
  impl: (points: Tensor, values: Tensor, { all }: Order): Tensor => {
    refuseInfinite(values, points, all);
    return fromData(
      values.data.map((value) => Number.EPSILON * Math.abs(value) + Number.MIN_VALUE),
      values.shape,
    );
  },
});

/** The tuples whose difference has lost digits, and the nodes of both quadratures for them. */
export const doubtfulTuples: (
  points: Value,
  values: Value,
  errors: Value,
  o: Order,
) => { readonly tuples: Tensor; readonly fine: Tensor; readonly coarse: Tensor } =
  /* @__PURE__ */ constantWithAttributes({
    name: "matrixFunction",
    impl: (points: Tensor, values: Tensor, errors: Tensor, { all }: Order) => {
      const { k } = all;
      const lists = rowsOf(all, points, values, errors).map((row) => {
        const bad: number[] = [];
        for (let t = 0; t < all.count; t++) {
          const difference = row.difference(t);
          if (!(row.error(t, difference) <= GOOD * DEARER ** (k - 1) * Math.abs(difference))) bad.push(t);
        }
        return { row, bad };
      });
      const each = FINE.weights(k).length + COARSE.weights(k).length;
      const room = lists.length * all.count * each <= ROOM;
      const d = room ? all.count : lists.reduce((most, { bad }) => Math.max(most, bad.length), 0);
      const lead = leadOf(points, values, errors);
      const tuples = new Float64Array(lists.length * d);
      const sizes = [FINE, COARSE].map((rule) => rule.weights(k).length);
      const [fine, coarse] = sizes.map((size) => new Float64Array(tuples.length * size));
      for (const [b, { row, bad }] of lists.entries()) {
        for (let c = 0; c < d; c++) {
          // There is always one, because a value coincides with itself; it fills what is left of the room.
          const t = bad[c] ?? bad[0];
          const [at, x] = [b * d + c, row.valuesOf(t)];
          tuples[at] = t;
          FINE.write(x, fine, at * sizes[0]);
          COARSE.write(x, coarse, at * sizes[1]);
        }
      }
      return {
        tuples: fromData(tuples, [...lead, d]),
        fine: fromData(fine, [...lead, d, sizes[0]]),
        coarse: fromData(coarse, [...lead, d, sizes[1]]),
      };
    },
  });

interface Choice {
  /** What a difference is multiplied by: 1/(xₖ − x₀), or 0 where it is not taken. */
  readonly inverse: Tensor;
  /** 1 where a quadrature is taken, else 0. */
  readonly quadrature: Tensor;
  /** Which of the quadratures. */
  readonly places: Tensor;
  /** The error of what is taken. */
  readonly errors: Tensor;
}

/** Takes for each tuple what has the smaller error. */
export const chosenValues: (
  points: Value,
  values: Value,
  errors: Value,
  tuples: Value,
  integral: Value,
  rough: Value,
  o: Order,
) => { readonly [K in keyof Choice]: Tensor } = /* @__PURE__ */ constantWithAttributes({
  name: "matrixFunction",
  impl: (
    points: Tensor,
    values: Tensor,
    errors: Tensor,
    tuples: Tensor,
    integral: Tensor,
    rough: Tensor,
    { all }: Order,
  ) => {
    const rows = rowsOf(all, points, values, errors, integral);
    const lead = leadOf(points, values, errors, integral);
    const d = tuples.shape[tuples.ndim - 1];
    const [inverse, quadrature, places, newErrors, taken] = Array.from(
      { length: 5 },
      () => new Float64Array(rows.length * all.count),
    );
    for (const [b, row] of rows.entries()) {
      const start = b * all.count;
      for (let t = 0; t < all.count; t++) {
        taken[start + t] = row.difference(t);
        inverse[start + t] = row.inverse(t);
        newErrors[start + t] = row.error(t, taken[start + t]);
      }
      for (let c = 0; c < d; c++) {
        const own = b * d + c;
        const at = start + tuples.data[own % tuples.size];
        const t = at - start;
        const value = integral.data[own % integral.size];
        const error = Math.abs(value - rough.data[own % rough.size]) + 2 * Number.EPSILON * Math.abs(value);
        if (quadrature[at] === 1) continue;
        // A kink between the nodes escapes the quadrature, but not the difference.
        const apart = Math.abs(value - taken[at]);
        newErrors[at] = Math.max(newErrors[at], row.error(t, value));
        if (Number.isFinite(newErrors[at]) && (error >= newErrors[at] || apart > 16 * newErrors[at])) continue;
        [quadrature[at], places[at], inverse[at], newErrors[at], taken[at]] = [1, c, 0, error, value];
      }
    }
    const shape = [...lead, all.count];
    refuseInfinite(fromData(taken, shape), points, all);
    return {
      inverse: fromData(inverse, shape),
      quadrature: fromData(quadrature, shape),
      places: fromData(places, shape),
      errors: fromData(newErrors, shape),
    };
  },
});

/** The differences of one matrix. */
interface Row {
  readonly valuesOf: (t: number) => readonly number[];
  readonly inverse: (t: number) => number;
  readonly difference: (t: number) => number;
  /** The error of a difference: of what it is taken of, and of rounding on the way to that, which is as that of x itself. */
  readonly error: (t: number, slope: number) => number;
}

function rowsOf(
  { k, at, high, low }: Tuples,
  points: Tensor,
  values: Tensor,
  errors: Tensor,
  ...others: readonly Tensor[]
): readonly Row[] {
  const n = points.shape[points.ndim - 1];
  const shorter = values.shape[values.ndim - 1];
  return Array.from({ length: sizeOf(leadOf(points, values, errors, ...others)) }, (_, b) => {
    const [x, v, e] = [[points, n] as const, [values, shorter] as const, [errors, shorter] as const].map(
      ([tensor, length]) => {
        const start = (b * length) % Math.max(1, tensor.size);
        return tensor.data.subarray(start, start + length);
      },
    );
    const value = (t: number, p: number): number => x[at[t * (k + 1) + p]];
    const inverse = (t: number): number => 1 / (value(t, k) - value(t, 0));
    return {
      valuesOf: (t) => Array.from({ length: k + 1 }, (_, p) => value(t, p)),
      inverse,
      difference: (t) => (v[high[t]] - v[low[t]]) * inverse(t),
      error: (t, slope) => {
        const size = Math.max(Math.abs(value(t, 0)), Math.abs(value(t, k)));
        const rounding = 2 * Number.EPSILON * size * Math.abs(slope);
        return (e[high[t]] + e[low[t]] + rounding) * inverse(t);
      },
    };
  });
}

/** The leading axes of tensors of which some have none. */
function leadOf(...xs: readonly Tensor[]): readonly number[] {
  return xs.map((x) => x.shape.slice(0, -1)).reduce((most, lead) => (lead.length > most.length ? lead : most));
}

function refuseInfinite(values: Tensor, points: Tensor, { k, at, count }: Tuples): void {
  const found = values.data.findIndex((value) => !Number.isFinite(value));
  if (found < 0) return;
  const n = points.shape[points.ndim - 1];
  const start = (Math.floor(found / count) * n) % points.size;
  const tuple = Array.from({ length: k + 1 }, (_, p) => points.data[start + at[(found % count) * (k + 1) + p]]);
  const what = k === 0 ? "the function" : `the derivative of order ${k} of the function, which is needed here,`;
  throw new NoRealResultError(
    `matrixFunction: ${what} is not finite (${values.data[found]}) at the eigenvalue ${tuple.join(", ")}. Add a little to the ` +
      "diagonal with addDiagonal, or use a function that is smooth there.",
    "matrixFunction",
  );
}
