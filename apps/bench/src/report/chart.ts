import * as Plot from "@observablehq/plot";
import type { Finding } from "../finding.ts";
import type { Timings } from "../run.ts";
import { chartOfRatios } from "./ratios.ts";
import { emptyDocument, standalone } from "./svg.ts";

const [own, others] = ["#cf4a17", "#3b7dc4"];

/** A finding as a standalone SVG. */
export function chartOf(finding: Finding): string {
  return "methods" in finding ? chartOfRatios(finding) : chartOfTimes(finding);
}

/** A workload: per size and contender the median time, with a line from quartile to quartile. */
function chartOfTimes({ title, cases }: Timings): string {
  const document = emptyDocument();
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
    marginLeft: 230,
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
  return standalone(svg, document, title);
}
