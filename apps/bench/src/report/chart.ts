import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Finding } from "../run.ts";

const [own, others] = ["#cf4a17", "#3b7dc4"];

/** A workload as a standalone SVG: per size and contender the median time, with a line from quartile to quartile. */
export function chartOf({ title, cases }: Finding): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const marks = cases.flatMap(({ label, rows }) =>
    rows.flatMap((row) => ("seconds" in row ? [{ label, name: row.name, ...row.seconds }] : [])),
  );
  const names = [...new Set(marks.map(({ name }) => name))];
  const stroke = ({ name }: { name: string }): string => (name.startsWith("Wengert") ? own : others);
  const svg = Plot.plot({
    document,
    width: 900,
    height: 90 + cases.length * (30 + 18 * names.length),
    marginTop: 50,
    marginBottom: 48,
    marginLeft: 200,
    marginRight: 110,
    style: { fontSize: "12px" },
    x: { type: "log", grid: true, label: "seconds, median and quartiles", nice: true },
    y: { domain: names, label: null },
    fy: { domain: cases.map(({ label }) => label), label: null },
    marks: [
      Plot.frame({ stroke: "#cccccc" }),
      Plot.ruleY(marks, { fy: "label", y: "name", x1: "q1", x2: "q3", stroke, strokeWidth: 3, strokeOpacity: 0.5 }),
      Plot.dot(marks, { fy: "label", y: "name", x: "median", fill: stroke, r: 4 }),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.prepend(background(document), heading(document, title));
  return `${svg.outerHTML}\n`;
}

/** White: a standalone SVG would show whatever lies behind it, which may be dark. */
function background(document: Document): SVGElement {
  return element(document, "rect", { width: "100%", height: "100%", fill: "white" });
}

function heading(document: Document, title: string): SVGElement {
  const text = element(document, "text", {
    x: "12",
    y: "22",
    "font-size": "16",
    "font-weight": "bold",
    "text-anchor": "start",
  });
  text.textContent = title;
  return text;
}

function element(document: Document, tag: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
