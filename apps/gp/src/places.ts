/** A curve through fewer places than this shows its corners. */
const smooth = 500;

/** The ten years after `last`, month by month; x is in years. */
export function tenYearsAfter(last: number): Float64Array {
  return Float64Array.from({ length: 120 }, (_, month) => last + (month + 1) / 12);
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
