/** A curve through fewer places than this shows its corners. */
const smooth = 500;

/** A forecast has so many steps: months, for ten years. */
const steps = 120;

/** Places after the last of an ascending x, in even steps up to `horizon` beyond it: without one, a sixth of the record. */
export function placesAfter(x: Float64Array, horizon?: number): Float64Array {
  const last = x[x.length - 1];
  const perUnit = steps / (horizon ?? (last - x[0]) / 6);
  return Float64Array.from({ length: steps }, (_, step) => last + (step + 1) / perUnit);
}

/** The places themselves, and where they are few, others evenly between neighbours, for a smooth curve through all. */
export function curveThrough(x: Float64Array): Float64Array {
  const parts = Math.ceil(smooth / x.length);
  return Float64Array.from({ length: (x.length - 1) * parts + 1 }, (_, k) => {
    const i = Math.floor(k / parts);
    const share = (k % parts) / parts;
    return share === 0 ? x[i] : x[i] + share * (x[i + 1] - x[i]);
  });
}
