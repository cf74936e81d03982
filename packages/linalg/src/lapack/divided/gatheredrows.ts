import { kernels } from "@wengert/array";
import { BOTH, LEFT, RIGHT } from "./rankone.ts";

/**
 * Where kept vectors are gathered: those of the left half, of both and of the right, so that the left parts of all that have one
 * stand together, and the right parts.
 */
export interface Gathering {
  /** For each kept vector its place among the gathered ones. */
  readonly places: Int32Array;
  /** The kept vectors in the order of these places. */
  readonly order: readonly number[];
  /** How many have a left part, and where those with a right part begin. */
  readonly left: number;
  readonly right: number;
}

export function gatheringOf(kept: readonly number[], halves: Uint8Array): Gathering {
  const order = [LEFT, BOTH, RIGHT].flatMap((half) => [...kept.keys()].filter((j) => halves[kept[j]] === half));
  const places = new Int32Array(order.length);
  for (const [place, j] of order.entries()) places[j] = place;
  const count = (half: number): number => kept.reduce((sum, i) => sum + (halves[i] === half ? 1 : 0), 0);
  return { places, order: order.map((j) => kept[j]), left: kept.length - count(RIGHT), right: count(LEFT) };
}

/** Vectors of a part of a problem, in rows: where the first one begins, and how many rows and columns there are. */
export interface Rows {
  readonly data: Float64Array;
  readonly ld: number;
  readonly at: number;
  readonly count: number;
  readonly width: number;
  /** Where the right half begins. */
  readonly split: number;
}

/** Rotates two rows: (x, y) ← (c x + s y, c y − s x). */
export function rotateRows({ data, ld, at, width }: Rows, i: number, j: number, c: number, s: number): void {
  for (let p = at + i * ld, q = at + j * ld, end = p + width; p < end; p++, q++) {
    const [x, y] = [data[p], data[q]];
    data[p] = c * x + s * y;
    data[q] = c * y - s * x;
  }
}

/**
 * Kept rows become their combinations with rows of `coefficients`, k×k, whose columns belong to the gathered rows; then all rows
 * get into a new order.
 *
 * @param products - memory for as many numbers as there are in the rows
 */
export function combineRows(
  rows: Rows,
  kept: readonly number[],
  { order, left, right }: Gathering,
  coefficients: Float64Array,
  sorted: Int32Array,
  gathered: Float64Array,
  products: Float64Array,
): void {
  const { data, ld, at, count, width, split } = rows;
  const k = kept.length;
  const part = (begin: number, terms: number, column: number, columns: number): void => {
    for (let i = 0; i < terms; i++) {
      const from = at + order[begin + i] * ld + column;
      gathered.set(data.subarray(from, from + columns), i * columns);
    }
    const { gemm } = kernels();
    if (terms > 0)
      gemm(
        false,
        false,
        k,
        columns,
        terms,
        1,
        coefficients,
        begin,
        k,
        gathered,
        0,
        columns,
        0,
        products,
        column,
        width,
      );
    else for (let i = 0; i < k; i++) products.fill(0, i * width + column, i * width + column + columns);
  };
  part(0, left, 0, split);
  part(right, k - right, split, width - split);
  const places = new Int32Array(count).fill(-1);
  for (const [i, row] of kept.entries()) places[row] = i;
  let next = k;
  for (let i = 0; i < count; i++) {
    if (places[i] >= 0) continue;
    products.set(data.subarray(at + i * ld, at + i * ld + width), next * width);
    places[i] = next++;
  }
  for (const [i, row] of sorted.entries()) {
    const from = places[row] * width;
    data.set(products.subarray(from, from + width), at + i * ld);
  }
}
