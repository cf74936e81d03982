/** More digits than this are not in a double. */
const held = 15;

/**
 * How to write values so that differences of `resolution` show, with so many significant digits of it: with the decimals
 * that takes, or as a power of ten where those would be mostly zeros.
 */
export function decimalsFor(resolution: number, values: Iterable<number>, digits: number): (value: number) => string {
  const largest = Math.max(...Array.from(values, Math.abs));
  const finest = Math.floor(Math.log10(Math.max(resolution, largest * 10 ** (digits - held), Number.MIN_VALUE)));
  const decimals = digits - 1 - finest;
  const leading = Math.floor(Math.log10(Math.max(largest, Number.MIN_VALUE)));
  if (leading < -4 || leading >= held) {
    return (value) => value.toExponential(Math.max(0, Math.min(held - 1, leading - finest + digits - 1)));
  }
  return (value) => value.toFixed(Math.max(0, decimals));
}
