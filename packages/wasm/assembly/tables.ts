// Tables of powers and of tanh, as sums of two doubles. They are computed when the module is instantiated, within microseconds: a
// bundle would have to carry 11 kB.

/** 32·19.0625 */
const LAST: i32 = 610;

/** The bits of 2^(j/64), less j·2⁴⁶: m·2⁴⁶ added to them gives the bits of 2^(m/64). */
export const POWERS: usize = memory.data(8 * 64, 16);

/** What 2^(j/64) lost when it was rounded, relative to it. */
export const LOST: usize = memory.data(8 * 64, 16);

/** tanh(j/32) as a sum of two doubles. */
export const POINTS: usize = memory.data(16 * (LAST + 1), 16);

/** A power of a number that is multiplied up, e + low. */
let e: f64 = 1;
let low: f64 = 0;

/** a·b less its rounded value p, exactly: Dekker's product, with Veltkamp's splitting. */
function lost(a: f64, b: f64, p: f64): f64 {
  const s = 134217729 * a;
  const t = 134217729 * b;
  const a1 = s - (s - a);
  const b1 = t - (t - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a2 * b2 - (p - a1 * b1 - a2 * b1 - a1 * b2);
}

/** The next power, with the factor as a sum of two. */
function multiply(factor: f64, factorLow: f64): void {
  const p = e * factor;
  const pLow = lost(e, factor, p) + (e * factorLow + low * factor);
  e = p + pLow;
  low = pLow - (e - p);
}

for (let j: i64 = 0; j < 64; j++) {
  store<i64>(POWERS + 8 * <usize>j, reinterpret<i64>(e) - (j << 46));
  store<f64>(LOST + 8 * <usize>j, low / e);
  multiply(1.0108892860517005, -1.5234778603368577e-17); // 2^(1/64)
}

// (E − 1)/(E + 1) with E = e^(j/16)
e = 1;
low = 0;
for (let j: i32 = 0; j <= LAST; j++) {
  const n = e - 1;
  const d = e + 1;
  const q = n / d;
  const p = q * d;
  const nLow = -1 - (n - e) + low;
  const dLow = 1 - (d - e) + low;
  const rest = (n - p - lost(q, d, p) + nLow - q * dLow) / d;
  const t = q + rest;
  store<f64>(POINTS + 16 * <usize>j, t);
  store<f64>(POINTS + 16 * <usize>j, rest - (t - q), 8);
  multiply(1.0644944589178593, 1.0872888143211957e-16); // e^(1/16)
}
