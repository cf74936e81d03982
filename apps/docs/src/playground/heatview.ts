// Matrices as heat maps: blue below zero and orange above, or from paper to blue when all have one sign.
import { html } from "./dom.ts";
import { rangeOf, shortNumber } from "./numbers.ts";

type Colour = readonly [number, number, number];
const blue: Colour = [28, 93, 159];
const orange: Colour = [201, 84, 20];
const paper: Colour = [244, 240, 230];

function mix(to: Colour, share: number): Colour {
  const part = (i: 0 | 1 | 2): number => paper[i] + (to[i] - paper[i]) * share;
  return [part(0), part(1), part(2)];
}

/** The colour of a value among values between `low` and `high`. */
function colourOf(value: number, low: number, high: number): Colour {
  if (!Number.isFinite(value)) return [128, 128, 128];
  if (low < 0 && high > 0) {
    const size = Math.max(-low, high);
    return value < 0 ? mix(blue, -value / size) : mix(orange, value / size);
  }
  return mix(blue, high > low ? (value - low) / (high - low) : 0.5);
}

/** A matrix, one square for each entry; the entry under the pointer is read below. */
export function heatView(rows: number, columns: number, data: Float64Array): HTMLElement {
  const [low, high] = rangeOf(data);
  const label = `${rows} × ${columns} numbers from ${shortNumber(low, 4)} to ${shortNumber(high, 4)}`;
  const canvas = html("canvas", { width: columns, height: rows, role: "img", "aria-label": label });
  const size = Math.max(1, Math.min(28, Math.floor(320 / Math.max(rows, columns))));
  canvas.style.width = `${columns * size}px`;
  canvas.style.aspectRatio = `${columns} / ${rows}`;
  const context = canvas.getContext("2d");
  const image = context?.createImageData(columns, rows);
  if (context && image) {
    for (let i = 0; i < data.length; i++) image.data.set([...colourOf(data[i] as number, low, high), 255], 4 * i);
    context.putImageData(image, 0, 0);
  }
  const reading = html("figcaption", {}, label);
  canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
    const row = Math.min(rows - 1, Math.floor((offsetY / canvas.clientHeight) * rows));
    const column = Math.min(columns - 1, Math.floor((offsetX / canvas.clientWidth) * columns));
    reading.textContent = `[${row}, ${column}]  ${shortNumber(data[row * columns + column] as number)}`;
  });
  canvas.addEventListener("pointerleave", () => {
    reading.textContent = label;
  });
  return html("figure", { class: "heat" }, canvas, reading);
}
