import { scalar } from "@wengert/array/author";
import type { Rule } from "../contract.ts";
import { CONSTANT, type Line } from "../recording.ts";
import { type CotangentsOfNumbers, cotangentsOfNumbers } from "./cotangents.ts";

/** Slots that there is room for at first. */
const ROOM = 64;

/** Of fewer, the next room is four times as large, and twice of more. */
const FEW = 2 ** 12;

/** Memory for more slots is not kept: about a megabyte. */
const MOST = 2 ** 15;

/** What there is at a slot: nothing, a number, or the number that an operation has made. */
const NOTHING = 0;
const NUMBER = 1;
export const MADE = 2;

/** What the last tape has left: memory for a few numbers costs more than writing them. */
let spare: NumberLines | undefined;

/**
 * The operations on plain numbers of a tape, written down as numbers at the slots of their values: no object is made for a value
 * unless somebody asks for it.
 *
 * A place is the slot of an argument, negative for a constant, which has a slot for its number only; 0 where there is no argument.
 */
export class NumberLines {
  kinds: Uint8Array = new Uint8Array(ROOM);
  values: Float64Array = new Float64Array(ROOM);
  /** The places of the two arguments, side by side. */
  places: Int32Array = new Int32Array(2 * ROOM);
  rules: Rule[] = new Array(ROOM);
  /** For who walks the lines back once. */
  cotangents: CotangentsOfNumbers = cotangentsOfNumbers(ROOM);

  /** Lines of which there are none yet. */
  static empty(): NumberLines {
    const lines = spare ?? new NumberLines();
    spare = undefined;
    return lines;
  }

  /** Gives up the memory; nobody reads these lines any more. @param slots - that have been used */
  release(slots: number): void {
    if (this.kinds.length > MOST) return;
    this.kinds.fill(NOTHING, 0, slots);
    this.cotangents.arrived.fill(NOTHING, 0, slots);
    spare = this;
  }

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    if (slots <= this.kinds.length) return;
    const room = (slots < FEW ? 4 : 2) * slots;
    const { kinds, values, places, rules } = this;
    this.kinds = new Uint8Array(room);
    this.kinds.set(kinds);
    this.values = new Float64Array(room);
    this.values.set(values);
    this.places = new Int32Array(2 * room);
    this.places.set(places);
    this.rules = new Array(room);
    for (let slot = 0; slot < rules.length; slot++) this.rules[slot] = rules[slot];
    this.cotangents = cotangentsOfNumbers(room);
  }

  /** @returns the slot */
  write(rule: Rule, slot: number, value: number, x: number, y: number): number {
    this.kinds[slot] = MADE;
    this.values[slot] = value;
    this.places[2 * slot] = x;
    this.places[2 * slot + 1] = y;
    this.rules[slot] = rule;
    return slot;
  }

  /** Whether there is a number at a slot. */
  has(slot: number): boolean {
    return this.kinds[slot] !== NOTHING;
  }

  /** Notes the number of a slot that no operation has made. @returns the slot */
  put(slot: number, value: number): number {
    this.kinds[slot] = NUMBER;
    this.values[slot] = value;
    return slot;
  }

  line(slot: number): Line {
    const places = [this.places[2 * slot], this.places[2 * slot + 1]].filter((place) => place !== 0);
    return {
      rule: this.rules[slot],
      attributes: undefined,
      primals: places.map((place) => scalar(this.values[Math.abs(place)])),
      inputs: places.map((place) => (place < 0 ? CONSTANT : place)),
      y: scalar(this.values[slot]),
      slot,
      site: undefined,
    };
  }
}
