import type { Tensor } from "@wengert/array";
import { sizeOf } from "@wengert/array/author";

/** The differences of one matrix. */
interface Row {
  readonly valuesOf: (t: number) => readonly number[];
  readonly inverse: (t: number) => number;
  readonly difference: (t: number) => number;
  /** The error of a difference: of what it is taken of, and of rounding on the way to that, which is as that of x itself. */
  readonly error: (t: number, slope: number) => number;
}

interface Order {
  readonly k: number;
}

interface Rows {
  readonly lead: readonly number[];
  /** How many tuples there are. */
  readonly count: number;
  readonly rows: readonly Row[];
  readonly k: number;
}

/**
 * The differences of order k for each matrix of a batch.
 *
 * @param points - [..., n], eigenvalues
 * @param values - [..., s], the differences of order k − 1, and their errors; as in `Tuples` places, high and low
 * @param others - further tensors [..., d] with leading axes that count
 */
export function rowsOf(
  [points, values, errors, places, high, low, { k }]: [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Order],
  ...others: readonly Tensor[]
): Rows {
  const lead = [points, values, errors, ...others]
    .map((x) => x.shape.slice(0, -1))
    .reduce((most, own) => (own.length > most.length ? own : most));
  const [n, count] = [points, high].map((x) => x.shape[x.ndim - 1]);
  const at = places.data;
  const rows = Array.from({ length: sizeOf(lead) }, (_, b): Row => {
    const [x, v, e] = [points, values, errors].map((tensor, which) => {
      const length = which === 0 ? n : tensor.shape[tensor.ndim - 1];
      const start = (b * length) % Math.max(1, tensor.size);
      return tensor.data.subarray(start, start + length);
    });
    const value = (t: number, p: number): number => x[at[t * (k + 1) + p]];
    const inverse = (t: number): number => 1 / (value(t, k) - value(t, 0));
    return {
      valuesOf: (t) => Array.from({ length: k + 1 }, (_, p) => value(t, p)),
      inverse,
      difference: (t) => (v[high.data[t]] - v[low.data[t]]) * inverse(t),
      error: (t, slope) => {
        const size = Math.max(Math.abs(value(t, 0)), Math.abs(value(t, k)));
        const rounding = 2 * Number.EPSILON * size * Math.abs(slope);
        return (e[high.data[t]] + e[low.data[t]] + rounding) * inverse(t);
      },
    };
  });
  return { lead, count, rows, k };
}
