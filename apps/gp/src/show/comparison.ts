import * as Plot from "@observablehq/plot";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import { axis, bare, colors, frame, heading, svgOf } from "./svg.ts";

const legend = [
  { text: "● an observation", color: "#777777", dx: 0 },
  { text: "━ where both are equal", color: colors.fitted, dx: 125 },
];

/** Draws observations of several inputs over the mean of the process that was fitted to them: a standalone SVG. */
export function drawComparison({ title, xLabels, y, yLabel }: Series, { mean }: Prediction): string {
  const ends = [Math.min, Math.max].map((end) => [...y, ...mean].reduce((a, b) => end(a, b)));
  return svgOf({
    ...frame([...y, ...mean]),
    x: { ...axis(`fitted mean, from ${xLabels.join(", ")}`), tickFormat: bare },
    y: { ...axis(yLabel), tickFormat: bare, grid: true },
    marks: [
      ...heading(title, legend),
      Plot.line(ends, { x: ends, y: ends, stroke: colors.fitted }),
      Plot.dot({ length: y.length }, { x: mean, y, r: y.length < 200 ? 3.5 : 2, fill: colors.observed }),
    ],
  });
}
