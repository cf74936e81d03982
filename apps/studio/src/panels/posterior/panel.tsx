import { computed, signal } from "@preact/signals";
import type { Series } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { NumberField } from "../../parts/numberfield.tsx";
import { Chart } from "../../plots/chart.tsx";
import { panBy, zoomBy, zoomOut } from "../../plots/navigate.ts";
import { moveMap, showWholeMap, zoomMap } from "../../store/mapview.ts";
import { places, posterior } from "../../store/posterior.ts";
import { commit, doc, series } from "../../store/store.ts";
import { curveOf, posteriorOptions } from "./chart.ts";
import { Controls } from "./controls.tsx";
import { Figures } from "./figures.tsx";
import { Readout } from "./readout.tsx";
import { Tools } from "./tools.tsx";

/** Most data have one input, and need no maps. */
const PosteriorMap = lazy(async () => ({ default: (await import("./map.tsx")).PosteriorMap }));

const hovered = signal<number | undefined>(undefined);
const curve = computed<uPlot.AlignedData>(() => {
  const [x] = places.value ?? [new Float64Array(0)];
  return curveOf(x, posterior.value.value);
});

/** The observations with what is expected between and after them, and the fit that moves it. */
export function PosteriorPanel(): JSX.Element | null {
  const data = series.value;
  const plot = useRef<uPlot | null>(null);
  const height = useMemo(() => (innerWidth < 700 ? 300 : innerWidth < 1800 ? 420 : 560), []);
  if (data === undefined) return null;
  const withPlot = (f: (plot: uPlot) => void): void => {
    if (plot.current !== null) f(plot.current);
  };
  return (
    <section class="card area-posterior stack" aria-labelledby="posterior-title">
      <header>
        <div>
          <h2 id="posterior-title">{data.title}</h2>
          <p class="muted small">
            {data.y.length} observations{data.notes.length > 0 ? `; ${data.notes.join("; ")}` : ""}
          </p>
        </div>
        {data.x.length === 1 ? (
          <div class="row">
            <Horizon />
            <Tools
              zoom={(factor) => withPlot((one) => zoomBy(one, factor))}
              move={(right) => withPlot((one) => panBy(one, right))}
              home={() => withPlot(zoomOut)}
            />
          </div>
        ) : (
          <Tools zoom={zoomMap} move={moveMap} home={showWholeMap} isMap />
        )}
      </header>
      {data.x.length === 1 ? (
        <Curve
          data={data}
          height={height}
          onMade={(made) => {
            plot.current = made;
          }}
        />
      ) : (
        <Suspense fallback={<div class="empty">Loading the map …</div>}>
          <PosteriorMap data={data} />
        </Suspense>
      )}
      {posterior.value.problem === undefined ? null : <p class="problem">{posterior.value.problem.message}</p>}
      <Controls />
      <Figures />
    </section>
  );
}

function Horizon(): JSX.Element | null {
  const document = doc.value;
  const data = series.value;
  if (document === undefined || data === undefined) return null;
  const unit = data.timeUnit ?? (/^years?\b/i.test(data.xLabels[0]) ? "years" : "");
  return (
    <span class="row small muted">
      Forecast
      <NumberField
        label={`How far the forecast goes${unit === "" ? "" : `, in ${unit}`}`}
        value={document.horizon}
        width="4.5em"
        onChange={(horizon) => commit({ ...document, horizon }, "horizon")}
      />
      {unit}
    </span>
  );
}

function Curve(props: {
  readonly data: Series;
  readonly height: number;
  readonly onMade: (plot: uPlot) => void;
}): JSX.Element {
  const { data, height, onMade } = props;
  return (
    <>
      <Chart
        label={`${data.title}: ${data.y.length} observations, the expected curve with two standard deviations, and a forecast. Arrow keys move, plus and minus zoom, 0 shows all.`}
        look={`${data.title} ${data.y.length}`}
        options={() =>
          posteriorOptions(data, (x) => {
            hovered.value = x;
          })
        }
        data={curve}
        height={height}
        zoom
        onMade={onMade}
      />
      <Readout hovered={hovered} />
    </>
  );
}
