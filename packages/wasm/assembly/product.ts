// Powers of a number as sums of two doubles, for tables that are computed when a module is instantiated.

/** A power of a number that is multiplied up, e + low. */
export let e: f64 = 1;
export let low: f64 = 0;

/** a·b less its rounded value p, exactly: Dekker's product, with Veltkamp's splitting. */
export function lost(a: f64, b: f64, p: f64): f64 {
  const s = 134217729 * a;
  const t = 134217729 * b;
  const a1 = s - (s - a);
  const b1 = t - (t - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a2 * b2 - (p - a1 * b1 - a2 * b1 - a1 * b2);
}

/** The next power, with the factor as a sum of two. */
export function multiply(factor: f64, factorLow: f64): void {
  const p = e * factor;
  const pLow = lost(e, factor, p) + (e * factorLow + low * factor);
  e = p + pLow;
  low = pLow - (e - p);
}
