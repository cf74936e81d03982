import { computed, signal } from "@preact/signals";
import type { Series } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import uPlot from "uplot";
import { covarianceOf } from "../../model/convert.ts";
import { labelOf } from "../../model/kernels.ts";
import { find, isGroup, type Node } from "../../model/tree.ts";
import { Button } from "../../parts/button.tsx";
import { token } from "../../parts/theme.ts";
import { Chart, type ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import { plain } from "../../plots/numbers.ts";
import { live } from "../../store/live.ts";
import { highest, lowest } from "../../store/mapview.ts";
import { even } from "../../store/posterior.ts";
import { selected, series, tree } from "../../store/store.ts";
import { timeAxis } from "../posterior/timeaxis.ts";

const steps = 140;
const count = 3;
const seed = signal(1);

/** The part that is drawn: what is selected, or all. */
const shown = computed(() => {
  const root = tree.value;
  return root && ((selected.value && find(root, selected.value)) || root);
});

/** Along the first input; the others stay at their mean. */
const places = computed(() => {
  const data = series.value;
  if (data === undefined) return undefined;
  const [first, ...others] = data.x;
  const mean = (values: Float64Array): number => values.reduce((a, b) => a + b) / values.length;
  return [even(lowest(first), highest(first), steps), ...others.map((x) => new Float64Array(steps).fill(mean(x)))];
});

const samples = live(
  "samples",
  computed(() => {
    const [node, at] = [shown.value, places.value];
    return node && at && { covariance: covarianceOf(node), places: at, seed: seed.value, count };
  }),
);

const lines = computed<uPlot.AlignedData>(() => {
  const x = places.value?.[0] ?? new Float64Array(0);
  const answer = samples.value.value;
  if (answer === undefined || answer.std.length !== x.length)
    return [x, ...Array(count + 2).fill(Array(x.length).fill(null))];
  return [x, answer.std.map((one) => 2 * one), answer.std.map((one) => -2 * one), ...answer.draws];
});

/** Draws of the process as the covariance is, without the data: one sees what a part does. */
export function Samples(): JSX.Element | null {
  const data = series.value;
  const node = shown.value;
  if (data === undefined || node === undefined) return null;
  return (
    <div class="samples">
      <div class="row spread">
        <h3>
          What {nameOf(node, node === tree.value)} looks like{data.x.length > 1 ? `, along ${data.xLabels[0]}` : ""}
        </h3>
        <div class="row">
          {node === tree.value ? null : (
            <Button
              tiny
              look="quiet"
              onClick={() => {
                selected.value = undefined;
              }}
            >
              Show all
            </Button>
          )}
          <Button
            tiny
            look="quiet"
            onClick={() => {
              seed.value++;
            }}
          >
            Redraw
          </Button>
        </div>
      </div>
      <Chart
        label="Three functions drawn from the covariance before it has seen data, with two standard deviations."
        look={`${data.title} ${data.xLabels[0]}`}
        options={() => optionsFor(data)}
        data={lines}
        height={150}
      />
      {samples.value.problem === undefined ? null : <p class="problem">{samples.value.problem.message}</p>}
    </div>
  );
}

function optionsFor(data: Series): ChartOptions {
  const colours = ["part-0", "part-1", "part-2"];
  return {
    ...common,
    padding: [6, 18, 0, 0],
    cursor: { show: false },
    scales: { x: { time: false }, y: { range: (_plot, low, high) => rangeOf(low, high) } },
    axes: [
      axis("", { ...timeAxis(data), size: 24, grid: { show: false } }),
      axis("", {
        label: "",
        size: 44,
        // Nothing is written beside a picture that is still to come.
        values: (plot, splits) => (plot.data[1].some((one) => one !== null) ? plain(splits) : splits.map(() => "")),
        splits: (_plot, _i, min, max) => [min, 0, max].map((v) => Number(v.toPrecision(2))),
      }),
    ],
    series: [
      {},
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      ...colours.map((colour) => ({ stroke: token(colour), width: 1.4, points: { show: false } })),
    ],
    bands: [{ series: [1, 2], fill: token("band") }],
  };
}

function rangeOf(low: number | null, high: number | null): uPlot.Range.MinMax {
  return low === null || high === null ? [-1, 1] : uPlot.rangeNum(low, high, 0.1, true);
}

function nameOf(node: Node, isAll: boolean): string {
  if (isAll) return "it";
  return isGroup(node) ? `“${node.name}”` : labelOf(node);
}
