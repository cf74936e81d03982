import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Series } from "@wengert/gp-app/model";
import { type MapView, moved, zoomed } from "../plots/mapview.ts";
import { series } from "./store.ts";

/** Which of the two a map shows: what is expected, or how sure that is. */
export const mapShows: Signal<"mean" | "std"> = signal("mean");

/** The extent of the first two inputs; undefined where there is one input only. */
export const wholeMap: ReadonlySignal<MapView | undefined> = computed(() => {
  const data = series.value;
  if (data === undefined || data.x.length < 2) return undefined;
  const [x, y] = data.x.slice(0, 2).map((values) => [lowest(values), highest(values)] as const);
  return { x, y };
});

/** What somebody zoomed to, and in which data. */
const chosen: Signal<{ readonly data: Series; readonly view: MapView } | undefined> = signal(undefined);

/** The part of the first two inputs that is shown. */
export const mapView: ReadonlySignal<MapView | undefined> = computed(() =>
  chosen.value !== undefined && chosen.value.data === series.value ? chosen.value.view : wholeMap.value,
);

/** Shows a part that is `factor` times as wide, about a place in shares of the present one. */
export function zoomMap(factor: number, about: readonly [number, number] = [0.5, 0.5]): void {
  change((view, whole) => zoomed(view, whole, factor, about));
}

/** Shows the part so many widths to the right, and heights above. */
export function moveMap(right: number, up: number): void {
  change((view, whole) => moved(view, whole, right, up));
}

/** Shows all. */
export function showWholeMap(): void {
  chosen.value = undefined;
}

function change(f: (view: MapView, whole: MapView) => MapView): void {
  const [data, view, whole] = [series.peek(), mapView.peek(), wholeMap.peek()];
  if (data !== undefined && view !== undefined && whole !== undefined) chosen.value = { data, view: f(view, whole) };
}

export function lowest(values: Float64Array): number {
  return values.reduce((a, b) => Math.min(a, b));
}

export function highest(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b));
}
