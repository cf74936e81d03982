// A table of tanh, computed when the module is instantiated, within microseconds: a bundle would have to carry 10 kB.

import { e, lost, low, multiply } from "./product";

/** 32·19.0625 */
const LAST: i32 = 610;

/** tanh(j/32) as a sum of two doubles. */
export const POINTS: usize = memory.data(16 * (LAST + 1), 16);

// (E − 1)/(E + 1) with E = e^(j/16)
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
