import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

export const colors = { observed: "#999999", fitted: "#1f5fa8", forecast: "#cf4a17" };

/** Words of a legend, and how far from the left edge of the frame they begin. */
interface Words {
  readonly text: string;
  readonly color: string;
  readonly dx: number;
}

/** Draws a plot as a standalone SVG. */
export function svgOf(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({ ...options, document });
  svg.prepend(background(document));
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return `${svg.outerHTML}\n`;
}

/** Size and margins, with room for the numbers beside an axis of these values. */
export function frame(values: readonly number[]): Plot.PlotOptions {
  return {
    width: 1000,
    height: 560,
    marginTop: 76,
    marginRight: 30,
    marginBottom: 48,
    marginLeft: Math.max(66, 38 + 8 * longestTick(values)),
    style: { fontSize: "13px" },
  };
}

/** A label in the middle of an axis. */
export function axis(label: string): Plot.ScaleOptions {
  return { label, labelAnchor: "center", labelArrow: "none" };
}

/** A title, and a legend below it. */
export function heading(title: string, legend: readonly Words[]): Plot.Markish[] {
  return [
    Plot.text([title], { frameAnchor: "top-left", dy: -64, fontSize: 18, fontWeight: "bold" }),
    ...legend.map(({ text, color, dx }) => Plot.text([text], { frameAnchor: "top-left", dx, dy: -34, fill: color })),
  ];
}

/** A tick without the separators that would turn a year into 1,960. */
export function bare(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** How many characters the longest of about ten round ticks has. */
function longestTick(values: readonly number[]): number {
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const step = 10 ** Math.floor(Math.log10((high - low) / 5));
  return Math.max(...[low, (low + high) / 2, high].map((value) => bare(Math.round(value / step) * step).length));
}

/** White: a standalone SVG would show whatever lies behind it, which may be dark. */
function background(document: Document): SVGElement {
  const rectangle = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: "white" })) {
    rectangle.setAttribute(name, value);
  }
  return rectangle;
}
