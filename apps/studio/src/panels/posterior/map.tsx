import type { Series } from "@wengert/gp-app/model";
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { Button } from "../../parts/button.tsx";
import { figure, unitOf } from "../../parts/format.ts";
import { Canvas } from "../../plots/canvas.tsx";
import { drawAxes, drawField, type Field, type Frame, levelsBetween, limitsOf } from "../../plots/field.ts";
import { rampGradient } from "../../plots/ramp.ts";
import { ticksBetween } from "../../plots/ticks.ts";
import { highest, lowest, mapSide, posterior } from "../../store/posterior.ts";

const height = 440;
const levels = 14;

function frameOf(width: number, full: number): Frame {
  const ratio = devicePixelRatio;
  return { left: 62 * ratio, top: 8 * ratio, width: width - 76 * ratio, height: full - 54 * ratio };
}

/** Over two inputs: what is expected, or how sure that is, as a map with the observations on it. */
export function PosteriorMap({ data }: { readonly data: Series }): JSX.Element {
  const [what, setWhat] = useState<"mean" | "std">("mean");
  const [hover, setHover] = useState<readonly [number, number] | undefined>(undefined);
  const answer = posterior.value.value;
  const known = answer !== undefined && answer.mean.length === mapSide ** 2 ? answer : undefined;
  const values = known?.[what];
  const [low, high] = values === undefined ? [0, 1] : limitsOf(values);
  const [x, y] = data.x.slice(0, 2).map((one) => [lowest(one), highest(one)] as const);
  const draw = useCallback(
    (ctx: CanvasRenderingContext2D, width: number, full: number) => {
      const frame = frameOf(width, full);
      if (values !== undefined) {
        const field: Field = { values, columns: mapSide, rows: mapSide, x, y };
        drawField(ctx, field, frame, levelsBetween(low, high, levels), (level) => (level - low) / (high - low || 1));
      }
      drawAxes(ctx, frame, {
        x: ticksBetween(...x),
        y: ticksBetween(...y),
        labels: [data.xLabels[0], data.xLabels[1]],
      });
      drawPlaces(ctx, frame, data, x, y);
    },
    [values, data, low, high, x[0], x[1], y[0], y[1]],
  );
  const unit = unitOf(data.yLabel);
  return (
    <div class="stack">
      <div class="row spread">
        <fieldset class="row" aria-label="What the map shows">
          <Button tiny pressed={what === "mean"} onClick={() => setWhat("mean")}>
            Expected {data.yLabel}
          </Button>
          <Button tiny pressed={what === "std"} onClick={() => setWhat("std")}>
            Standard deviation
          </Button>
        </fieldset>
        <span class="row small muted">
          {figure(low, 3)}
          <span class="ramp" style={{ background: rampGradient }} aria-hidden="true" />
          {figure(high, 3)} {unit}
        </span>
      </div>
      <Canvas
        id="posterior-map"
        height={height}
        draw={draw}
        onHover={setHover}
        label={`Map of the ${what === "mean" ? "expected" : "standard deviation of"} ${data.yLabel} over ${data.xLabels[0]} and ${data.xLabels[1]}, from ${figure(low, 3)} to ${figure(high, 3)}, with the places of ${data.y.length} observations.`}
      />
      <p class="readout">{known === undefined || hover === undefined ? "Dots are observations." : at(hover)}</p>
    </div>
  );

  function at([sx, sy]: readonly [number, number]): string {
    const canvas = document.getElementById("posterior-map");
    if (canvas === null || known === undefined) return "";
    const [w, h] = [canvas.clientWidth, canvas.clientHeight];
    const [u, v] = [(sx * w - 62) / (w - 76), 1 - (sy * h - 8) / (h - 54)];
    if (u < 0 || u > 1 || v < 0 || v > 1) return "Dots are observations.";
    const i = Math.round(v * (mapSide - 1)) * mapSide + Math.round(u * (mapSide - 1));
    const place = `${data.xLabels[0]} ${figure(x[0] + u * (x[1] - x[0]))}, ${data.xLabels[1]} ${figure(y[0] + v * (y[1] - y[0]))}`;
    return `${place}: expected ${figure(known.mean[i], 4)} ± ${figure(2 * known.std[i], 2)} ${unit}`;
  }
}

function drawPlaces(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  data: Series,
  x: readonly [number, number],
  y: readonly [number, number],
): void {
  const [first, second] = data.x;
  ctx.fillStyle = "rgb(255 255 255 / 80%)";
  ctx.strokeStyle = "rgb(0 0 0 / 55%)";
  ctx.lineWidth = devicePixelRatio * 0.6;
  for (let i = 0; i < first.length; i++) {
    const left = frame.left + ((first[i] - x[0]) / (x[1] - x[0])) * frame.width;
    const top = frame.top + frame.height - ((second[i] - y[0]) / (y[1] - y[0])) * frame.height;
    ctx.beginPath();
    ctx.arc(left, top, 1.6 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
}
