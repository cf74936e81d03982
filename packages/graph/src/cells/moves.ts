import type { Tensor } from "@wengert/array";
import { fromData, presenceOf } from "@wengert/array/author";
import type { Elements, Rule } from "@wengert/trace";
import { keyOfData } from "../capture/keys.ts";
import type { Step } from "../capture/program.ts";
import type { Cell, Cells } from "./cells.ts";

/*
 * Operations that move elements about, or add them up. What one does is found out by running it on numbers that tell the elements apart.
 */

/** Where the elements of a value come from: the places of the arguments' elements, one behind the other from 1 on. */
export interface Moves {
  readonly shape: readonly number[];
  /** 0 for an element that is 0. */
  readonly places: readonly number[];
  /** Whether that 0 is a number like any other, place by place. */
  readonly zeros: readonly boolean[];
}

/**
 * What an operation that moves elements does with the numbers of the places of its arguments. It may have several values, as what takes a
 * tensor apart has.
 */
export function moved(
  rule: Rule,
  { compute, attributes }: Step,
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  cells: Cells,
): readonly Elements[] | undefined {
  const isHeld = heldOf(rule, xs, known);
  if (isHeld === undefined) return undefined;
  // What is held says itself what is moved where.
  const key = isHeld.includes(true) ? undefined : keyOf(xs, attributes);
  const earlier = earlierOf(cells, rule);
  const before = key === undefined ? undefined : earlier.get(key);
  const found = before ?? movesOf(compute, xs, known, isHeld);
  if (found === undefined) return undefined;
  if (key !== undefined) earlier.set(key, found);
  const all: Cell[] = [cells.constant(0)];
  const marks: (Cell | undefined)[] = [cells.constant(0)];
  for (const [k, x] of xs.entries()) {
    if (isHeld[k]) continue;
    all.push(...x.cells);
    marks.push(...(x.presence ?? x.cells.map(() => undefined)));
  }
  const zero = zeroMark(marks.slice(1), cells);
  return found.map(({ shape, places, zeros }) => {
    const present = places.map((place, i) => (place === 0 && zeros[i] ? zero : marks[place]));
    const isWhole = present.every((mark) => mark === undefined);
    return {
      shape,
      cells: places.map((place) => all[place]),
      presence: isWhole ? undefined : present.map((mark) => mark ?? cells.constant(1)),
    };
  });
}

/** A 0 in between is a number like any other where all elements depend, and does not depend where some do not. */
function zeroMark(marks: readonly (Cell | undefined)[], cells: Cells): Cell | undefined {
  const known = marks.filter((mark) => mark !== undefined);
  return known.length === 0 ? undefined : cells.allOf(known, cells.constant(1));
}

/** What has been found out for a program, of each rule. */
const known: WeakMap<Cells, Map<Rule, Map<string, readonly Moves[]>>> = /* @__PURE__ */ new WeakMap();

function earlierOf(cells: Cells, rule: Rule): Map<string, readonly Moves[]> {
  let rules = known.get(cells);
  if (rules === undefined) {
    rules = new Map();
    known.set(cells, rules);
  }
  let earlier = rules.get(rule);
  if (earlier === undefined) {
    earlier = new Map();
    rules.set(rule, earlier);
  }
  return earlier;
}

/** What tells two calls of a rule apart; undefined where that cannot be said. */
function keyOf(xs: readonly Elements[], attributes: object | undefined): string | undefined {
  const options = attributes === undefined ? "" : keyOfData(attributes);
  return options === undefined ? undefined : `${xs.map(({ shape }) => shape.join(" ")).join(",")} ${options}`;
}

/** It is asked twice, with numbers of another kind, so that an operation which adds elements up is found out. */
function movesOf(
  compute: Step["compute"],
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  isHeld: readonly boolean[],
): readonly Moves[] | undefined {
  let count = 0;
  const [firsts, seconds] = [1, 2].map((power) => {
    let next = 1;
    const values = compute(xs.map((x, k) => (isHeld[k] ? (known[k] as Tensor) : probe(x, power, () => next++))));
    count = next;
    return values;
  });
  const isMoved = firsts.every(({ data }, k) =>
    data.every((place, i) => Number.isInteger(place) && place < count && seconds[k].data[i] === place ** 2),
  );
  if (!isMoved) return undefined;
  return firsts.map((first) => {
    const absent = presenceOf(first);
    const places = Array.from(first.data);
    return { shape: first.shape, places, zeros: places.map((_, i) => absent?.data[i] !== 0) };
  });
}

function probe({ cells, shape }: Elements, power: number, next: () => number): Tensor {
  return fromData(
    Float64Array.from(cells, () => next() ** power),
    shape,
  );
}

/** So many powers of 2 add up to a number that tells which of them there are. */
const BITS = 52;

/** The same of one that adds elements up, in their order, each at most once. */
export function summed(
  rule: Rule,
  compute: Step["compute"],
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
  cells: Cells,
): readonly Elements[] | undefined {
  const isHeld = heldOf(rule, xs, known);
  if (isHeld === undefined) return undefined;
  const [zero, one] = [cells.constant(0), cells.constant(1)];
  const free = xs.filter((_, k) => !isHeld[k]);
  const all = free.flatMap((x) => x.cells);
  const marks = free.flatMap((x) => x.presence ?? x.cells.map(() => one));
  let found: Elements[] = [];
  for (let from = 0; from === 0 || from < all.length; from += BITS) {
    let next = 0;
    const power = (): number => {
      const bit = next++ - from;
      return bit >= 0 && bit < BITS ? 2 ** bit : 0;
    };
    const sums = compute(xs.map((x, k) => (isHeld[k] ? (known[k] as Tensor) : probe(x, 1, power))));
    if (from === 0) found = sums.map((y) => ({ shape: y.shape, cells: filled(y, zero), presence: filled(y, zero) }));
    found = found.map((so, far) => added(so, sums[far], all.slice(from), marks.slice(from), cells));
  }
  return found.map((y) => (y.presence?.every((mark) => mark === one) ? { ...y, presence: undefined } : y));
}

/** What a sum says of each element of a value: which others are added up to it. */
function added(
  { shape, cells: values, presence = [] }: Elements,
  sums: Tensor,
  all: readonly Cell[],
  marks: readonly Cell[],
  cells: Cells,
): Elements {
  const members = Array.from(sums.data, (sum) => all.flatMap((_, i) => (bitOf(sum, i) ? [i] : [])));
  return {
    shape,
    cells: members.map((own, j) => own.reduce((sum, i) => cells.operator("+", all[i], sum), values[j])),
    presence: members.map((own, j) =>
      own.reduce((any, i) => cells.choice(marks[i], cells.constant(1), any), presence[j]),
    ),
  };
}

function bitOf(sum: number, i: number): boolean {
  return i < BITS && Math.floor(sum / 2 ** i) % 2 === 1;
}

function filled({ size }: Tensor, cell: Cell): readonly Cell[] {
  return new Array<Cell>(size).fill(cell);
}

/** For each argument, whether the rule holds it; undefined where it holds one that is not known. */
function heldOf(
  { held }: Rule,
  xs: readonly Elements[],
  known: readonly (Tensor | undefined)[],
): readonly boolean[] | undefined {
  const isHeld = xs.map((_, k) => held !== undefined && held !== "all" && held.includes(k));
  return isHeld.some((yes, k) => yes && known[k] === undefined) ? undefined : isHeld;
}
