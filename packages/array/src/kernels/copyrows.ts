// A call costs as much as so many steps of a loop.
const LONG = 24;

/** Copies rows of so many numbers into memory, without gaps. */
export function copyRows(
  memory: Float64Array,
  at: number,
  rows: number,
  length: number,
  a: Float64Array,
  offset: number,
  apart: number,
): void {
  const [times, size] = apart === length ? [1, rows * length] : [rows, length];
  for (let i = 0, from = offset, to = at; i < times; i++, from += apart, to += size)
    copyNumbers(a, from, memory, to, size);
}

/** Copies numbers that lie one behind the other. */
export function copyNumbers(from: Float64Array, at: number, into: Float64Array, to: number, length: number): void {
  if (length > LONG) into.set(length === from.length ? from : from.subarray(at, at + length), to);
  else for (let i = 0; i < length; i++) into[to + i] = from[at + i];
}
