// Powers of 2, computed when the module is instantiated: a bundle would have to carry them.

import { e, low, multiply } from "./product";

/** The bits of 2^(j/64), less j·2⁴⁶: m·2⁴⁶ added to them gives the bits of 2^(m/64). */
export const POWERS: usize = memory.data(8 * 64, 16);

/** What 2^(j/64) lost when it was rounded, relative to it. */
export const LOST: usize = memory.data(8 * 64, 16);

for (let j: i64 = 0; j < 64; j++) {
  store<i64>(POWERS + 8 * <usize>j, reinterpret<i64>(e) - (j << 46));
  store<f64>(LOST + 8 * <usize>j, low / e);
  multiply(1.0108892860517005, -1.5234778603368577e-17); // 2^(1/64)
}
