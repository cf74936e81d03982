import { drawAxes, drawField, type Frame, levelsBetween, limitsOf } from "../../plots/field.ts";
import { logTicks } from "../../plots/ticks.ts";
import type { SurfaceAnswer } from "../../worker/pictures.ts";

/** Places on the surface, one after the other; the last is where the parameters are. */
export interface SurfacePath {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Draws levels that are even in log(1 + f − lowest), for a likelihood falls from thousands into a valley that is flat by tenths. */
export function drawSurface(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  surface: SurfaceAnswer,
  path: SurfacePath,
  labels: readonly [string, string],
): void {
  const ratio = devicePixelRatio;
  const frame: Frame = { left: 66 * ratio, top: 8 * ratio, width: width - 80 * ratio, height: height - 54 * ratio };
  const side = surface.first.length;
  const x = [surface.first[0], surface.first[side - 1]] as const;
  const y = [surface.second[0], surface.second[side - 1]] as const;
  const [low, high] = limitsOf(surface.values);
  const transformed = surface.values.map((value) => Math.log1p(value - low));
  const top = Math.log1p(high - low) || 1;
  const field = { values: transformed, columns: side, rows: side, x, y };
  drawField(ctx, field, frame, levelsBetween(0, top, 16), (level) => level / top);
  drawAxes(ctx, frame, { x: logTicks(...x), y: logTicks(...y), labels });
  const place = (first: number, second: number): readonly [number, number] => [
    frame.left + (Math.log(first / x[0]) / Math.log(x[1] / x[0])) * frame.width,
    frame.top + frame.height - (Math.log(second / y[0]) / Math.log(y[1] / y[0])) * frame.height,
  ];
  ctx.save();
  ctx.beginPath();
  ctx.rect(frame.left, frame.top, frame.width, frame.height);
  ctx.clip();
  drawArrows(ctx, surface, place, frame.width / 26);
  drawPath(ctx, path, place);
  ctx.restore();
}

type Place = (first: number, second: number) => readonly [number, number];

/** All of one length but where the surface is flat: the direction is what they say. */
function drawArrows(ctx: CanvasRenderingContext2D, { arrows }: SurfaceAnswer, place: Place, length: number): void {
  ctx.strokeStyle = "rgb(255 255 255 / 85%)";
  ctx.lineWidth = 1.3 * devicePixelRatio;
  for (const { first, second, alongFirst, alongSecond } of arrows) {
    const size = Math.hypot(alongFirst, alongSecond);
    if (!(size > 0)) continue;
    const [left, top] = place(first, second);
    const reach = length * (size / (size + 1));
    const [dx, dy] = [(alongFirst / size) * reach, (-alongSecond / size) * reach];
    const angle = Math.atan2(dy, dx);
    ctx.beginPath();
    ctx.moveTo(left, top);
    ctx.lineTo(left + dx, top + dy);
    for (const turn of [2.6, -2.6]) {
      ctx.moveTo(left + dx, top + dy);
      ctx.lineTo(left + dx + 0.3 * reach * Math.cos(angle + turn), top + dy + 0.3 * reach * Math.sin(angle + turn));
    }
    ctx.stroke();
  }
}

/** White within black, so that it is seen on every colour. */
function drawPath(ctx: CanvasRenderingContext2D, { first, second }: SurfacePath, place: Place): void {
  const points = first.map((value, i) => place(value, second[i]));
  const ratio = devicePixelRatio;
  for (const [colour, width] of [
    ["rgb(0 0 0 / 75%)", 4],
    ["#ffffff", 2],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = width * ratio;
    ctx.lineJoin = "round";
    ctx.beginPath();
    for (const [i, [left, top]] of points.entries()) {
      if (i === 0) ctx.moveTo(left, top);
      else ctx.lineTo(left, top);
    }
    ctx.stroke();
  }
  const [left, top] = points[points.length - 1];
  for (const [colour, radius] of [
    ["#000000", 7],
    ["#ffffff", 5.5],
  ] as const) {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * ratio;
    ctx.beginPath();
    ctx.arc(left, top, radius * ratio, 0, 2 * Math.PI);
    ctx.stroke();
  }
}
