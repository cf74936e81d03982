import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { checkExact, type Layout, order, type Place, refuse } from "./stored.ts";

/** Bytes that are widened at once: whole elements of every type. */
const block = 2 ** 16;

/** A Tensor that is filled with stored elements as their bytes arrive. */
export class StoredParts {
  readonly #place: Place;
  readonly #layout: Layout;
  readonly #values: Float64Array;
  readonly #needed: number;
  /** Where the next element goes: its index, and the place that it has in row-major order. */
  readonly #index: number[];
  readonly #steps: readonly number[];
  #to = 0;
  /** Bytes that came, and those of an element that is not whole yet. */
  #came = 0;
  #rest = new Uint8Array(0);

  constructor(place: Place, layout: Layout, count: number) {
    this.#place = place;
    this.#layout = layout;
    this.#values = new Float64Array(count);
    this.#needed = count * layout.type.size;
    this.#index = layout.shape.map(() => 0);
    this.#steps = layout.shape.map((_, axis) => layout.shape.slice(axis + 1).reduce((product, n) => product * n, 1));
  }

  /** @throws {FileFormatError} for more bytes than the array has, and integers that a double does not hold exactly */
  add(part: Uint8Array): void {
    const { size } = this.#layout.type;
    this.#came += part.length;
    if (this.#came > this.#needed)
      refuse(this.#place, `bytes follow the array, whose elements take ${this.#needed}; a file has one array`);
    for (let from = 0; from < part.length; ) {
      const taken = part.subarray(from, from + block - this.#rest.length);
      from += taken.length;
      const bytes = new Uint8Array(this.#rest.length + taken.length);
      bytes.set(this.#rest);
      bytes.set(taken, this.#rest.length);
      const whole = bytes.length - (bytes.length % size);
      this.#rest = bytes.slice(whole);
      const stored = bytes.slice(0, whole);
      order(stored, this.#layout);
      this.#put(this.#layout.type.widen(stored.buffer));
    }
  }

  /** @throws {FileFormatError} for fewer bytes than the array has */
  finish(): Tensor {
    if (this.#came < this.#needed)
      refuse(
        this.#place,
        `the stream ended early: the elements take ${this.#needed} bytes, and ${this.#came} came after the header`,
      );
    return fromData(this.#values, this.#layout.shape);
  }

  #put(values: Float64Array): void {
    const { shape, fortran } = this.#layout;
    if (fortran !== true || shape.length < 2) {
      this.#values.set(values, this.#to);
      checkExact(this.#place, this.#values.subarray(this.#to, this.#to + values.length), this.#layout, this.#to);
      this.#to += values.length;
      return;
    }
    for (let i = 0; i < values.length; i++) {
      checkExact(this.#place, values.subarray(i, i + 1), this.#layout, this.#to);
      this.#values[this.#to] = values[i];
      for (let axis = 0; axis < shape.length; axis++) {
        this.#to += this.#steps[axis];
        if (++this.#index[axis] < shape[axis]) break;
        this.#to -= this.#steps[axis] * shape[axis];
        this.#index[axis] = 0;
      }
    }
  }
}
