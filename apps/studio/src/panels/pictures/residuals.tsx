import { computed } from "@preact/signals";
import type { JSX } from "preact";
import type uPlot from "uplot";
import { token } from "../../parts/theme.ts";
import { Chart, type ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import { live } from "../../store/live.ts";
import { series } from "../../store/store.ts";
import { timeAxis } from "../posterior/timeaxis.ts";
import { taskWhile } from "./tab.ts";
import { Waiting } from "./waiting.tsx";

const residuals = live("residuals", taskWhile("residuals"));
const ordered = computed(() => residuals.value.value?.standardized.toSorted() ?? new Float64Array(0));

const overX = computed<uPlot.AlignedData>(() => {
  const values = residuals.value.value?.standardized ?? new Float64Array(0);
  const [x] = series.value?.x ?? [];
  // Several inputs have no order: residuals then stand in that of the rows.
  const at =
    x !== undefined && series.value?.x.length === 1 && x.length === values.length ? x : values.map((_, i) => i + 1);
  return [at, values];
});

const quantiles = computed<uPlot.AlignedData>(() => [
  residuals.value.value?.quantiles ?? new Float64Array(0),
  ordered.value,
]);

/** How far each observation is from what all others say of it; if the model is right, these are standard normal numbers. */
export function Residuals(): JSX.Element | null {
  const data = series.value;
  const answer = residuals.value.value;
  if (data === undefined) return null;
  if (answer === undefined) return <Waiting live={residuals.value} what="the residuals" />;
  const outside = answer.standardized.filter((value) => Math.abs(value) > 2).length;
  const share = ((100 * outside) / answer.standardized.length).toFixed(1);
  return (
    <div class="stack">
      <p class="small muted">
        Each observation less what all others say of it, over the standard deviation that they expect. <b>{share} %</b>{" "}
        are beyond ± 2; of a model that is right, 4.6 %.
      </p>
      <Chart
        label={`Standardized leave-one-out residuals; ${share} percent are beyond two.`}
        look={`residuals ${data.title}`}
        options={() =>
          scatter(
            data.x.length === 1 ? (data.timeUnit === undefined ? data.xLabels[0] : "") : "row",
            "standardized residual",
            [-2, 2],
            data.x.length === 1 ? timeAxis(data) : {},
          )
        }
        data={overX}
        height={220}
      />
      <h3>Against normal quantiles</h3>
      <Chart
        label="Ordered residuals against the quantiles of a normal distribution; on the line they are equal."
        look={`quantiles ${data.title}`}
        options={() => scatter("normal quantile", "residual", "diagonal", {})}
        data={quantiles}
        height={260}
      />
    </div>
  );
}

/** Points, with horizontal lines or the diagonal to compare them with. */
function scatter(x: string, y: string, lines: readonly number[] | "diagonal", more: Partial<uPlot.Axis>): ChartOptions {
  return {
    ...common,
    cursor: { show: false },
    scales: { x: { time: false } },
    axes: [axis(x, { size: 30, ...more }), axis(y, { size: 48 })],
    series: [
      {},
      {
        stroke: "transparent",
        paths: () => null,
        points: { show: true, size: 3.5, width: 0, fill: token("point") },
      },
    ],
    hooks: { drawAxes: [(plot) => drawLines(plot, lines)] },
  };
}

function drawLines(plot: uPlot, lines: readonly number[] | "diagonal"): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 1 } = plot.scales["x"];
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = token("accent");
  ctx.lineWidth = devicePixelRatio;
  const segments = lines === "diagonal" ? [[min, min, max, max]] : lines.map((level) => [min, level, max, level]);
  for (const [x0, y0, x1, y1] of segments) {
    ctx.beginPath();
    ctx.moveTo(plot.valToPos(x0, "x", true), plot.valToPos(y0, "y", true));
    ctx.lineTo(plot.valToPos(x1, "x", true), plot.valToPos(y1, "y", true));
    ctx.stroke();
  }
  ctx.restore();
}
