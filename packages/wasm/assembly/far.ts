// Apart from the exponential function, so that a module without it has no table of powers.

import { constant } from "./lanes";

/** Up to here the exponential function is a normal number, on both sides. */
const TABLE: usize = memory.data<f64>([708]);

/** Whether |x| > 708, or NaN, as a mask; among positive doubles the order is that of their bits. */
// @ts-expect-error: decorator
@inline
export function far(x: v128): v128 {
  return i64x2.gt_s(f64x2.abs(x), constant(TABLE, 0));
}
