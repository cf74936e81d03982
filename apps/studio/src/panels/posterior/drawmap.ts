import type { Series } from "@wengert/gp-app/model";
import { drawAxes, drawField, type Field, type Frame, levelsBetween } from "../../plots/field.ts";
import { type MapView, sharesOf } from "../../plots/mapview.ts";
import { drawScale } from "../../plots/scale.ts";
import { ticksBetween } from "../../plots/ticks.ts";

const levels = 14;

/** What a map shows. */
export interface MapPicture {
  readonly data: Series;
  /** What was computed last, of a part that may have been left since. */
  readonly field: Field | undefined;
  readonly limits: readonly [number, number];
  readonly view: MapView;
}

/** Where the map is on a canvas of a size, with room for axes and the scale of colours; in units of the size. */
export function frameOf(width: number, height: number, unit = 1): Frame {
  return { left: 62 * unit, top: 10 * unit, width: width - 138 * unit, height: height - 56 * unit };
}

/** Draws a field as far as it is in view, with axes, observations, and what the colours mean. */
export function drawMapPicture(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  picture: MapPicture,
): void {
  const { data, field, limits, view } = picture;
  const [low, high] = limits;
  const frame = frameOf(width, height, devicePixelRatio);
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame.left, frame.top, frame.width, frame.height);
  ctx.clip();
  if (field !== undefined) {
    const shares = levelsBetween(low, high, levels);
    drawField(ctx, field, placed(field, view, frame), shares, (level) => (level - low) / (high - low || 1));
  }
  drawPlaces(ctx, frame, data, view);
  ctx.restore();
  const labels = [data.xLabels[0], data.xLabels[1]] as const;
  drawAxes(ctx, frame, { x: ticksBetween(...view.x), y: ticksBetween(...view.y), labels });
  if (field !== undefined) drawScale(ctx, frame, limits);
}

/** Where a field is, drawn to the scale of a view: it may reach beyond the frame. */
function placed(field: Field, view: MapView, frame: Frame): Frame {
  const [left, bottom] = sharesOf(view, [field.x[0], field.y[0]]);
  const [right, top] = sharesOf(view, [field.x[1], field.y[1]]);
  return {
    left: frame.left + left * frame.width,
    top: frame.top + (1 - top) * frame.height,
    width: (right - left) * frame.width,
    height: (top - bottom) * frame.height,
  };
}

function drawPlaces(ctx: CanvasRenderingContext2D, frame: Frame, { x: [first, second] }: Series, view: MapView): void {
  ctx.fillStyle = "rgb(255 255 255 / 80%)";
  ctx.strokeStyle = "rgb(0 0 0 / 55%)";
  ctx.lineWidth = devicePixelRatio * 0.6;
  for (let i = 0; i < first.length; i++) {
    const [u, v] = sharesOf(view, [first[i], second[i]]);
    if (u < 0 || u > 1 || v < 0 || v > 1) continue;
    ctx.beginPath();
    ctx.arc(frame.left + u * frame.width, frame.top + (1 - v) * frame.height, 2.2 * devicePixelRatio, 0, 2 * Math.PI);
    ctx.fill();
    ctx.stroke();
  }
}
