import type { Progress } from "wengert";

/** The values of a fit until now. */
export interface Course {
  readonly values: readonly number[];
}

const heights = "▁▂▃▄▅▆▇█";

/** What a terminal shows of a fit: where it is, and how the objective came down. */
export function liveView(progress: Progress, { values }: Course, seconds: number, columns: number): string {
  const { iteration, value, best, evaluations, gradientNorm } = progress;
  return [
    `iteration ${iteration}, ${evaluations} evaluations, ${seconds.toFixed(1)} s`,
    `−log likelihood ${value.toFixed(4)}, lowest ${best.toFixed(4)}, gradient ${gradientNorm.toExponential(1)}`,
    sparkline(values, Math.min(60, columns - 1)),
    "Ctrl-C ends it and keeps the best",
  ].join("\n");
}

/** Numbers as bars, from the lowest to the highest; the last ones, if there are too many. Evenly in rank, so that the end is seen as well as the beginning. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-Math.max(1, width));
  const order = shown.toSorted((a, b) => a - b);
  const ranks = new Map(order.map((value, rank) => [value, rank]));
  const highest = Math.max(1, shown.length - 1);
  return shown.map((value) => heights[Math.round(((ranks.get(value) ?? 0) / highest) * (heights.length - 1))]).join("");
}
