import type { Tensor } from "@wengert/array";
import { fromData, withPresence } from "@wengert/array/author";
import { concrete } from "@wengert/trace";
import type { TensorsFunction } from "./finitedifference.ts";
import { pulled, pushed } from "./modes.ts";

/** A derivative element by element: rows by the elements of all outputs, columns by those of all inputs. */
export type Matrix = readonly Float64Array[];

/**
 * Tangents or cotangents for each element of a list of tensors: 1 there, and everything else does not depend. A 0 that was
 * computed would be NaN against an infinite derivative of another element.
 */
export function seedsOf(xs: readonly Tensor[]): (Tensor | undefined)[][] {
  return xs.flatMap((x, i) =>
    Array.from({ length: x.size }, (_, k) => {
      const data = new Float64Array(x.size);
      data[k] = 1;
      const one = fromData(data, x.shape);
      return xs.map((_, j) => (j === i ? withPresence(one, one) : undefined));
    }),
  );
}

/** The elements of all tensors in a row. */
export function elementsOf(xs: readonly Tensor[]): Float64Array {
  return Float64Array.from(xs.flatMap((x) => [...concrete(x).data]));
}

/** By forward mode, column after column. */
export function byForward(f: TensorsFunction, xs: readonly Tensor[]): Matrix {
  return transposed(
    seedsOf(xs).map((seed) => elementsOf(pushed(f, xs, seed)[1])),
    f(xs).reduce((size, y) => size + y.size, 0),
  );
}

/** By reverse mode, row after row. */
export function byReverse(f: TensorsFunction, xs: readonly Tensor[]): Matrix {
  return seedsOf(f(xs)).map((seed) => elementsOf(pulled(f, xs, seed)[1]));
}

function transposed(columns: readonly Float64Array[], height: number): Matrix {
  return Array.from({ length: height }, (_, row) => Float64Array.from(columns, (column) => column[row]));
}
