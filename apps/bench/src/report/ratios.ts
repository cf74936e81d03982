import * as Plot from "@observablehq/plot";
import type { Evaluations } from "../evaluations/survey.ts";
import { emptyDocument, standalone } from "./svg.ts";

const [each, middle] = ["#3b7dc4", "#cf4a17"];

/** A survey: per method Wengert's evaluations by SciPy's, as discs whose area is the number of functions; a line at the median. */
export function chartOfRatios({ title, methods }: Evaluations): string {
  const document = emptyDocument();
  const discs = methods.flatMap(({ method, pairs }) =>
    grouped(pairs.map(({ ratio }) => ratio)).map((disc) => ({ method, ...disc })),
  );
  const ratios = discs.map(({ ratio }) => ratio);
  const svg = Plot.plot({
    document,
    width: 900,
    height: 110 + 56 * methods.length,
    marginTop: 50,
    marginBottom: 48,
    marginLeft: 150,
    marginRight: 30,
    style: { fontSize: "12px" },
    x: {
      type: "log",
      domain: [Math.min(...ratios) / 1.2, Math.max(...ratios) * 1.2],
      grid: true,
      ticks: 5,
      tickFormat: "~g",
      label: "Wengert's evaluations ÷ SciPy's; discs are as large as they stand for functions",
      labelArrow: "none",
    },
    y: { domain: methods.map(({ method }) => method), label: null, padding: 0.2 },
    r: { range: [0, 22], domain: [0, Math.max(...discs.map(({ count }) => count))] },
    marks: [
      Plot.frame({ stroke: "#cccccc" }),
      Plot.ruleX([1], { stroke: "#999999", strokeDasharray: "4 3" }),
      Plot.dot(discs, { x: "ratio", y: "method", r: "count", fill: each, fillOpacity: 0.6 }),
      Plot.tickX(methods, { x: "medianRatio", y: "method", stroke: middle, strokeWidth: 3 }),
    ],
  });
  return standalone(svg, document, title);
}

interface Disc {
  readonly ratio: number;
  readonly count: number;
}

/** Ratios that are the same to a fiftieth or so as one. */
function grouped(ratios: readonly number[]): readonly Disc[] {
  const groups = new Map<number, number>();
  for (const ratio of ratios) {
    const place = Math.round(35 * Math.log2(ratio));
    groups.set(place, (groups.get(place) ?? 0) + 1);
  }
  return [...groups].map(([place, count]) => ({ ratio: 2 ** (place / 35), count }));
}
