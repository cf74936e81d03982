import * as Plot from "@observablehq/plot";
import { dateOf } from "../input/dates.ts";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import type { Places } from "../process/pairs.ts";
import { axis, bare, colors, frame, heading, svgOf } from "./svg.ts";

const legend = [
  { text: "● observed", color: "#777777", dx: 0 },
  { text: "━ fitted mean", color: colors.fitted, dx: 95 },
  { text: "━ forecast, ± 2 standard deviations", color: colors.forecast, dx: 210 },
];

/**
 * Draws the observations, the mean of the process that was fitted to them, and its forecast: a standalone SVG.
 *
 * @param fitted - at places enough for a curve
 */
export function draw(series: Series, fitted: Prediction, forecast: Prediction): string {
  const { y, timeUnit } = series;
  const onAxis = ([x]: Places): Float64Array | Date[] =>
    timeUnit === undefined ? x : Array.from(x, (value) => dateOf(value, timeUnit));
  const x = onAxis(series.x);
  const after = onAxis(forecast.x);
  const band = { x: after, y1: edge(forecast, -2), y2: edge(forecast, 2) };
  return svgOf({
    ...frame([...y, ...band.y1, ...band.y2]),
    x: { ...axis(series.xLabels[0]), ...(timeUnit === undefined ? { tickFormat: bare } : { type: "utc" }) },
    y: { ...axis(series.yLabel), tickFormat: bare, grid: true, nice: true },
    marks: [
      ...heading(series.title, legend),
      Plot.dot({ length: x.length }, { x, y, r: x.length < 200 ? 3.5 : 2, fill: colors.observed }),
      Plot.lineY(
        { length: fitted.mean.length },
        { x: onAxis(fitted.x), y: fitted.mean, stroke: colors.fitted, strokeWidth: 1.2 },
      ),
      Plot.areaY({ length: after.length }, { ...band, fill: colors.forecast, fillOpacity: 0.25 }),
      Plot.lineY({ length: after.length }, { x: after, y: forecast.mean, stroke: colors.forecast }),
    ],
  });
}

function edge({ mean, std }: Prediction, deviations: number): Float64Array {
  return mean.map((value, i) => value + deviations * std[i]);
}
