import type uPlot from "uplot";
import { token } from "../parts/theme.ts";
import { plain } from "./numbers.ts";

const font = '12px ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif';

/** An axis in the colours of the page. Without `values`, a number is written as short as it can be. */
export function axis(label: string, more: Partial<uPlot.Axis> = {}): uPlot.Axis {
  return {
    ...(label === "" ? {} : { label, labelFont: font, labelSize: 20, labelGap: 0 }),
    font,
    stroke: token("ink-soft"),
    grid: { stroke: token("grid"), width: 1 },
    ticks: { stroke: token("line"), width: 1, size: 4 },
    values: (_plot, splits) => plain(splits),
    ...more,
  };
}

/** Options that all charts have: no legend and no title of the library's own, one y axis with some air above and below. */
export const common: Pick<uPlot.Options, "legend" | "padding" | "cursor"> = {
  legend: { show: false },
  padding: [10, 18, 0, 4],
  cursor: { y: false, points: { show: false } },
};
