/** A point or a gradient in the flat space that the minimizers work in. */
export type Vector = Float64Array;

/** xᵀy */
export function inner(x: Vector, y: Vector): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** y ← y + a x */
export function addScaled(y: Vector, a: number, x: Vector): void {
  for (let i = 0; i < y.length; i++) y[i] += a * x[i];
}

/** max |xᵢ|, and NaN if any entry is NaN */
export function maxAbs(x: Vector): number {
  let max = 0;
  for (let i = 0; i < x.length; i++) max = Math.max(max, Math.abs(x[i]));
  return max;
}
