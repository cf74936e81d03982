import type { Precision } from "./workload.ts";

/** Relative differences that rounding explains. */
export const tolerances: Readonly<Record<Precision, number>> = {
  f64: 1e-8,
  "f64 with functions of f32": 1e-4,
  f32: 1e-2,
};

/**
 * How far a result is from the reference: the largest difference of two numbers, relative to the largest number.
 *
 * @param compares - how many leading numbers of the reference the result has
 * @returns Infinity for another count of numbers, NaN where one of them is
 */
export function differenceOf(
  reference: ArrayLike<number>,
  result: ArrayLike<number>,
  compares: number = reference.length,
): number {
  if (result.length !== compares) return Number.POSITIVE_INFINITY;
  let largest = 0;
  let difference = 0;
  for (let i = 0; i < compares; i++) {
    largest = Math.max(largest, Math.abs(reference[i]));
    difference = Math.max(difference, Math.abs(reference[i] - result[i]));
  }
  return largest === 0 ? difference : difference / largest;
}
