import type { Series } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { Button } from "../../parts/button.tsx";
import { figure, placeText, unitOf } from "../../parts/format.ts";
import { Canvas } from "../../plots/canvas.tsx";
import { type Field, limitsOf } from "../../plots/field.ts";
import { interpolated, placeAt, sharesOf } from "../../plots/mapview.ts";
import { navigateMap } from "../../plots/navigatemap.ts";
import { mapShows, mapView, moveMap, showWholeMap, zoomMap } from "../../store/mapview.ts";
import { mapSide, posterior, viewOf } from "../../store/posterior.ts";
import { drawMapPicture, frameOf } from "./drawmap.ts";

const height = 440;
const idle = "Dots are observations. Drag to move, Ctrl and the wheel to zoom; or arrow keys, + − and 0.";

function navigate(node: HTMLCanvasElement): () => void {
  const moves = { zoom: zoomMap, move: moveMap, home: showWholeMap };
  return navigateMap(node, () => frameOf(node.clientWidth, node.clientHeight), moves);
}

/** Over two inputs: what is expected, or how sure that is, as a map with the observations on it. */
export function PosteriorMap({ data }: { readonly data: Series }): JSX.Element | null {
  const [hover, setHover] = useState<readonly [number, number] | undefined>(undefined);
  const what = mapShows.value;
  const { value: answer, asked } = posterior.value;
  const known = answer !== undefined && asked !== undefined && answer.mean.length === mapSide ** 2 ? answer : undefined;
  const extent = known === undefined || asked === undefined ? undefined : viewOf(asked.places);
  const values = known?.[what];
  const [low, high] = values === undefined ? [0, 1] : limitsOf(values);
  const view = mapView.value;
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, width: number, full: number) => {
      if (view === undefined) return;
      const field: Field | undefined =
        values === undefined || extent === undefined
          ? undefined
          : { values, columns: mapSide, rows: mapSide, ...extent };
      drawMapPicture(ctx, width, full, { data, field, limits: [low, high], view });
    },
    [values, data, view],
  );
  if (view === undefined) return null;
  const shown = what === "mean" ? "expected" : "standard deviation of";
  return (
    <div class="stack">
      <fieldset class="row" aria-label="What the map shows">
        <Button tiny pressed={what === "mean"} onClick={() => show("mean")}>
          Expected {data.yLabel}
        </Button>
        <Button tiny pressed={what === "std"} onClick={() => show("std")}>
          Standard deviation
        </Button>
      </fieldset>
      <Canvas
        id="posterior-map"
        height={height}
        draw={draw}
        onHover={setHover}
        navigate={navigate}
        label={`Map of the ${shown} ${data.yLabel} over ${data.xLabels[0]} and ${data.xLabels[1]}, from ${figure(low, 3)} to ${figure(high, 3)}, with the places of ${data.y.length} observations. Arrow keys move, plus and minus zoom, 0 shows all.`}
      />
      <p class="readout">{(hover && sentenceAt(hover)) ?? idle}</p>
    </div>
  );

  function sentenceAt([sx, sy]: readonly [number, number]): string | undefined {
    const canvas = document.getElementById("posterior-map");
    if (canvas === null || known === undefined || extent === undefined || view === undefined) return undefined;
    const { clientWidth: w, clientHeight: h } = canvas;
    const frame = frameOf(w, h);
    const [u, v] = [(sx * w - frame.left) / frame.width, 1 - (sy * h - frame.top) / frame.height];
    if (u < 0 || u > 1 || v < 0 || v > 1) return undefined;
    const place = placeAt(view, [u, v]);
    const shares = sharesOf(extent, place);
    const [mean, std] = [known.mean, known.std].map((one) => interpolated(one, mapSide, shares));
    if (mean === undefined || std === undefined) return undefined;
    const at = place.map((value, i) => `${data.xLabels[i]} ${placeText(data, i)(value)}`).join(", ");
    const near = observedAt(data, place, [
      (8 / frame.width) * (view.x[1] - view.x[0]),
      (8 / frame.height) * (view.y[1] - view.y[0]),
    ]);
    const observed = near === undefined ? "" : `; observed ${figure(near, 5)}`;
    return `${at}: expected ${figure(mean, 4)} ± ${figure(2 * std, 2)}${observed} ${unitOf(data.yLabel)}`;
  }
}

function show(what: "mean" | "std"): void {
  mapShows.value = what;
}

/** The observation that is closest to a place, if it is within reach. */
function observedAt(
  { x: [first, second], y }: Series,
  [a, b]: readonly [number, number],
  [right, up]: readonly [number, number],
): number | undefined {
  let [best, least] = [-1, 1];
  for (let i = 0; i < y.length; i++) {
    const distance = Math.hypot((first[i] - a) / right, (second[i] - b) / up);
    if (distance < least) [best, least] = [i, distance];
  }
  return best < 0 ? undefined : y[best];
}
