import { token } from "../parts/theme.ts";
import type { Frame } from "./field.ts";
import { ramp } from "./ramp.ts";
import { ticksBetween } from "./ticks.ts";

/** What colours mean: a bar to the right of a frame, with numbers. */
export function drawScale(ctx: CanvasRenderingContext2D, frame: Frame, [low, high]: readonly [number, number]): void {
  const ratio = devicePixelRatio;
  const left = frame.left + frame.width + 14 * ratio;
  const steps = 64;
  for (let i = 0; i < steps; i++) {
    ctx.fillStyle = ramp((i + 0.5) / steps);
    const top = frame.top + ((steps - 1 - i) / steps) * frame.height;
    ctx.fillRect(left, top, 12 * ratio, frame.height / steps + 1);
  }
  ctx.fillStyle = token("ink-soft");
  ctx.font = `${12 * ratio}px ui-sans-serif, system-ui, "Liberation Sans", sans-serif`;
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  for (const { at, text } of ticksBetween(low, high)) {
    ctx.fillText(text, left + 17 * ratio, frame.top + (1 - at) * frame.height);
  }
}
