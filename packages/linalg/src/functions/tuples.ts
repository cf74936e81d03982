import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";

/** The ascending tuples of k + 1 places out of n, by which symmetric tables of divided differences are stored. */
export interface Tuples {
  readonly k: number;
  /** [t, k + 1]: their places. */
  readonly places: Tensor;
  /** [t]: which tuple of order k − 1 each is without its first place, and without its last one. */
  readonly high: Tensor;
  readonly low: Tensor;
  /** [n^(k + 1)]: for each entry of the full table, with k + 1 axes of length n, which tuple it is. */
  readonly full: Tensor;
}

/** The tuples of order k from those of order k − 1. */
export function tuplesOf(n: number, k: number, shorter?: Tuples): Tuples {
  const at = ascending(n, k);
  const count = at.length / (k + 1);
  const full = new Float64Array(n ** (k + 1));
  for (let t = 0; t < count; t++) full[placeOf(n, at, t * (k + 1), k + 1)] = t;
  const [high, low] = [1, 0].map((from) =>
    Float64Array.from({ length: shorter === undefined ? 0 : count }, (_, t) =>
      shorter === undefined ? 0 : shorter.full.data[placeOf(n, at, t * (k + 1) + from, k)],
    ),
  );
  // So far only ascending entries are there; the table is symmetric.
  const places = new Float64Array(k + 1);
  for (let entry = 0; entry < full.length; entry++) {
    for (let p = 0, left = entry; p <= k; p++, left = Math.floor(left / n)) insert(places, p, left % n);
    full[entry] = full[placeOf(n, places, 0, k + 1)];
  }
  return {
    k,
    places: fromData(at, [count, k + 1]),
    high: fromData(high, [high.length]),
    low: fromData(low, [low.length]),
    full: fromData(full, [full.length]),
  };
}

/** All tuples in lexical order. */
function ascending(n: number, k: number): Float64Array {
  const tuples: number[] = [];
  const tuple: number[] = [];
  const extend = (from: number): void => {
    if (tuple.length > k) {
      tuples.push(...tuple);
      return;
    }
    for (let i = from; i < n; i++) {
      tuple.push(i);
      extend(i);
      tuple.pop();
    }
  };
  extend(0);
  return Float64Array.from(tuples);
}

/** Inserts a place into the first `count`, which ascend. */
function insert(places: Float64Array, count: number, place: number): void {
  let p = count;
  for (; p > 0 && places[p - 1] > place; p--) places[p] = places[p - 1];
  places[p] = place;
}

function placeOf(n: number, places: Float64Array, from: number, count: number): number {
  let place = 0;
  for (let p = from; p < from + count; p++) place = place * n + places[p];
  return place;
}
