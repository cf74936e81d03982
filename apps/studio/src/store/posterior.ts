import { computed, type ReadonlySignal } from "@preact/signals";
import { curveThrough, placesAfter, type Series } from "@wengert/gp-app/model";
import type { PosteriorAnswer } from "../worker/protocol.ts";
import { type Live, live } from "./live.ts";
import { doc, series, task } from "./store.ts";

/** With more observations, the curve has so many even steps in place of a corner at each. */
const fine = 1000;
/** Places along each side of a map. */
const side = 44;

const horizon = computed(() => doc.value?.horizon ?? 0);

/** Where the curve or the map is computed; it does not depend on the covariance. */
export const places: ReadonlySignal<readonly Float64Array[] | undefined> = computed(() => {
  const data = series.value;
  if (data === undefined) return undefined;
  return data.x.length === 1 ? [curveOf(data, horizon.value)] : mapOf(data.x);
});

function curveOf({ x: [x] }: Series, after: number): Float64Array {
  const through = x.length > fine ? even(x[0], x[x.length - 1], fine) : curveThrough(distinct(x));
  return after > 0 ? Float64Array.from([...through, ...placesAfter(x, after)]) : through;
}

function distinct(x: Float64Array): Float64Array {
  return x.filter((value, i) => i === 0 || value !== x[i - 1]);
}

/** So many places from one number to another. */
export function even(from: number, to: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

/** A grid over the first two inputs, row by row; others stay at their mean. */
function mapOf(x: readonly Float64Array[]): Float64Array[] {
  const [columns, rows] = x.slice(0, 2).map((values) => even(lowest(values), highest(values), side));
  const grid = [0, 1].map((axis) =>
    Float64Array.from({ length: side * side }, (_, i) => (axis === 0 ? columns[i % side] : rows[Math.floor(i / side)])),
  );
  const others = x
    .slice(2)
    .map((values) => new Float64Array(side * side).fill(values.reduce((a, b) => a + b) / values.length));
  return [...grid, ...others];
}

export function lowest(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}

export function highest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** The number of places along each side of a map. */
export const mapSide: number = side;

const question = computed(() => {
  const [ask, at] = [task.value, places.value];
  return ask === undefined || at === undefined ? undefined : { ...ask, places: at };
});

/** What is expected between and after the observations, whenever a parameter moves. */
export const posterior: ReadonlySignal<Live<PosteriorAnswer>> = live("posterior", question);
