import { sizeOf } from "@wengert/array/author";

/** A call that fills or copies costs as much as so many steps of a loop (measured). */
const LONG = 96;

/** Writes the elements from number `from` on, n of them, of a broadcast value to `to` in memory. */
export type Fill = (memory: Float64Array, to: number, data: Float64Array, from: number, n: number) => void;

/** How a value that is broadcast to a shape is read, and after how many elements it repeats itself: Infinity where it does not. */
export interface Pattern {
  readonly fill: Fill;
  readonly period: number;
}

/** Of a value whose elements do not all stand where they are read. */
export function patternOf(own: readonly number[], shape: readonly number[]): Pattern {
  const dims = collapsed(own, shape);
  const [length, stride] = dims[dims.length - 1];
  const offsets = offsetsOf(dims.slice(0, -1));
  const fill: Fill = (memory, to, data, from, n) => {
    let row = Math.floor(from / length);
    let at = from - row * length;
    for (let k = to, end = to + n; k < end; row++, at = 0) {
      const stop = Math.min(end, k + length - at);
      const start = offsets[row % offsets.length];
      if (stop - k >= LONG) {
        if (stride === 0) memory.fill(data[start], k, stop);
        else memory.set(data.subarray(start + at, start + at + stop - k), k);
        k = stop;
      } else if (stride === 0) {
        const value = data[start];
        for (; k < stop; k++) memory[k] = value;
      } else for (let i = start + at; k < stop; k++, i++) memory[k] = data[i];
    }
  };
  // Where leading axes alone are missing, the offsets are those of one period.
  const whole = dims.slice(1).every(([, step]) => step > 0);
  return {
    fill,
    period: dims[0][1] === 0 && whole ? sizeOf(dims.slice(1).map(([count]) => count)) : Number.POSITIVE_INFINITY,
  };
}

/** The axes of a broadcast value as lengths and strides, neighbours joined; those in front that only repeat it are one. */
function collapsed(own: readonly number[], shape: readonly number[]): (readonly [length: number, stride: number])[] {
  const dims: [number, number][] = [];
  let stride = sizeOf(own);
  for (const [axis, length] of shape.entries()) {
    const k = axis - (shape.length - own.length);
    const mine = k < 0 ? 1 : own[k];
    if (mine > 1) stride /= mine;
    if (length === 1) continue;
    const step = mine === 1 ? 0 : stride;
    const last = dims.at(-1);
    if (last !== undefined && (last[1] === step * length || (last[1] === 0 && step === 0))) {
      last[0] *= length;
      last[1] = step;
    } else dims.push([length, step]);
  }
  return dims;
}

/** Where the rows begin. */
function offsetsOf(dims: readonly (readonly [length: number, stride: number])[]): Int32Array {
  let offsets = Int32Array.of(0);
  for (const [d, [length, stride]] of dims.entries()) {
    // All rows are told apart by those behind.
    if (d === 0 && stride === 0) continue;
    const next = new Int32Array(offsets.length * length);
    for (let i = 0, k = 0; i < offsets.length; i++)
      for (let j = 0; j < length; j++) next[k++] = offsets[i] + j * stride;
    offsets = next;
  }
  return offsets;
}
