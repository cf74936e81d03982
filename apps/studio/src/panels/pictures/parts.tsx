import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { token } from "../../parts/theme.ts";
import { Chart, type ChartOptions } from "../../plots/chart.tsx";
import { axis, common } from "../../plots/look.ts";
import { live } from "../../store/live.ts";
import { places } from "../../store/posterior.ts";
import { series } from "../../store/store.ts";
import { timeAxis } from "../posterior/timeaxis.ts";
import { taskWhile } from "./tab.ts";
import { Waiting } from "./waiting.tsx";

const PartMap = lazy(() => import("./partmap.tsx"));

const asked = taskWhile("parts");
const parts = live(
  "parts",
  computed(() => asked.value && places.value && { ...asked.value, places: places.value }),
);

/** What each term of the sum contributes to the curve. */
export function Parts(): JSX.Element | null {
  const data = series.value;
  const answer = parts.value.value;
  if (data === undefined) return null;
  if (answer === undefined || answer.parts[0].mean.length !== places.value?.[0].length) {
    return <Waiting live={parts.value} what="the parts" />;
  }
  return (
    <div class="stack">
      <p class="small muted">
        The curve is the sum of these, and of the mean of the data. Each with two standard deviations, given all
        observations{data.x.length === 1 ? ` (${data.yLabel})` : ""}.
      </p>
      {answer.parts.map(({ name, mean }, i) => (
        <div key={name}>
          <Heading name={name} index={i} />
          {data.x.length === 1 ? (
            <Part name={name} index={i} />
          ) : (
            <Suspense fallback={<p>Loading the map …</p>}>
              <PartMap name={name} values={mean} unit={data.yLabel} />
            </Suspense>
          )}
        </div>
      ))}
    </div>
  );
}

function Heading({ name, index }: { readonly name: string; readonly index: number }): JSX.Element {
  return (
    <h3 class="row">
      <span class="dot" style={{ background: `var(--part-${index % 7})` }} />
      {name}
    </h3>
  );
}

function Part({ name, index }: { readonly name: string; readonly index: number }): JSX.Element {
  const data = useMemo(
    () =>
      computed<uPlot.AlignedData>(() => {
        const x = places.value?.[0] ?? new Float64Array(0);
        const part = parts.value.value?.parts[index];
        if (part === undefined || part.mean.length !== x.length)
          return [x, ...Array(3).fill(Array(x.length).fill(null))];
        const { mean, std } = part;
        return [x, mean, mean.map((value, i) => value + 2 * std[i]), mean.map((value, i) => value - 2 * std[i])];
      }),
    [index],
  );
  return (
    <Chart
      label={`What ${name} contributes, with two standard deviations.`}
      look={`${series.value?.title} ${index}`}
      options={() => optionsFor(index)}
      data={data}
      height={130}
    />
  );
}

function optionsFor(index: number): ChartOptions {
  const data = series.peek();
  const colour = token(`part-${index % 7}`);
  return {
    ...common,
    padding: [8, 18, 0, 0],
    cursor: { show: false },
    scales: { x: { time: false } },
    axes: [axis("", { size: 24, ...(data === undefined ? {} : timeAxis(data)) }), axis("", { size: 52, space: 22 })],
    series: [
      {},
      { stroke: colour, width: 1.5, points: { show: false } },
      { stroke: "transparent", points: { show: false } },
      { stroke: "transparent", points: { show: false } },
    ],
    bands: [{ series: [2, 3], fill: `color-mix(in srgb, ${colour} 18%, transparent)` }],
  };
}
