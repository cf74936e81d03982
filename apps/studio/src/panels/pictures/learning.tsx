import { computed } from "@preact/signals";
import type { JSX } from "preact";
import type uPlot from "uplot";
import { rowsOf } from "../../model/convert.ts";
import { figure } from "../../parts/format.ts";
import { token } from "../../parts/theme.ts";
import { Chart, type ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import { logValues } from "../../plots/ticks.ts";
import { run } from "../../store/learning.ts";
import { objectiveName } from "../../store/store.ts";

const entries = computed(() => run.value?.entries ?? []);
const numbers = computed(() => entries.value.map((_, i) => i + 1));
const value = computed<uPlot.AlignedData>(() => [numbers.value, entries.value.map((entry) => entry.value)]);
const norm = computed<uPlot.AlignedData>(() => [
  numbers.value,
  entries.value.map((entry) => entry.gradientNorm || null),
]);
const rows = computed(() => (run.value === undefined ? [] : rowsOf(run.value.before)));
/** Each parameter relative to where it began. */
const parameters = computed<uPlot.AlignedData>(() => [
  numbers.value,
  ...rows.value.map(({ parameter }, k) => entries.value.map(({ values }) => values[k] / parameter.value)),
]);

/** Likelihood, gradient and parameters over the iterations. */
export function Learning(): JSX.Element {
  const count = entries.value.length;
  if (count === 0) {
    return (
      <div class="empty">
        <p>
          Nothing has been learned yet. Press Learn: likelihood, gradient and parameters are drawn here as they move.
        </p>
      </div>
    );
  }
  const paths = rows.value.map(({ path }) => path);
  const last = entries.value[count - 1];
  return (
    <div class="stack">
      <Over title={objectiveName.value} data={value} look="value" />
      <Over title="gradient norm, logarithmic" data={norm} look="norm" log />
      <div>
        <h3>Parameters, relative to where they began; logarithmic</h3>
        <Chart
          label={`${paths.length} parameters over ${count} iterations, each relative to its start.`}
          look={`parameters ${paths.join()}`}
          options={() =>
            optionsFor(
              paths.map((_, i) => `part-${i % 7}`),
              true,
            )
          }
          data={parameters}
          height={230}
        />
        <ul class="key" aria-label="Parameters now">
          {paths.map((path, i) => (
            <li key={path}>
              <span class={`swatch ${i >= 7 ? "dashed" : ""}`} style={{ color: `var(--part-${i % 7})` }} />
              {path} {figure(last.values[i], 3)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Over(props: {
  readonly title: string;
  readonly data: typeof value;
  readonly look: string;
  readonly log?: boolean;
}): JSX.Element {
  const { title, data, look, log = false } = props;
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        label={`${title} over the iterations.`}
        look={look}
        options={() => optionsFor(["accent"], log)}
        data={data}
        height={150}
      />
    </div>
  );
}

function optionsFor(colours: readonly string[], log: boolean): ChartOptions {
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
      ...colours.map((colour, i) => ({
        stroke: token(colour),
        width: 1.5,
        ...(i >= 7 ? { dash: [5, 4] } : {}),
        points: { show: false },
      })),
    ],
  };
}
