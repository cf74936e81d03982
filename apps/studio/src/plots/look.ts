import type uPlot from "uplot";
import { token } from "../parts/theme.ts";

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

/** Numbers of an axis, without grouping: a year is not "1,960". */
export function plain(splits: readonly number[]): string[] {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) || 1;
  const largest = Math.max(...splits.map(Math.abs), step);
  if (largest >= 1e6 || largest < 1e-3) return splits.map((value) => exponential(value));
  const decimals = Math.max(0, Math.min(8, Math.ceil(-Math.log10(step) - 1e-9)));
  return splits.map((value) => value.toFixed(decimals).replace("-", "−"));
}

function exponential(value: number): string {
  if (value === 0) return "0";
  return value
    .toExponential(2)
    .replace(/\.?0+e/, "e")
    .replace("e+", "e")
    .replaceAll("-", "−");
}

/** Options that all charts have: no legend and no title of the library's own, one y axis with some air above and below. */
export const common: Pick<uPlot.Options, "legend" | "padding" | "cursor"> = {
  legend: { show: false },
  padding: [10, 18, 0, 4],
  cursor: { y: false, points: { show: false } },
};
