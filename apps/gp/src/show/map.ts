import * as Plot from "@observablehq/plot";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import type { Places } from "../process/pairs.ts";
import { axis, bare, frame, heading, svgOf } from "./svg.ts";

/** So many places along each input. */
const fine = 40;

/** The part of two inputs that a map shows: the least and the greatest of each. */
export type MapExtent = readonly [first: readonly [number, number], second: readonly [number, number]];

/** A quantity over two inputs, at the places of `mapPlaces`. */
export interface MapValues {
  readonly extent: MapExtent;
  readonly values: Float64Array;
  /** What it is, as in "height (m): the mean". */
  readonly name: string;
}

/** Where a map is computed: a grid over its extent, row by row. Inputs beyond the second stay at their mean. */
export function mapPlaces(x: Places, [[x1, x2], [y1, y2]]: MapExtent): Float64Array[] {
  const at = (low: number, high: number, i: number): number => low + ((i + 0.5) / fine) * (high - low);
  const grid = (f: (k: number) => number): Float64Array => Float64Array.from({ length: fine * fine }, (_, k) => f(k));
  const others = x.slice(2).map((values) => values.reduce((sum, value) => sum + value / values.length, 0));
  return [
    grid((k) => at(x1, x2, k % fine)),
    grid((k) => at(y1, y2, Math.floor(k / fine))),
    ...others.map((mean) => grid(() => mean)),
  ];
}

/** Draws a quantity over two inputs as a map with its contours, and where it was observed: a standalone SVG. */
export function drawMap(
  { title, x: [a, b], xLabels, y }: Series,
  { extent: [first, second], values, name }: MapValues,
  forecast?: Prediction,
): string {
  const asked =
    forecast === undefined ? [] : Array.from(forecast.mean, (_, i) => forecast.x.map((places) => places[i]));
  const [[x1, x2], [y1, y2]] = [first, second];
  const within = ([p, q]: readonly number[]): boolean => p >= x1 && p <= x2 && q >= y1 && q <= y2;
  const seen = Array.from(y, (value, i) => [a[i], b[i], value] as const).filter(within);
  return svgOf({
    ...frame([...second]),
    x: { ...axis(xLabels[0]), tickFormat: bare, domain: first },
    y: { ...axis(xLabels[1]), tickFormat: bare, domain: second },
    // Viridis tells its ends apart for every kind of sight.
    color: { scheme: "viridis" },
    marks: [
      ...heading(title, [
        { text: `▨ ${name}, ${bare(low(values))} (dark) to ${bare(high(values))} (bright)`, color: "#443a83", dx: 0 },
        { text: "● observed", color: "#777777", dx: 470 },
      ]),
      Plot.contour(values, { width: fine, height: fine, x1, x2, y1, y2, fill: Plot.identity, stroke: "#ffffff55" }),
      Plot.dot(seen, { x: "0", y: "1", r: 3.5, fill: "white", fillOpacity: 0.85, stroke: "#00000088" }),
      Plot.dot(asked.filter(within), { x: "0", y: "1", symbol: "times", r: 5, stroke: "#cf4a17", strokeWidth: 2 }),
    ],
  });
}

function low(values: Float64Array): number {
  return Number(values.reduce((a, b) => Math.min(a, b)).toPrecision(3));
}

function high(values: Float64Array): number {
  return Number(values.reduce((a, b) => Math.max(a, b)).toPrecision(3));
}
