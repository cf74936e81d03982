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
  const [shape] = shapes;
  if (spelling.below !== undefined && shape.length > 0 && sizeOf(shape) >= spelling.below) return undefined;
  const only = elementwise(rule, spelling, xs, shape, cells);
  return only && [only];
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
  const elementOf = (at: readonly Cell[]): Cell => {
    if (code !== undefined) return evaluated(code, { x: at[0], y: at[1], z: at[2] }, cells);
    return short?.(cells, at) ?? cells.call(number as (x: number, y: number) => number, at);
  };
  const places = xs.map((x) => broadcastPlaces(x.shape, shape));
  const one = cells.constant(1);
  const marked = presence !== undefined && (presence.includes("?") || xs.some((x) => x.presence !== undefined));
  const values: Cell[] = [];
  const marks: Cell[] = [];
  for (let i = 0; i < sizeOf(shape); i++) {
    const at = xs.map((x, k) => x.cells[places[k][i]]);
    const value = elementOf(at);
    if (!marked) {
      values.push(value);
      continue;
    }
    const [p, q, r] = xs.map((x, k) => x.presence?.[places[k][i]] ?? one);
    const mark = evaluated(presence, { x: at[0], y: at[1], z: at[2], p, q, r }, cells);
    marks.push(mark);
    values.push(cells.choice(mark, value, cells.constant(0)));
  }
  const all = !marked || marks.every((mark) => mark === one);
  return { shape, cells: values, presence: all ? undefined : marks };
}

/** Where the elements of a broadcast shape stand in a tensor. */
function broadcastPlaces(own: readonly number[], shape: readonly number[]): readonly number[] {
  const size = sizeOf(own);
  if (size === 1) return new Array(sizeOf(shape)).fill(0);
  if (size === sizeOf(shape)) return Array.from({ length: size }, (_, i) => i);
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
