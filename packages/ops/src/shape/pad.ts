import { ArgumentError, full, ShapeError, type Tensor } from "@wengert/array";
import { expectOptions, quoted, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe, integersOf } from "../arguments.ts";
import { take } from "../indexing/take.ts";
import { concat } from "./concat.ts";

/** What a margin is filled with. */
export interface PadOptions {
  /** What stands in the margin: a constant, the nearest element, or x mirrored at its ends or continued. Default "constant". */
  readonly mode?: "constant" | "edge" | "reflect" | "wrap";
  /** The constant. Default 0. */
  readonly value?: number;
}

/** How wide a margin is: on both sides, or before and after. */
type Width = number | readonly [before: number, after: number];

/**
 * A tensor with a margin.
 *
 * @param widths - one for all axes and sides, or for each axis one number or [before, after]
 * @throws {ArgumentError} for a mode that does not exist
 * @throws {ShapeError} for widths that do not fit, or a margin that repeats elements where there are none
 * @example
 * pad(tensor([1, 2]), 1).toArray(); // => [0, 1, 2, 0]
 * pad(tensor([[1, 2, 3]]), [0, [2, 1]], { mode: "reflect" }).toArray(); // => [[3, 2, 1, 2, 3, 2]]
 */
export function pad(x: Value, widths: number | readonly Width[], options: PadOptions = {}): Tensor {
  const given = resolve(x, "pad");
  const perAxis: readonly unknown[] = Array.isArray(widths) ? widths : given.shape.map(() => widths);
  const sides = perAxis.map((width) => integersOf("pad", "widths", width, 0));
  if (sides.length !== given.ndim || sides.some((side) => side.length > 2)) {
    throw new ShapeError(
      `pad: ${describe(widths)} are no widths for a tensor of shape ${showShape(given.shape)}: give a number, or for each ` +
        "axis a number or [before, after].",
      "pad",
    );
  }
  expectOptions("pad", options, ["mode", "value"]);
  const { mode = "constant" } = options;
  if (mode !== "constant" && !Object.hasOwn(sources, mode)) {
    const names = ["constant", ...Object.keys(sources)].map((name) => `"${name}"`).join(", ");
    throw new ArgumentError(`pad: there is no mode ${quoted(mode)}. The modes are ${names}.`, "pad");
  }
  return sides.reduce((padded, [before, after = before], axis) => padAxis(padded, axis, before, after, options), given);
}

function padAxis(x: Tensor, axis: number, before: number, after: number, options: PadOptions): Tensor {
  const { mode = "constant", value = 0 } = options;
  if (before === 0 && after === 0) return x;
  if (mode === "constant") {
    const margin = (width: number): Tensor => full(x.shape.with(axis, width), value);
    return concat([margin(before), x, margin(after)], axis);
  }
  const length = x.shape[axis];
  const source = sources[mode];
  if (length === 0) {
    throw new ShapeError(`pad: axis ${axis} has no elements to continue (shape ${showShape(x.shape)}).`, "pad");
  }
  const indices = Array.from({ length: before + length + after }, (_, i) => source(i - before, length));
  return take(x, indices, axis);
}

/** Which element stands at a position that may lie outside. */
const sources: { readonly [mode: string]: (at: number, length: number) => number } = {
  edge: (at, length) => Math.min(Math.max(at, 0), length - 1),
  wrap: modulo,
  reflect: (at, length) => {
    if (length === 1) return 0;
    const place = modulo(at, 2 * (length - 1)); // there and back
    return Math.min(place, 2 * (length - 1) - place);
  },
};

function modulo(at: number, length: number): number {
  return ((at % length) + length) % length;
}
