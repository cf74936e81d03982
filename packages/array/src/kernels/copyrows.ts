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
  const whole = apart === length || rows === 1;
  const [times, size] = whole ? [1, rows * length] : [rows, length];
  for (let i = 0, from = offset, to = at; i < times; i++, from += apart, to += size)
    memory.set(size === a.length ? a : a.subarray(from, from + size), to);
}
