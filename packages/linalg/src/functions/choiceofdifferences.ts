import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constant, constantWithAttributes } from "@wengert/rule/library";
import { rowsOf } from "./differencerows.ts";
import { COARSE, FINE } from "./simplexquadrature.ts";

/*
 * Whether a divided difference is taken as a difference or by quadrature: what is decided by numbers, as constants. A function
 * may vanish where its terms do not, so rounding is taken to be as that of x, not only as that of f.
 *
 * Arguments have the same leading axes, or none: then they belong to all.
 */

// A difference with at most this relative error is taken as it is. At each order two digits more may be lost, because quadrature
// becomes expensive.
const GOOD = 1e-14;
const DEARER = 100;
// Up to so many evaluations of f, there is room for the quadrature of all tuples: then no shape depends on the values. Beyond
// that there is room for as many as the matrix of a batch that needs most of them.
const ROOM = 1 << 13;

interface Order {
  readonly k: number;
}

/** The errors of f at each eigenvalue. */
export const firstErrors: (values: Value) => Tensor = /* @__PURE__ */ constant({
  name: "matrixFunction",
  impl: (values: Tensor): Tensor => {
    const errors = values.data.map((value) => Number.EPSILON * Math.abs(value) + Number.MIN_VALUE);
    return fromData(errors, values.shape);
  },
});

/** The tuples whose difference has lost digits, [..., d], and the nodes of both quadratures for them, [..., d, q]. */
export const doubtfulTuples: (
  points: Value,
  values: Value,
  errors: Value,
  places: Value,
  high: Value,
  low: Value,
  o: Order,
) => { readonly tuples: Tensor; readonly fine: Tensor; readonly coarse: Tensor } =
  /* @__PURE__ */ constantWithAttributes({
    name: "matrixFunction",
    impl: (...args: [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Order]) => {
      const { lead, count, rows, k } = rowsOf(args);
      const lists = rows.map((row) => {
        const bad: number[] = [];
        for (let t = 0; t < count; t++) {
          const difference = row.difference(t);
          if (!(row.error(t, difference) <= GOOD * DEARER ** (k - 1) * Math.abs(difference))) bad.push(t);
        }
        return bad;
      });
      const sizes = [FINE, COARSE].map((rule) => rule.weights(k).length);
      const room = rows.length * count * (sizes[0] + sizes[1]) <= ROOM;
      const d = room ? count : lists.reduce((most, bad) => Math.max(most, bad.length), 0);
      const tuples = new Float64Array(rows.length * d);
      const [fine, coarse] = sizes.map((size) => new Float64Array(tuples.length * size));
      for (const [b, bad] of lists.entries()) {
        for (let c = 0; c < d; c++) {
          // The first tuple fills the places that are left. There is one: that of a value with itself.
          const t = bad[c] ?? bad[0];
          const [at, x] = [b * d + c, rows[b].valuesOf(t)];
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

type Choice = {
  /** What a difference is multiplied by: 1/(xₖ − x₀), or 0 where it is not taken. */
  readonly inverse: Tensor;
  /** 1 where a quadrature is taken, else 0. */
  readonly quadrature: Tensor;
  /** Which of the quadratures. */
  readonly places: Tensor;
  /** The error of what is taken. */
  readonly errors: Tensor;
};

/** Takes for each tuple what has the smaller error. */
export const chosenValues: (
  points: Value,
  values: Value,
  errors: Value,
  places: Value,
  high: Value,
  low: Value,
  tuples: Value,
  integral: Value,
  rough: Value,
  o: Order,
) => Choice = /* @__PURE__ */ constantWithAttributes({
  name: "matrixFunction",
  impl: (...args: [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Order]): Choice => {
    const [tuples, integral, rough] = args.slice(6, 9) as Tensor[];
    const [points, values, errors, places, high, low] = args;
    const o = args[9];
    const { lead, count, rows } = rowsOf([points, values, errors, places, high, low, o], integral);
    const d = tuples.shape[tuples.ndim - 1];
    const [inverse, quadrature, chosen, newErrors, taken] = Array.from(
      { length: 5 },
      () => new Float64Array(rows.length * count),
    );
    for (const [b, row] of rows.entries()) {
      const start = b * count;
      for (let t = 0; t < count; t++) {
        taken[start + t] = row.difference(t);
        inverse[start + t] = row.inverse(t);
        newErrors[start + t] = row.error(t, taken[start + t]);
      }
      for (let c = 0; c < d; c++) {
        const own = b * d + c;
        const t = tuples.data[own % tuples.size];
        const at = start + t;
        if (quadrature[at] === 1) continue;
        const value = integral.data[own % integral.size];
        const error = Math.abs(value - rough.data[own % rough.size]) + 2 * Number.EPSILON * Math.abs(value);
        // A kink between the nodes escapes the quadrature, but not the difference.
        const apart = Math.abs(value - taken[at]);
        newErrors[at] = Math.max(newErrors[at], row.error(t, value));
        if (Number.isFinite(newErrors[at]) && (error >= newErrors[at] || apart > 16 * newErrors[at])) continue;
        [quadrature[at], chosen[at], inverse[at], newErrors[at], taken[at]] = [1, c, 0, error, value];
      }
    }
    const shape = [...lead, count];
    return {
      inverse: fromData(inverse, shape),
      quadrature: fromData(quadrature, shape),
      places: fromData(chosen, shape),
      errors: fromData(newErrors, shape),
    };
  },
});
