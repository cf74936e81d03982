import type { Tensor } from "@wengert/array";
import { presenceOf, sizeOf } from "@wengert/array/author";
import type { Elementwise } from "@wengert/trace";
import type { Program, Step } from "../capture/program.ts";

/** A sum of row-major numbers, seen as [before, length, after], over the axis in the middle. */
export interface Sum {
  readonly before: number;
  readonly length: number;
  readonly after: number;
}

/** What a step does, element by element: over so many elements; `sum` where it adds them up. */
export interface Form {
  readonly size: number;
  readonly sum: Sum | undefined;
}

/** Smaller arrays are spelled out number by number, or not worth it. */
export const SMALLEST = 65;

/** Eager sums of fewer numbers, or of shorter rows, are added up in another order. */
const FEWEST = 256;
const SHORTEST = 8;

/** So wide a row may be that a block holds four. */
const WIDEST = 2048;

/** How a step of large arrays is part of a loop over their elements; undefined where it is not. */
export function formOf(step: Step, { shapes, constants }: Program): Form | undefined {
  const { rule, inputs, outputs } = step;
  if (rule === undefined || !rule.builtIn || outputs.length !== 1 || inputs.length === 0) return undefined;
  const { spelling } = rule;
  if (typeof spelling !== "object" || inputs.some((slot) => isPartial(constants.get(slot)))) return undefined;
  const size = sizeOf(shapes[outputs[0]]);
  if (!("small" in spelling)) return isElementwise(step, spelling, shapes, size) ? each(size) : undefined;
  const shape = shapes[inputs[0]];
  const large = spelling.large(shape, step.attributes);
  if (large === undefined) return undefined;
  if (large === "each") return inputs.every((slot) => sizeOf(shapes[slot]) === size) ? each(size) : undefined;
  if (large === "repeat") return each(size);
  const sum = sumOf(shape, large);
  return sum && { size: sizeOf(shape), sum };
}

/** Whether a step only hands its elements on. */
export function isIdentity({ rule, inputs, outputs, attributes }: Step, { shapes }: Program): boolean {
  const spelling = rule?.builtIn === true && inputs.length === 1 ? rule.spelling : undefined;
  if (typeof spelling !== "object" || sizeOf(shapes[inputs[0]]) !== sizeOf(shapes[outputs[0]])) return false;
  return "small" in spelling ? spelling.large(shapes[inputs[0]], attributes) === "repeat" : spelling.code === "x";
}

/** An array that says which of its elements depend. */
function isPartial(x: Tensor | undefined): boolean {
  return x !== undefined && x.size > 1 && presenceOf(x) !== undefined;
}

function each(size: number): Form | undefined {
  return size < SMALLEST ? undefined : { size, sum: undefined };
}

function isElementwise(
  step: Step,
  { code, below, long }: Elementwise,
  shapes: Program["shapes"],
  size: number,
): boolean {
  const { rule, inputs } = step;
  if (below === undefined || size < below)
    return code !== undefined || (rule?.number !== undefined && inputs.length <= 2);
  return long !== undefined && inputs.every((slot) => [1, size].includes(sizeOf(shapes[slot])));
}

/** Axes that count from the end and ascend, as one in the middle; undefined where the sum is computed in another way, or in steps. */
function sumOf(shape: readonly number[], axes: readonly number[]): Sum | undefined {
  if (axes.length === 0) return undefined;
  const last = axes[axes.length - 1];
  // Several axes are added up together only where they are the last ones.
  if (last !== -1 ? axes.length > 1 : axes[0] !== -axes.length) return undefined;
  const first = shape.length + axes[0];
  const before = sizeOf(shape.slice(0, first));
  const length = sizeOf(shape.slice(first, shape.length + last + 1));
  const after = last === -1 ? 1 : sizeOf(shape.slice(shape.length + last + 1));
  const short = after === 1 ? length < SHORTEST : after < SHORTEST || after > WIDEST || length * after < FEWEST;
  return short || before * length * after < FEWEST ? undefined : { before, length, after };
}
