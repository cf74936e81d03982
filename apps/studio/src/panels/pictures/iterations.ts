import type uPlot from "uplot";
import { figure } from "../../parts/format.ts";
import { token } from "../../parts/theme.ts";
import type { ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import { logValues } from "../../plots/ticks.ts";

/** How a line looks; a dash tells it from another one of the same colour. */
export interface LineStyle {
  readonly colour: string;
  readonly dash?: number[];
}

/** The style of the line with a number: seven colours, then the same ones dashed. */
export function styleOf(_: unknown, i: number): LineStyle {
  return { colour: `part-${i % 7}`, ...(i >= 7 ? { dash: [5, 4] } : {}) };
}

/** The look of a chart over iterations, with so many lines. */
export function iterationOptions(lines: readonly LineStyle[], log: boolean): ChartOptions {
  return {
    ...common,
    padding: [8, 18, 0, 0],
    scales: { x: { time: false }, y: log ? { distr: 3 } : {} },
    axes: [
      axis("iteration", { size: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] }),
      axis("", {
        size: 58,
        space: 18,
        ...(log
          ? {
              splits: (_plot, _axis, low, high) => logValues(low, high),
              filter: (_plot, splits) => splits,
              values: (_plot, splits) => splits.map((one) => (one === null ? "" : figure(one, 2))),
            }
          : {}),
      }),
    ],
    series: [
      {},
      ...lines.map(({ colour, dash }) => ({
        stroke: token(colour),
        width: 1.5,
        ...(dash === undefined ? {} : { dash }),
        points: { show: isAlone, size: 7, fill: token(colour) },
      })),
    ],
  };
}

/** One iteration makes no line. */
function isAlone({ data }: uPlot, line: number): boolean {
  let count = 0;
  for (const value of data[line]) if (value !== null && value !== undefined && ++count > 1) return false;
  return count === 1;
}
