import type { Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import type { Rule } from "../contract.ts";
import { CONSTANT, type Line } from "../recording.ts";
import { type CotangentsOfNumbers, cotangentsOfNumbers } from "./cotangents.ts";

/** Integers for each line: the slot of its value, and the places of its arguments. */
export const WIDTH = 3;

/** Slots that there is room for at first. */
const ROOM = 64;

/** Of fewer, the next room is four times as large, and twice of more. */
const FEW = 2 ** 12;

/** Memory for more slots is not kept: about a megabyte. */
const MOST = 2 ** 15;

/** What the last tape has left: memory for a few numbers costs more than writing them. */
let spare: NumberLines | undefined;

/**
 * The operations on plain numbers of a tape, written down as numbers: no object is made for a value unless somebody asks for it.
 *
 * A place is the slot of a value, negative for a constant, which has a slot for its number only; 0 where there is no argument.
 */
export class NumberLines {
  /** How many lines there are. */
  count = 0;
  /** By line. */
  readonly rules: Rule[] = [];
  /** The numbers, by slot. */
  values: Float64Array = new Float64Array(ROOM);
  /** By slot: 1 where there is a number. */
  known: Uint8Array = new Uint8Array(ROOM);
  /** By slot, for who walks the lines back once. */
  cotangents: CotangentsOfNumbers = cotangentsOfNumbers(ROOM);
  /** By line; each has a slot of its own, so that there is room for as many lines as slots. */
  places: Int32Array = new Int32Array(WIDTH * ROOM);

  /** Lines of which there are none yet. */
  static empty(): NumberLines {
    const lines = spare ?? new NumberLines();
    spare = undefined;
    return lines;
  }

  /** Gives up the memory; nobody reads these lines any more. @param slots - that have been used */
  release(slots: number): void {
    if (this.values.length > MOST) return;
    this.count = 0;
    this.known.fill(0, 0, slots);
    this.cotangents.arrived.fill(0, 0, slots);
    spare = this;
  }

  /** Makes room for the numbers of so many slots. */
  reserve(slots: number): void {
    if (slots <= this.values.length) return;
    const values = new Float64Array((slots < FEW ? 4 : 2) * slots);
    values.set(this.values);
    this.values = values;
    const known = new Uint8Array(values.length);
    known.set(this.known);
    this.known = known;
    this.cotangents = cotangentsOfNumbers(values.length);
    const places = new Int32Array(WIDTH * values.length);
    places.set(this.places);
    this.places = places;
  }

  /** @returns the slot of the value */
  write(rule: Rule, slot: number, value: number, x: number, y: number): number {
    const line = this.count++;
    const { places } = this;
    const at = WIDTH * line;
    places[at] = slot;
    places[at + 1] = x;
    places[at + 2] = y;
    this.rules[line] = rule;
    return this.put(slot, value);
  }

  /** Notes the number of a slot. */
  put(slot: number, value: number): number {
    this.values[slot] = value;
    this.known[slot] = 1;
    return slot;
  }

  slotOf(line: number): number {
    return this.places[WIDTH * line];
  }

  /** The place of argument number k. */
  placeOf(line: number, k: number): number {
    return this.places[WIDTH * line + 1 + k];
  }

  /** The number at a place. */
  at(place: number): number {
    return this.values[place < 0 ? -place : place];
  }

  /** The same as a Tensor. */
  tensorAt(place: number): Tensor {
    return scalar(this.at(place));
  }

  line(i: number): Line {
    const places = [this.placeOf(i, 0), this.placeOf(i, 1)].filter((place) => place !== 0);
    return {
      rule: this.rules[i],
      attributes: undefined,
      primals: places.map((place) => this.tensorAt(place)),
      inputs: places.map((place) => (place < 0 ? CONSTANT : place)),
      y: this.tensorAt(this.slotOf(i)),
      slot: this.slotOf(i),
      site: undefined,
    };
  }
}
