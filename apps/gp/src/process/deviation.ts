/** From the least to the greatest. */
export function extentOf(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

/** The standard deviation. The extent is divided out, for its square may overflow where it does not. */
export function deviationOf(values: Float64Array): number {
  const extent = extentOf(values);
  const first = values[0];
  const shifted = values.map((value) => (value - first) / extent);
  const mean = shifted.reduce((a, b) => a + b) / values.length;
  return extent * Math.sqrt(shifted.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length);
}

/** The average, from the first value, so that neither sum nor rounding exceeds what the values have. */
export function meanOf(values: Float64Array): number {
  const first = values[0];
  return first + values.reduce((total, value) => total + (value - first) / values.length, 0);
}
