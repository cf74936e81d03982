import type { Series } from "@wengert/gp-app/model";
import type uPlot from "uplot";
import { token } from "../../parts/theme.ts";
import type { ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import type { PosteriorAnswer } from "../../worker/protocol.ts";
import { timeAxis } from "./timeaxis.ts";

/** What the chart draws: the curve with its band, by uPlot, and the observations, which may share places. */
export type Curve = [x: Float64Array, mean: Float64Array, high: Float64Array, low: Float64Array];

/** The curve of an answer; while there is none, an empty one over the same places. */
export function curveOf(x: Float64Array, answer: PosteriorAnswer | undefined): uPlot.AlignedData {
  if (answer === undefined || answer.mean.length !== x.length) {
    const nothing = Array<null>(x.length).fill(null);
    return [x, nothing, nothing, nothing];
  }
  const { mean, std } = answer;
  return [x, mean, mean.map((value, i) => value + 2 * std[i]), mean.map((value, i) => value - 2 * std[i])];
}

/** The look of the chart. @param onHover - receives the place under the pointer */
export function posteriorOptions(data: Series, onHover: (x: number | undefined) => void): ChartOptions {
  const { xLabels, yLabel } = data;
  const [x] = data.x;
  return {
    ...common,
    cursor: { ...common.cursor, drag: { x: true, y: false, dist: 6 } },
    scales: { x: { time: false }, y: { range: (plot, low, high) => rangeOf(plot, data, low, high) } },
    axes: [
      axis(data.timeUnit === undefined ? xLabels[0] : "", { size: 32, ...timeAxis(data) }),
      axis(yLabel, { size: 60 }),
    ],
    series: [
      {},
      { stroke: token("accent"), width: 1.8, points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
    ],
    bands: [{ series: [2, 3], fill: token("band") }],
    hooks: {
      drawClear: [(plot) => drawForecast(plot, x[x.length - 1])],
      draw: [(plot) => drawPoints(plot, x, data.y)],
      setCursor: [
        (plot) => {
          const { left } = plot.cursor;
          onHover(left === undefined || left === null || left < 0 ? undefined : plot.posToVal(left, "x"));
        },
      ],
    },
  };
}

/** The y axis holds the band and the observations that are shown. */
function rangeOf(plot: uPlot, { x: [x], y }: Series, low: number | null, high: number | null): uPlot.Range.MinMax {
  // Before the first drawing they are null.
  const min = plot.scales["x"].min ?? Number.NEGATIVE_INFINITY;
  const max = plot.scales["x"].max ?? Number.POSITIVE_INFINITY;
  let [least, most] = [low ?? Number.POSITIVE_INFINITY, high ?? Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.length; i++) {
    if (x[i] < min || x[i] > max) continue;
    least = Math.min(least, y[i]);
    most = Math.max(most, y[i]);
  }
  if (!(most >= least)) return [0, 1];
  const air = 0.06 * (most - least || Math.abs(most) || 1);
  return [least - air, most + air];
}

function drawPoints(plot: uPlot, x: Float64Array, y: Float64Array): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 0 } = plot.scales["x"];
  const size = devicePixelRatio * (x.length > 2000 ? 1.8 : x.length > 300 ? 2.4 : x.length > 80 ? 3.6 : 6);
  ctx.save();
  ctx.beginPath();
  // The first and the last one lie on the border, and are drawn whole.
  ctx.rect(bbox.left - size, bbox.top, bbox.width + 2 * size, bbox.height);
  ctx.clip();
  ctx.fillStyle = token("point");
  ctx.globalAlpha = 0.75;
  ctx.beginPath();
  for (let i = 0; i < x.length; i++) {
    if (x[i] < min || x[i] > max) continue;
    const [left, top] = [plot.valToPos(x[i], "x", true), plot.valToPos(y[i], "y", true)];
    ctx.moveTo(left + size / 2, top);
    ctx.arc(left, top, size / 2, 0, 2 * Math.PI);
  }
  ctx.fill();
  ctx.restore();
}

/** Where the observations end, a line and a word. */
function drawForecast(plot: uPlot, last: number): void {
  const { ctx, bbox } = plot;
  const { max } = plot.scales["x"];
  if (max === undefined || max <= last) return;
  const left = Math.round(plot.valToPos(last, "x", true));
  if (left < bbox.left) return;
  ctx.save();
  ctx.fillStyle = token("sunken");
  ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
  ctx.fillStyle = token("ink-soft");
  ctx.font = `${12 * devicePixelRatio}px ui-sans-serif, system-ui, sans-serif`;
  const word = "forecast";
  const room = bbox.left + bbox.width - left;
  if (ctx.measureText(word).width + 12 * devicePixelRatio < room) {
    ctx.textBaseline = "bottom";
    ctx.textAlign = "left";
    ctx.fillText(word, left + 6 * devicePixelRatio, bbox.top + bbox.height - 6 * devicePixelRatio);
  }
  ctx.restore();
}
