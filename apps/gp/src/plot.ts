import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Prediction } from "./gp.ts";
import type { Series } from "./series.ts";

const colors = { observed: "#999999", fitted: "#1f5fa8", forecast: "#cf4a17" };

/** The legend, from left to right: the words, and how far from the left edge of the frame they begin. */
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
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const { x, y } = series;
  const band = { x: forecast.x, y1: edge(forecast, -2), y2: edge(forecast, 2) };
  const svg = Plot.plot({
    document,
    width: 1000,
    height: 560,
    marginTop: 76,
    marginRight: 30,
    marginBottom: 48,
    marginLeft: 66,
    style: { fontSize: "13px" },
    x: { label: series.xLabel, labelAnchor: "center", labelArrow: "none", tickFormat: bare },
    y: { label: series.yLabel, labelAnchor: "center", labelArrow: "none", tickFormat: bare, grid: true, nice: true },
    marks: [
      Plot.text([series.title], { frameAnchor: "top-left", dy: -64, fontSize: 18, fontWeight: "bold" }),
      ...legend.map(({ text, color, dx }) => Plot.text([text], { frameAnchor: "top-left", dx, dy: -34, fill: color })),
      Plot.dot({ length: x.length }, { x, y, r: x.length < 200 ? 3.5 : 2, fill: colors.observed }),
      Plot.lineY({ length: fitted.x.length }, { x: fitted.x, y: fitted.mean, stroke: colors.fitted, strokeWidth: 1.2 }),
      Plot.areaY({ length: band.x.length }, { ...band, fill: colors.forecast, fillOpacity: 0.25 }),
      Plot.lineY({ length: forecast.x.length }, { x: forecast.x, y: forecast.mean, stroke: colors.forecast }),
    ],
  });
  svg.prepend(background(document));
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}

function edge({ mean, std }: Prediction, deviations: number): Float64Array {
  return mean.map((value, i) => value + deviations * std[i]);
}

/** A tick without the separators that would turn a year into 1,960. */
function bare(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** White: a standalone SVG would show whatever lies behind it, which may be dark. */
function background(document: Document): SVGElement {
  const rectangle = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "white" })) {
    rectangle.setAttribute(name, value);
  }
  return rectangle;
}
