import type { ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { figure, placeText, unitOf } from "../../parts/format.ts";
import { places, posterior } from "../../store/posterior.ts";
import { series } from "../../store/store.ts";

/** The numbers under the pointer; the key of the chart while there is none. */
export function Readout({ hovered }: { readonly hovered: ReadonlySignal<number | undefined> }): JSX.Element | null {
  const data = series.value;
  const answer = posterior.value.value;
  const [x] = places.value ?? [];
  const at = hovered.value;
  if (data === undefined) return null;
  if (at === undefined || answer === undefined || x === undefined || x.length !== answer.mean.length) return <Key />;
  const i = nearest(x, at);
  const observed = nearest(data.x[0], at);
  const unit = unitOf(data.yLabel);
  const close = Math.abs(data.x[0][observed] - x[i]) <= (x[x.length - 1] - x[0]) / 200;
  return (
    <p class="readout">
      <span>
        {data.timeUnit === undefined ? `${data.xLabels[0]} ` : ""}
        <b>{placeText(data)(x[i])}</b>
      </span>
      <span>
        expected <b>{figure(answer.mean[i], 5)}</b> ± {figure(2 * answer.std[i], 2)} {unit}
      </span>
      {close ? (
        <span>
          observed <b>{figure(data.y[observed], 5)}</b> {unit}
        </span>
      ) : null}
    </p>
  );
}

function Key(): JSX.Element {
  return (
    <ul class="key" aria-label="Key">
      <li>
        <span class="swatch dot" style={{ color: "var(--point)" }} /> observed
      </li>
      <li>
        <span class="swatch" style={{ color: "var(--accent)" }} /> expected
      </li>
      <li>
        <span class="swatch band" style={{ color: "var(--band)" }} /> ± 2 standard deviations
      </li>
    </ul>
  );
}

/** The number of the value that is nearest to another, among ascending ones. */
function nearest(values: Float64Array, to: number): number {
  let [low, high] = [0, values.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] < to) low = middle;
    else high = middle;
  }
  return Math.abs(values[low] - to) <= Math.abs(values[high] - to) ? low : high;
}
