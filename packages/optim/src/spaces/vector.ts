/** A point or a gradient in the flat space that the minimizers work in. */
export type Vector = Float64Array;

/** xᵀy */
export function inner(x: Vector, y: Vector): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** ‖x‖₂, also where squares of the entries overflow or vanish. */
export function norm(x: Vector): number {
  const square = inner(x, x);
  if (square > 1e-280 && square < 1e280) return Math.sqrt(square);
  const most = maxAbs(x);
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] / most) ** 2;
  return most * Math.sqrt(sum);
}

/** y ← y + a x */
export function addScaled(y: Vector, a: number, x: Vector): void {
  for (let i = 0; i < y.length; i++) y[i] += a * x[i];
}

/** x - y */
export function difference(x: Vector, y: Vector): Vector {
  const d = x.slice();
  addScaled(d, -1, y);
  return d;
}

/** max |xᵢ|, and NaN if any entry is NaN */
export function maxAbs(x: Vector): number {
  let max = 0;
  for (let i = 0; i < x.length; i++) max = Math.max(max, Math.abs(x[i]));
  return max;
}

/** ‖x - y‖₂, without another array, also where squares overflow or vanish. */
export function distance(x: Vector, y: Vector): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i] - y[i]));
  if (most === 0 || !Number.isFinite(most)) return most;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] - y[i]) / most) ** 2;
  return most * Math.sqrt(sum);
}
