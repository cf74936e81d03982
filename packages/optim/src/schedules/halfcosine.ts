/** A value between two others along half a cosine; the second one for a fraction of 1 and more. */
export function halfCosine(from: number, to: number, fraction: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(fraction, 1)))) / 2;
}
