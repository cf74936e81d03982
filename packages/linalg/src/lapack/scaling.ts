/*
 * Scaling by powers of two, which loses nothing. Algorithms whose thresholds would otherwise be in units of their own get matrices
 * whose largest entry is about 1.
 */

/** The power of two that a number has: 2ᵉ ≤ |x| < 2ᵉ⁺¹. */
export function exponentOf(x: number): number {
  const size = Math.abs(x);
  // The logarithm may be rounded up.
  const e = Math.floor(Math.log2(size));
  return size < 2 ** e ? e - 1 : e;
}

export function largestEntry(x: Float64Array): number {
  let most = 0;
  for (let at = 0; at < x.length; at++) most = Math.max(most, Math.abs(x[at]));
  return most;
}

/** x ← 2ᵉ x. */
export function scaleBy(x: Float64Array, e: number): void {
  if (e === 0) return;
  // 2ᵉ itself may be out of range; its square root is not.
  const half = 2 ** Math.trunc(e / 2);
  const rest = 2 ** (e - Math.trunc(e / 2));
  for (let at = 0; at < x.length; at++) x[at] = x[at] * half * rest;
}

/** Makes the largest entry of x at least 1 and less than 2, times 2ᵉ, and returns e; 0 for zeros. */
export function intoUnit(x: Float64Array): number {
  const most = largestEntry(x);
  if (most === 0) return 0;
  const e = -exponentOf(most);
  scaleBy(x, e);
  return e;
}
