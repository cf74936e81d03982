import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, scalar, sizeOf } from "@wengert/array/author";
import type { Home, Resident } from "../plan/resident.ts";
import type { Extent, Parts } from "./parts.ts";

/**
 * The steps of a loop that are left, all in the memory of a plan.
 *
 * @param parts - the carry is that before the next step
 * @param taken - how many steps have been taken
 * @param given - what these gave out, which the result has too
 * @returns the last carry, and the outputs stacked
 */
export function finished(
  plan: Resident,
  { outside, carry, inputs }: Parts<Tensor>,
  { length, reverse }: Extent,
  taken: number,
  given: readonly { readonly shape: readonly number[]; readonly ys: readonly Tensor[] }[],
): readonly Tensor[] {
  const { memory } = plan;
  for (const [i, x] of [...outside, ...carry].entries()) plan.write(i, x);
  const first = outside.length + carry.length;
  const entries = inputs.map((x, i) => new Rows(elementsOf(x), x.size / length, plan.inputs[first + i]));
  const outputs = given.map(({ shape, ys }, i) => new Outputs(shape, length, ys, plan.results[carry.length + i]));
  const state = new Carry(plan, outside.length, carry);
  for (let k = taken; k < length; k++) {
    const t = reverse ? length - 1 - k : k;
    for (let i = 0; i < entries.length; i++) entries[i].enter(memory, t);
    plan.run();
    for (let i = 0; i < outputs.length; i++) outputs[i].leave(memory, t);
    state.advance();
  }
  return [...state.values(), ...outputs.map(({ value }) => value)];
}

/** An input, and where its entries are put. */
class Rows {
  readonly #data: Float64Array;
  readonly #size: number;
  readonly #place: number;

  constructor(data: Float64Array, size: number, place: number) {
    this.#data = data;
    this.#size = size;
    this.#place = place;
  }

  enter(memory: Float64Array, t: number): void {
    const size = this.#size;
    for (let j = 0, from = t * size, to = this.#place; j < size; j++) memory[to++] = this.#data[from++];
  }
}

/** An output of the steps, stacked. */
class Outputs {
  readonly #data: Float64Array;
  readonly #shape: readonly number[];
  readonly #places: Int32Array;

  constructor(shape: readonly number[], length: number, ys: readonly Tensor[], home: Home) {
    const size = sizeOf(shape);
    this.#shape = [length, ...shape];
    this.#data = allocate(length * size);
    this.#places = Int32Array.from(isPlaces(home) ? home : []);
    if (!isPlaces(home)) for (let t = 0; t < length; t++) this.#data.set(elements(home), t * size);
    // An array with holes: the steps that were taken may be the last ones.
    ys.forEach((y, t) => {
      this.#data.set(elements(y), t * size);
    });
  }

  leave(memory: Float64Array, t: number): void {
    const places = this.#places;
    const { length } = places;
    for (let j = 0, to = t * length; j < length; j++) this.#data[to++] = memory[places[j]];
  }

  get value(): Tensor {
    return fromData(this.#data, this.#shape);
  }
}

/** The carry: what a step returns becomes what the next one gets. */
class Carry {
  readonly #plan: Resident;
  readonly #first: number;
  readonly #carry: readonly Tensor[];
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #between: Float64Array;

  constructor(plan: Resident, first: number, carry: readonly Tensor[]) {
    this.#plan = plan;
    this.#first = first;
    this.#carry = carry;
    const from: number[] = [];
    const to: number[] = [];
    for (const [i, { size }] of carry.entries()) {
      const home = plan.results[i];
      // A constant is what the steps before have returned already.
      if (!isPlaces(home)) continue;
      for (let j = 0; j < size; j++) {
        if (home[j] === plan.inputs[first + i] + j) continue;
        from.push(home[j]);
        to.push(plan.inputs[first + i] + j);
      }
    }
    this.#from = Int32Array.from(from);
    this.#to = Int32Array.from(to);
    this.#between = new Float64Array(from.length);
  }

  advance(): void {
    const { memory } = this.#plan;
    const [from, to, between] = [this.#from, this.#to, this.#between];
    // All are read before one is written: the parts of a carry may change places.
    for (let j = 0; j < from.length; j++) between[j] = memory[from[j]];
    for (let j = 0; j < to.length; j++) memory[to[j]] = between[j];
  }

  values(): readonly Tensor[] {
    const { memory, inputs } = this.#plan;
    return this.#carry.map(({ shape, size }, i) => {
      const place = inputs[this.#first + i];
      if (shape.length === 0) return scalar(memory[place]);
      const out = allocate(size);
      out.set(memory.subarray(place, place + size));
      return fromData(out, shape);
    });
  }
}

function isPlaces(home: Home): home is readonly number[] {
  return Array.isArray(home);
}

function elements(x: Tensor): ArrayLike<number> {
  return x.ndim === 0 ? [x.item()] : elementsOf(x);
}
