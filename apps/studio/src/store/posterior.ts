import { computed, type ReadonlySignal } from "@preact/signals";
import { curveThrough, placesAfter, type Series } from "@wengert/gp-app/model";
import type { MapView } from "../plots/mapview.ts";
import type { Places, PosteriorAnswer, Task } from "../worker/protocol.ts";
import { type Live, live } from "./live.ts";
import { mapView, wholeMap } from "./mapview.ts";
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
  const view = mapView.value;
  return view === undefined ? [curveOf(data, horizon.value)] : mapOf(data.x, view);
});

/** The part of a map that a grid of places covers. */
export function viewOf([x, y]: readonly Float64Array[]): MapView {
  return { x: [x[0], x[side - 1]], y: [y[0], y[y.length - 1]] };
}

/** The places of the whole map, whatever part of it is shown. */
export function wholeMapPlaces(data: Series): readonly Float64Array[] {
  const whole = wholeMap.peek();
  return whole === undefined ? [] : mapOf(data.x, whole);
}

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

/** A grid over a part of the first two inputs, row by row; others stay at their mean. */
function mapOf(x: readonly Float64Array[], view: MapView): Float64Array[] {
  const [columns, rows] = [view.x, view.y].map(([low, high]) => even(low, high, side));
  const grid = [0, 1].map((axis) =>
    Float64Array.from({ length: side * side }, (_, i) => (axis === 0 ? columns[i % side] : rows[Math.floor(i / side)])),
  );
  const others = x
    .slice(2)
    .map((values) => new Float64Array(side * side).fill(values.reduce((a, b) => a + b) / values.length));
  return [...grid, ...others];
}

/** The number of places along each side of a map. */
export const mapSide: number = side;

const question = computed(() => {
  const [ask, at] = [task.value, places.value];
  return ask === undefined || at === undefined ? undefined : { ...ask, places: at };
});

/** What is expected between and after the observations, whenever a parameter moves. */
export const posterior: ReadonlySignal<Live<PosteriorAnswer, Task & Places>> = live("posterior", question);
