import type { Tensor } from "@wengert/array";
import { presenceOf, sizeOf } from "@wengert/array/author";
import { spelledSum } from "@wengert/ops/author";
import type { ElementByElement, Elements, Elementwise, Rule, Spelling } from "@wengert/trace";
import type { Step } from "../capture/program.ts";
import { added } from "./added.ts";
import type { Cell, Cells } from "./cells.ts";
import { moved, summed } from "./moves.ts";
import { evaluated } from "./postfix.ts";

/** The elements of a constant. */
export function constantElements(x: Tensor, cells: Cells): Elements {
  const presence = presenceOf(x);
  return {
    shape: x.shape,
    cells: Array.from(x.data, (value) => cells.constant(value)),
    presence: presence && Array.from(presence.data, (present) => cells.constant(present === 0 ? 0 : 1)),
  };
}

/**
 * The elements of the values of a step, number by number; undefined where its rule does not say how.
 *
 * @param known - the arguments that are constants
 * @param shapes - those of the values
 */
export function spelled(
  step: Step,
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  shapes: readonly (readonly number[])[],
  cells: Cells,
): readonly Elements[] | undefined {
  const { rule, attributes, compute } = step;
  if (rule?.spelling === undefined) return undefined;
  const spelling = spellingOf(rule.spelling);
  if (typeof spelling === "function") {
    const found = spelling(xs, cells, attributes);
    return found && [found].flat().map((value, k) => ({ shape: shapes[k], ...value }));
  }
  if (spelling === "moves") return moved(rule, step, xs, known, cells);
  if (spelling === "sums") return summed(rule, compute, xs, known, cells);
  if (isLong(spelling, shapes[0])) return undefined;
  const only = elementwise(rule, spelling, xs, shapes[0], cells);
  return only && [only];
}

/** Whether a step may be one that is spelled out, for all that can be said without spelling it. @param shapes - those of its values */
export function mayBeSpelled({ rule }: Step, shapes: readonly (readonly number[])[]): boolean {
  if (rule?.spelling === undefined) return false;
  const spelling = spellingOf(rule.spelling);
  return typeof spelling !== "object" || !isLong(spelling, shapes[0]);
}

/** Whether arrays of a shape are computed in another way than number by number. */
function isLong({ below }: Elementwise, shape: readonly number[]): boolean {
  return below !== undefined && shape.length > 0 && sizeOf(shape) >= below;
}

/** How a rule is spelled out for small arrays. */
export function spellingOf(spelling: Spelling): ElementByElement | Elementwise | "moves" | "sums" {
  if (typeof spelling !== "object" || !("small" in spelling)) return spelling;
  const { small, large } = spelling;
  if (small === "added") return added;
  if (small !== "axes") return small;
  return ([x], cells, attributes) => spelledSum(x, large(x.shape, attributes) as readonly number[], cells);
}

/** The elements of an elementwise operation. */
export function elementwise(
  rule: Rule,
  { code, short, presence }: Elementwise,
  xs: readonly Elements[],
  shape: readonly number[],
  cells: Cells,
): Elements | undefined {
  const { number } = rule;
  if (code === undefined && short === undefined && (number === undefined || xs.length > 2)) return undefined;
  const size = sizeOf(shape);
  const places = xs.map((x) => broadcastPlaces(x.shape, shape));
  const one = cells.constant(1);
  const marked = presence !== undefined && (presence.includes("?") || xs.some((x) => x.presence !== undefined));
  const values: Cell[] = new Array(size);
  const marks: Cell[] = new Array(marked ? size : 0);
  // The arguments, and behind three of them their marks.
  const at: Cell[] = [];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < xs.length; k++) at[k] = xs[k].cells[placeIn(places[k], i)];
    const value = elementOf(rule, code, short, at, cells);
    values[i] = value;
    if (!marked) continue;
    const given = at.slice(0, 3);
    for (let k = 0; k < 3; k++) given[3 + k] = xs[k]?.presence?.[placeIn(places[k], i)] ?? one;
    marks[i] = evaluated(presence, given, cells);
    values[i] = cells.choice(marks[i], value, cells.constant(0));
  }
  const all = !marked || marks.every((mark) => mark === one);
  return { shape, cells: values, presence: all ? undefined : marks };
}

function elementOf(
  { number }: Rule,
  code: string | undefined,
  short: Elementwise["short"],
  at: readonly Cell[],
  cells: Cells,
): Cell {
  if (code !== undefined) return evaluated(code, at, cells);
  return short?.(cells, at) ?? cells.call(number as (x: number, y: number) => number, at);
}

/** @param places - undefined where an element stands where it is read */
function placeIn(places: readonly number[] | undefined, i: number): number {
  return places === undefined ? i : places[i];
}

/** Where the elements of a broadcast shape stand in a tensor; undefined where it has as many itself. */
function broadcastPlaces(own: readonly number[], shape: readonly number[]): readonly number[] | undefined {
  const size = sizeOf(own);
  if (size === sizeOf(shape)) return undefined;
  if (size === 1) return new Array(sizeOf(shape)).fill(0);
  let places = [0];
  let stride = size;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = own[own.length - shape.length + axis] ?? 1;
    stride = axis < shape.length - own.length ? stride : length === 0 ? 0 : stride / length;
    const step = length === 1 ? 0 : stride;
    places = places.flatMap((place) => Array.from({ length: shape[axis] }, (_, i) => place + i * step));
  }
  return places;
}
