import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useCallback, useMemo } from "preact/hooks";
import type uPlot from "uplot";
import { figure } from "../../parts/format.ts";
import { token } from "../../parts/theme.ts";
import { Canvas } from "../../plots/canvas.tsx";
import { Chart, type ChartOptions } from "../../plots/chart.tsx";
import { drawField, levelsBetween, limitsOf } from "../../plots/field.ts";
import { axis, common } from "../../plots/look.ts";
import { live } from "../../store/live.ts";
import { mapSide, places } from "../../store/posterior.ts";
import { series } from "../../store/store.ts";
import { timeAxis } from "../posterior/timeaxis.ts";
import { taskWhile } from "./tab.ts";
import { Waiting } from "./waiting.tsx";

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
      {answer.parts.map(({ name }, i) =>
        data.x.length === 1 ? <Part key={name} name={name} index={i} /> : <PartMap key={name} name={name} index={i} />,
      )}
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
    <div>
      <Heading name={name} index={index} />
      <Chart
        label={`What ${name} contributes, with two standard deviations.`}
        look={`${series.value?.title} ${index}`}
        options={() => optionsFor(index)}
        data={data}
        height={130}
      />
    </div>
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

/** Over two inputs, a part is a map. */
function PartMap({ name, index }: { readonly name: string; readonly index: number }): JSX.Element {
  const values = parts.value.value?.parts[index].mean;
  const [low, high] = values === undefined ? [0, 1] : limitsOf(values);
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, width: number, height: number) => {
      if (values === undefined) return;
      const field = { values, columns: mapSide, rows: mapSide, x: [0, 1] as const, y: [0, 1] as const };
      const frame = { left: 0, top: 0, width, height };
      // A part that is nowhere different from 0 has one colour.
      const extent = high - low || 1;
      drawField(ctx, field, frame, levelsBetween(low, high, 10), (level) => (level - low) / extent);
    },
    [values, low, high],
  );
  return (
    <div>
      <Heading name={name} index={index} />
      <Canvas height={170} draw={draw} label={`Map of ${name}, from ${figure(low, 3)} to ${figure(high, 3)}.`} />
      <p class="small muted">
        {figure(low, 3)} to {figure(high, 3)} {series.value?.yLabel}
      </p>
    </div>
  );
}
