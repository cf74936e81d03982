import { contours } from "d3-contour";
import { token } from "../parts/theme.ts";
import { ramp } from "./ramp.ts";

/** Numbers on a grid, row by row from the lowest y, between places on both axes. */
export interface Field {
  readonly values: ArrayLike<number>;
  readonly columns: number;
  readonly rows: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Where places of a field are on a canvas, in its own pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The lowest and the highest of the finite numbers. */
export function limitsOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Evenly spaced levels between two numbers, neither of them included. */
export function levelsBetween(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 0.5)) / count);
}

/** Fills a part of a frame with the levels of a field, and draws a thin line between them. @param whole - where the field is drawn */
export function drawField(
  ctx: CanvasRenderingContext2D,
  field: Field,
  whole: Frame,
  levels: readonly number[],
  shareOf: (level: number) => number,
): void {
  const { columns, rows } = field;
  const { left, top, width, height } = whole;
  const finite = Array.from(field.values, (value) => (Number.isFinite(value) ? value : Number.MAX_VALUE));
  // The generator puts the middle of a cell at half a unit.
  const px = (x: number): number => left + ((Math.max(0.5, Math.min(columns - 0.5, x)) - 0.5) / (columns - 1)) * width;
  const py = (y: number): number =>
    top + height - ((Math.max(0.5, Math.min(rows - 0.5, y)) - 0.5) / (rows - 1)) * height;
  ctx.fillStyle = ramp(0);
  ctx.fillRect(left, top, width, height);
  for (const shape of contours()
    .size([columns, rows])
    .thresholds([...levels])(finite)) {
    ctx.beginPath();
    for (const polygon of shape.coordinates) {
      for (const ring of polygon) {
        for (const [i, [x, y]] of ring.entries()) {
          if (i === 0) ctx.moveTo(px(x), py(y));
          else ctx.lineTo(px(x), py(y));
        }
        ctx.closePath();
      }
    }
    ctx.fillStyle = ramp(shareOf(shape.value));
    ctx.fill();
    ctx.strokeStyle = "rgb(255 255 255 / 22%)";
    ctx.lineWidth = devicePixelRatio * 0.7;
    ctx.stroke();
  }
}

/** Numbers and labels around a frame. */
export function drawAxes(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  axes: { readonly x: readonly Tick[]; readonly y: readonly Tick[]; readonly labels: readonly [string, string] },
): void {
  const { left, top, width, height } = frame;
  const ratio = devicePixelRatio;
  ctx.fillStyle = token("ink-soft");
  ctx.strokeStyle = token("line-strong");
  ctx.lineWidth = ratio;
  ctx.font = `${12 * ratio}px ui-sans-serif, system-ui, "Liberation Sans", sans-serif`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  for (const { at, text } of axes.x) {
    ctx.fillText(text, left + at * width, top + height + 6 * ratio);
    line(ctx, left + at * width, top + height, left + at * width, top + height + 4 * ratio);
  }
  ctx.fillText(axes.labels[0], left + width / 2, top + height + 24 * ratio);
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  for (const { at, text } of axes.y) {
    ctx.fillText(text, left - 7 * ratio, top + height - at * height);
    line(ctx, left - 4 * ratio, top + height - at * height, left, top + height - at * height);
  }
  ctx.save();
  ctx.translate(12 * ratio, top + height / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.textAlign = "center";
  ctx.fillText(axes.labels[1], 0, 0);
  ctx.restore();
}

/** A mark of an axis: its share of the axis, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
