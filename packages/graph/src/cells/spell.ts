import type { Tensor } from "@wengert/array";
import { fromData, presenceOf, sizeOf } from "@wengert/array/author";
import type { Elements, Elementwise, Rule } from "@wengert/trace";
import type { Step } from "../capture/program.ts";
import type { Cell, Cells } from "./cells.ts";
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
  { rule, attributes, compute }: Step,
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  shapes: readonly (readonly number[])[],
  cells: Cells,
): readonly Elements[] | undefined {
  if (rule?.spelling === undefined) return undefined;
  const spelling = typeof rule.spelling === "object" && "small" in rule.spelling ? rule.spelling.small : rule.spelling;
  if (typeof spelling === "function") {
    const found = spelling(xs, cells, attributes);
    return found && [found].flat().map((value, k) => ({ shape: shapes[k], ...value }));
  }
  if (spelling === "moves") return moved(rule, compute, xs, known, cells);
  const [shape] = shapes;
  if (spelling.below !== undefined && shape.length > 0 && sizeOf(shape) >= spelling.below) return undefined;
  const only = elementwise(rule, spelling, xs, shape, cells);
  return only && [only];
}

/** The elements of an elementwise operation. */
export function elementwise(
  rule: Rule,
  { code, presence }: Elementwise,
  xs: readonly Elements[],
  shape: readonly number[],
  cells: Cells,
): Elements | undefined {
  const { number } = rule;
  if (code === undefined && (number === undefined || xs.length > 2)) return undefined;
  const places = xs.map((x) => broadcastPlaces(x.shape, shape));
  const one = cells.constant(1);
  const marked = presence !== undefined && (presence.includes("?") || xs.some((x) => x.presence !== undefined));
  const values: Cell[] = [];
  const marks: Cell[] = [];
  for (let i = 0; i < sizeOf(shape); i++) {
    const at = xs.map((x, k) => x.cells[places[k][i]]);
    const value =
      code === undefined
        ? cells.call(number as (x: number, y: number) => number, at)
        : evaluated(code, { x: at[0], y: at[1], z: at[2] }, cells);
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
  let places = [0];
  let stride = sizeOf(own);
  for (let axis = 0; axis < shape.length; axis++) {
    const length = own[own.length - shape.length + axis] ?? 1;
    stride = axis < shape.length - own.length ? stride : length === 0 ? 0 : stride / length;
    const step = length === 1 ? 0 : stride;
    places = places.flatMap((place) => Array.from({ length: shape[axis] }, (_, i) => place + i * step));
  }
  return places;
}

/**
 * What an operation that moves elements does with the numbers of the places of its arguments. It is asked twice, with numbers of
 * another kind, so that one which adds elements up is found out. It may have several values, as what takes a tensor apart has.
 */
function moved(
  rule: Rule,
  compute: Step["compute"],
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  cells: Cells,
): readonly Elements[] | undefined {
  const { held } = rule;
  const isHeld = xs.map((_, k) => held !== undefined && held !== "all" && held.includes(k));
  if (isHeld.some((yes, k) => yes && known[k] === undefined)) return undefined;
  const all: Cell[] = [cells.constant(0)];
  const marks: (Cell | undefined)[] = [cells.constant(0)];
  const probes = [1, 2].map((power) => {
    let next = 1;
    return xs.map((x, k) => (isHeld[k] ? (known[k] as Tensor) : probe(x, power, () => next++)));
  });
  for (const [k, x] of xs.entries()) {
    if (isHeld[k]) continue;
    all.push(...x.cells);
    marks.push(...(x.presence ?? x.cells.map(() => undefined)));
  }
  const [firsts, seconds] = probes.map((args) => compute(args));
  const isMoved = firsts.every(({ data }, k) =>
    data.every((place, i) => Number.isInteger(place) && place < all.length && seconds[k].data[i] === place ** 2),
  );
  if (!isMoved) return undefined;
  const one = cells.constant(1);
  return firsts.map((first) => {
    const absent = presenceOf(first);
    const places = Array.from(first.data);
    const present = places.map((place, i) => (place === 0 && absent?.data[i] !== 0 ? undefined : marks[place]));
    return {
      shape: first.shape,
      cells: places.map((place) => all[place]),
      presence: present.every((mark) => mark === undefined) ? undefined : present.map((mark) => mark ?? one),
    };
  });
}

function probe({ cells, shape }: Elements, power: number, next: () => number): Tensor {
  return fromData(
    Float64Array.from(cells, () => next() ** power),
    shape,
  );
}
