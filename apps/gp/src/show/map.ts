import * as Plot from "@observablehq/plot";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import type { Places } from "../process/pairs.ts";
import { axis, bare, frame, heading, svgOf } from "./svg.ts";

/** So many places along each input. */
const fine = 40;

/** Draws what a process of two inputs expects, as a map with its contours, and where it was observed: a standalone SVG. */
export function drawMap(
  { title, x: [a, b], xLabels, y, yLabel }: Series,
  predict: (z: Places) => Prediction,
  forecast: Prediction | undefined,
): string {
  const along = (values: Float64Array): readonly [low: number, high: number] => {
    const [low, high] = [Math.min, Math.max].map((end) => values.reduce((p, q) => end(p, q)));
    return [low, high];
  };
  const [[x1, x2], [y1, y2]] = [along(a), along(b)];
  const at = (low: number, high: number, i: number): number => low + ((i + 0.5) / fine) * (high - low);
  const cells = Array.from({ length: fine * fine }, (_, k) => [k % fine, Math.floor(k / fine)] as const);
  const { mean } = predict([
    Float64Array.from(cells, ([i]) => at(x1, x2, i)),
    Float64Array.from(cells, ([, j]) => at(y1, y2, j)),
  ]);
  const asked =
    forecast === undefined ? [] : Array.from(forecast.mean, (_, i) => forecast.x.map((values) => values[i]));
  return svgOf({
    ...frame([...b]),
    x: { ...axis(xLabels[0]), tickFormat: bare },
    y: { ...axis(xLabels[1]), tickFormat: bare },
    // Viridis tells its ends apart for every kind of sight.
    color: { scheme: "viridis", label: yLabel },
    marks: [
      ...heading(title, [
        {
          text: `▨ ${yLabel}: the mean, ${bare(low(mean))} (dark) to ${bare(high(mean))} (bright)`,
          color: "#443a83",
          dx: 0,
        },
        { text: "● observed", color: "#777777", dx: 470 },
      ]),
      Plot.contour(mean, { width: fine, height: fine, x1, x2, y1, y2, fill: Plot.identity, stroke: "#ffffff55" }),
      Plot.dot({ length: y.length }, { x: a, y: b, r: 3.5, fill: y, stroke: "white" }),
      Plot.dot(asked, { x: "0", y: "1", symbol: "times", r: 5, stroke: "#cf4a17", strokeWidth: 2 }),
    ],
  });
}

function low(values: Float64Array): number {
  return Number(values.reduce((a, b) => Math.min(a, b)).toPrecision(3));
}

function high(values: Float64Array): number {
  return Number(values.reduce((a, b) => Math.max(a, b)).toPrecision(3));
}
