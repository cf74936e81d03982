// Curves and dots as SVG, in the colours of the page.
import { html, svg } from "./dom.ts";
import { rangeOf, shortNumber, ticks } from "./numbers.ts";
import type { Line } from "./shown.ts";

// Smaller on a small screen, so that its text is not.
const [width, height] = [matchMedia("(max-width: 640px)").matches ? 310 : 560, 240];
const edge = { left: 54, right: 12, top: 10, bottom: 28 };
const colours = ["var(--forward)", "var(--backward)", "var(--third)", "var(--fourth)"];

/** Maps numbers between `low` and `high` onto the picture. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

function axes(
  x: [number, number],
  y: [number, number],
  atX: (v: number) => number,
  atY: (v: number) => number,
): SVGElement {
  const group = svg("g", { class: "axes" });
  for (const value of ticks(...y, 4)) {
    group.append(svg("line", { x1: edge.left, x2: width - edge.right, y1: atY(value), y2: atY(value) }));
    group.append(svg("text", { x: edge.left - 7, y: atY(value) + 4, "text-anchor": "end" }, shortNumber(value, 4)));
  }
  for (const value of ticks(...x, 6))
    group.append(svg("text", { x: atX(value), y: height - 8, "text-anchor": "middle" }, shortNumber(value, 4)));
  return group;
}

function curve(
  { y, dots }: Line,
  x: Float64Array,
  colour: string,
  at: (i: number) => readonly [number, number],
): SVGElement {
  const places = Array.from(y.subarray(0, x.length), (value, i) => (Number.isFinite(value) ? at(i) : undefined));
  if (dots) {
    const circles = places.flatMap((place) =>
      place ? [svg("circle", { cx: place[0], cy: place[1], r: 3, fill: colour })] : [],
    );
    return svg("g", {}, ...circles);
  }
  // A gap where a value is not finite.
  let before = false;
  const path = places.map((place) => {
    const command = place === undefined ? "" : `${before ? "L" : "M"}${place[0].toFixed(1)} ${place[1].toFixed(1)}`;
    before = place !== undefined;
    return command;
  });
  return svg("path", { d: path.join(""), fill: "none", stroke: colour, "stroke-width": 2 });
}

/** A plot with axes, and the names of its curves below. */
export function plotView(x: Float64Array, lines: readonly Line[]): HTMLElement {
  const rangeX = rangeOf(x);
  const rangeY = rangeOf(lines.flatMap(({ y }) => Array.from(y)));
  const atX = scale(...rangeX, edge.left + 6, width - edge.right - 6);
  const atY = scale(...rangeY, height - edge.bottom - 4, edge.top + 4);
  const colour = (i: number): string => colours[i % colours.length] as string;
  const curves = lines.map((line, i) =>
    curve(line, x, colour(i), (j) => [atX(x[j] as number), atY(line.y[j] as number)]),
  );
  const described = lines.map(
    ({ name, y }) =>
      `${name || "values"} from ${rangeOf(y)
        .map((v) => shortNumber(v, 4))
        .join(" to ")}`,
  );
  const label = `Plot over ${rangeX.map((v) => shortNumber(v, 4)).join(" to ")}: ${described.join("; ")}`;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    axes(rangeX, rangeY, atX, atY),
    ...curves,
  );
  const named = lines.filter(({ name }) => name !== "");
  const legend = named.map(({ name }, i) => html("span", { style: `color: ${colour(i)}` }, name));
  return html("figure", { class: "plot" }, picture, ...(legend.length > 0 ? [html("figcaption", {}, ...legend)] : []));
}
