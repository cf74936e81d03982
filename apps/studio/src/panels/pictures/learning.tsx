import { computed } from "@preact/signals";
import type { JSX } from "preact";
import type uPlot from "uplot";
import { rowsOf } from "../../model/convert.ts";
import { figure } from "../../parts/format.ts";
import { Chart } from "../../plots/chart.tsx";
import { run } from "../../store/learning.ts";
import { lastOf, leaderOf } from "../../store/run.ts";
import { objectiveName } from "../../store/store.ts";
import type { Iteration } from "../../worker/protocol.ts";
import { iterationOptions, styleOf } from "./iterations.ts";
import { Starts } from "./starts.tsx";

/** The iterations of each start. */
const ways = computed(() => {
  const all: Iteration[][] = (run.value?.starts ?? []).map(() => []);
  for (const entry of run.value?.entries ?? []) all[entry.start].push(entry);
  return all;
});
const numbers = computed(() =>
  Array.from({ length: Math.max(0, ...ways.value.map((way) => way.length)) }, (_, i) => i + 1),
);

/** A number of each iteration, as a line for each start. */
function over(of: (entry: Iteration) => number | null): uPlot.AlignedData {
  return [numbers.value, ...ways.value.map((way) => numbers.value.map((_, i) => (i < way.length ? of(way[i]) : null)))];
}

const value = computed(() => over((entry) => entry.value));
const norm = computed(() => over((entry) => entry.gradientNorm || null));
const rows = computed(() => (run.value === undefined ? [] : rowsOf(run.value.before)));
/** The start whose parameters are shown: the one that is lowest. */
const lead = computed(() => {
  const one = run.value;
  return one === undefined ? 0 : (one.end?.start ?? leaderOf(one)?.start ?? 0);
});
/** Each parameter of that start, relative to where the fit began. */
const parameters = computed<uPlot.AlignedData>(() => {
  const way = ways.value[lead.value] ?? [];
  return [
    way.map((_, i) => i + 1),
    ...rows.value.map(({ parameter }, k) => way.map(({ values }) => values[k] / parameter.value)),
  ];
});

/** Likelihood, gradient and parameters over the iterations. */
export function Learning(): JSX.Element {
  const one = run.value;
  if (one === undefined || one.entries.length === 0) {
    return (
      <div class="empty">
        <p>
          Nothing has been learned yet. Press Learn: likelihood, gradient and parameters are drawn here as they move.
        </p>
      </div>
    );
  }
  const paths = rows.value.map(({ path }) => path);
  const several = one.starts.length > 1;
  const last = lastOf(one)[lead.value];
  return (
    <div class="stack">
      <Over title={objectiveName.value} data={value} />
      <Over title="gradient norm, logarithmic" data={norm} log />
      {several ? <Starts run={one} lead={lead.value} /> : null}
      <div>
        <h3>
          Parameters{several ? ` of start ${lead.value + 1}, the lowest` : ""}, relative to where they began;
          logarithmic
        </h3>
        <Chart
          label={`${paths.length} parameters over ${parameters.value[0].length} iterations, each relative to its start.`}
          look={`parameters ${paths.join()}`}
          options={() => iterationOptions(paths.map(styleOf), true)}
          data={parameters}
          height={230}
        />
        <ul class="key" aria-label="Parameters now">
          {paths.map((path, i) => (
            <li key={path}>
              <span class={`swatch ${i >= 7 ? "dashed" : ""}`} style={{ color: `var(--part-${i % 7})` }} />
              {path} {last === undefined ? "" : figure(last.values[i], 3)}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Over(props: { readonly title: string; readonly data: typeof value; readonly log?: boolean }): JSX.Element {
  const { title, data, log = false } = props;
  const count = ways.value.length;
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        label={`${title} over the iterations${count > 1 ? ` of ${count} starts` : ""}.`}
        look={`${title} ${count}`}
        options={() =>
          iterationOptions(count === 1 ? [{ colour: "accent" }] : ways.value.map((_, i) => styleOf("", i)), log)
        }
        data={data}
        height={150}
      />
    </div>
  );
}
