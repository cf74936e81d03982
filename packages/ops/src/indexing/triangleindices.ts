import { ShapeError, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { describe } from "../arguments.ts";

type Pair = readonly [rows: Tensor, columns: Tensor];

function indicesWhere(op: string, n: number, k: number, m: number, within: (i: number, j: number) => boolean): Pair {
  for (const [name, value, least] of [
    ["n", n, 0],
    ["k", k, -Infinity],
    ["m", m, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw new ShapeError(
      `${op}: ${name} must be ${least === 0 ? "a non-negative" : "an"} integer, not ${describe(value)}.`,
      op,
    );
  }
  const [rows, columns]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      if (!within(i, j)) continue;
      rows.push(i);
      columns.push(j);
    }
  }
  return [fromData(Float64Array.from(rows), [rows.length]), fromData(Float64Array.from(columns), [columns.length])];
}

/**
 * The places on and above a diagonal of an n × m matrix, in row-major order.
 *
 * @param k - which diagonal: 0 the main one, positive ones above it
 * @param m - columns, by default n
 * @returns `[rows, columns]`, as the entries of an index: `set(x, triuIndices(3), 0)`
 * @throws {ShapeError} for sizes that are no non-negative integers
 * @example
 * const [rows, columns] = triuIndices(2);
 * rows.toArray(); // => [0, 0, 1]
 * columns.toArray(); // => [0, 1, 1]
 */
export function triuIndices(n: number, k: number = 0, m: number = n): readonly [rows: Tensor, columns: Tensor] {
  return indicesWhere("triuIndices", n, k, m, (i, j) => j - i >= k);
}

/**
 * The places on and below a diagonal of an n × m matrix, in row-major order.
 *
 * @param k - which diagonal: 0 the main one, positive ones above it
 * @param m - columns, by default n
 * @returns `[rows, columns]`, as the entries of an index
 * @throws {ShapeError} for sizes that are no non-negative integers
 * @example
 * const [rows, columns] = trilIndices(2);
 * rows.toArray(); // => [0, 1, 1]
 * columns.toArray(); // => [0, 0, 1]
 */
export function trilIndices(n: number, k: number = 0, m: number = n): readonly [rows: Tensor, columns: Tensor] {
  return indicesWhere("trilIndices", n, k, m, (i, j) => j - i <= k);
}
