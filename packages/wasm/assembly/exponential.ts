// eˣ by a table, and what follows from it. With m the integer nearest to x·64/ln 2, j = m mod 64 and r = x − m·(ln 2)/64,
//
//     eˣ = 2^((m − j)/64)·2^(j/64)·(1 + r + r²·P(r)),   |r| ≤ 0.0055
//
// where P is a minimax polynomial (Tang, "Table-driven implementation of the exponential function in IEEE floating-point
// arithmetic", ACM TOMS 15, 1989). Without a table the polynomial is so long that its latency, not its operations, is the cost.

import { far } from "./far";
import { constant, quadratic, ROUNDER } from "./lanes";
import { LOST, POWERS } from "./powertable";

const TABLE: usize = memory.data<f64>([
  92.33248261689366, // 0: 64/ln 2
  ROUNDER,
  0.010830424695086549, // 2: (ln 2)/64, 33 bits
  1.162596423439437e-12, // 3: the rest of it
  0.4999999999998495, // 4: P
  0.16666666666664517,
  0.04166670755826905,
  0.008333339174990219,
  -746, // 8: eˣ is 0 below, ∞ above
  710, // 9
  1, // 10: where it serves
  64, // 11
  0.015625, // 12: 1/64
  0.6931471805599453, // 13: ln 2
  1021, // 14: as 708, for 2ˣ
  0.16666666666666666, // 15: (sinh x − x)/x³, from here on
  0.008333333333333299,
  0.00019841269841324471,
  2.7557319191250885e-6,
  2.50521177239532e-8,
  1.6057676882739475e-10,
  7.746278224810715e-13,
]);

const SHIFT: i64 = 512 << 52;
const DOWN: f64 = 7.458340731200207e-155; // 2⁻⁵¹²
const UP: f64 = 1.3407807929942597e154; // 2⁵¹²

/** Where 2^(j/64) stands, for one lane. */
// @ts-expect-error: decorator
@inline
function power(m: i64): usize {
  return POWERS + 8 * ((<usize>m) & 63);
}

/** 2^(m/64), where m stands in the low bits of t. */
// @ts-expect-error: decorator
@inline
function scaleOf(t: v128): v128 {
  const first = v128.load64_zero(power(i64x2.extract_lane(t, 0)));
  return i64x2.add(v128.load64_lane(power(i64x2.extract_lane(t, 1)), first, 1), i64x2.shl(t, 46));
}

// @ts-expect-error: decorator
@inline
function lostOf(t: v128): v128 {
  const first = v128.load64_zero(power(i64x2.extract_lane(t, 0)) + (LOST - POWERS));
  return v128.load64_lane(power(i64x2.extract_lane(t, 1)) + (LOST - POWERS), first, 1);
}

/** x·64/ln 2 + 1.5·2⁵², whose low bits are m. */
// @ts-expect-error: decorator
@inline
function rounded(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, constant(TABLE, 0)), constant(TABLE, 1));
}

/** r */
// @ts-expect-error: decorator
@inline
function remaining(x: v128, t: v128): v128 {
  const m = f64x2.sub(t, constant(TABLE, 1));
  const high = f64x2.sub(x, f64x2.mul(m, constant(TABLE, 2)));
  return f64x2.sub(high, f64x2.mul(m, constant(TABLE, 3)));
}

/** eʳ − 1 for |r| ≤ 0.0055. */
// @ts-expect-error: decorator
@inline
function remainderOf(r: v128): v128 {
  const p1 = f64x2.add(constant(TABLE, 4), f64x2.mul(r, constant(TABLE, 5)));
  const p2 = f64x2.add(constant(TABLE, 6), f64x2.mul(r, constant(TABLE, 7)));
  const r2 = f64x2.mul(r, r);
  return f64x2.add(r, f64x2.mul(r2, f64x2.add(p1, f64x2.mul(r2, p2))));
}

/** e^(x + low)·2^(shift/2⁵²), where `low` is small and the shift, if any, is added to the exponent. */
// @ts-expect-error: decorator
@inline
function shifted(x: v128, low: v128, shifts: bool, shift: v128): v128 {
  const t = rounded(x);
  const p = remainderOf(f64x2.add(remaining(x, t), low));
  let scale = scaleOf(t);
  if (shifts) scale = i64x2.add(scale, shift);
  return f64x2.add(scale, f64x2.mul(scale, p));
}

/** e^(x + low) where |x| ≤ 708 and `low` is small. */
// @ts-expect-error: decorator
@inline
export function expNear(x: v128, low: v128): v128 {
  return shifted(x, low, false, low);
}

/** eˣ everywhere: away from the ends by a factor of 2⁵¹², so that there is one rounding to a subnormal number. */
function expFar(x: v128): v128 {
  const v = f64x2.pmin(f64x2.pmax(x, constant(TABLE, 8)), constant(TABLE, 9));
  const zero = f64x2.splat(0);
  const small = f64x2.lt(v, zero);
  const shift = v128.bitselect(i64x2.splat(SHIFT), i64x2.splat(-SHIFT), small);
  return f64x2.mul(shifted(v, zero, true, shift), v128.bitselect(f64x2.splat(DOWN), f64x2.splat(UP), small));
}

// @ts-expect-error: decorator
@inline
export function expOf(x: v128): v128 {
  return v128.any_true(far(x)) ? expFar(x) : expNear(x, f64x2.splat(0));
}

/**
 * Two vectors at a time, step by step, so that the processor works on one while it waits for the other; constants are in registers.
 * A sixth less time than by one vector.
 */
export function exp(x: usize, n: i32): i32 {
  const end = x + ((<usize>n) << 3);
  const steps = constant(TABLE, 0);
  const rounder = constant(TABLE, 1);
  const high = constant(TABLE, 2);
  const low = constant(TABLE, 3);
  const c2 = constant(TABLE, 4);
  const c3 = constant(TABLE, 5);
  const c4 = constant(TABLE, 6);
  const c5 = constant(TABLE, 7);
  for (; x + 32 <= end; x += 32) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    if (v128.any_true(v128.or(far(a), far(b)))) {
      v128.store(x, expOf(a));
      v128.store(x, expOf(b), 16);
      continue;
    }
    const ta = f64x2.add(f64x2.mul(a, steps), rounder);
    const tb = f64x2.add(f64x2.mul(b, steps), rounder);
    const ma = f64x2.sub(ta, rounder);
    const mb = f64x2.sub(tb, rounder);
    const ra = f64x2.sub(f64x2.sub(a, f64x2.mul(ma, high)), f64x2.mul(ma, low));
    const rb = f64x2.sub(f64x2.sub(b, f64x2.mul(mb, high)), f64x2.mul(mb, low));
    const qa = f64x2.mul(ra, ra);
    const qb = f64x2.mul(rb, rb);
    const la = f64x2.add(c2, f64x2.mul(ra, c3));
    const lb = f64x2.add(c2, f64x2.mul(rb, c3));
    const ha = f64x2.add(c4, f64x2.mul(ra, c5));
    const hb = f64x2.add(c4, f64x2.mul(rb, c5));
    const pa = f64x2.add(ra, f64x2.mul(qa, f64x2.add(la, f64x2.mul(qa, ha))));
    const pb = f64x2.add(rb, f64x2.mul(qb, f64x2.add(lb, f64x2.mul(qb, hb))));
    const sa = scaleOf(ta);
    const sb = scaleOf(tb);
    v128.store(x, f64x2.add(sa, f64x2.mul(sa, pa)));
    v128.store(x, f64x2.add(sb, f64x2.mul(sb, pb)), 16);
  }
  for (; x < end; x += 16) v128.store(x, expOf(v128.load(x)));
  return 0;
}

/** (e^|x| + e^−|x|)/2 */
export function cosh(x: usize, n: i32): i32 {
  const half = f64x2.splat(0.5);
  let bad = i64x2.splat(0);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const a = f64x2.abs(v128.load(x));
    const e = expNear(a, f64x2.splat(0));
    const outside = far(a);
    bad = v128.or(bad, outside);
    v128.store(x, v128.or(f64x2.add(f64x2.mul(half, e), f64x2.div(half, e)), outside));
  }
  return i32(v128.any_true(bad));
}

/** 1/(1 + e⁻ˣ), or eˣ/(1 + eˣ) for negative x: e^−|x| does not overflow. */
export function sigmoid(x: usize, n: i32): i32 {
  const one = f64x2.splat(1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const e = expOf(f64x2.neg(f64x2.abs(v)));
    const top = v128.bitselect(e, one, f64x2.lt(v, f64x2.splat(0)));
    v128.store(x, f64x2.div(top, f64x2.add(one, e)));
  }
  return 0;
}

/** 2ˣ: nothing is lost of x − m/64, and powers of whole numbers are exact. */
export function exp2(x: usize, n: i32): i32 {
  let bad = i64x2.splat(0);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const t = f64x2.add(f64x2.mul(v, constant(TABLE, 11)), constant(TABLE, 1));
    const m = f64x2.sub(t, constant(TABLE, 1));
    const r = f64x2.mul(f64x2.sub(v, f64x2.mul(m, constant(TABLE, 12))), constant(TABLE, 13));
    const scale = scaleOf(t);
    const outside = i64x2.gt_s(f64x2.abs(v), constant(TABLE, 14));
    bad = v128.or(bad, outside);
    v128.store(x, v128.or(f64x2.add(scale, f64x2.mul(scale, remainderOf(r))), outside));
  }
  return i32(v128.any_true(bad));
}

/**
 * (e^|x| − e^−|x|)/2 with the sign of x; for |x| ≤ 1, where that would cancel, x + x³·P(x²) with a minimax polynomial P. The
 * larger power is a sum of two, or its rounding would count double just below the powers of 2.
 */
export function sinh(x: usize, n: i32): i32 {
  let bad = i64x2.splat(0);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const a = f64x2.abs(v);
    const t = rounded(a);
    const scale = scaleOf(t);
    const grown = f64x2.mul(scale, f64x2.add(remainderOf(remaining(a, t)), lostOf(t)));
    const inverse = f64x2.div(constant(TABLE, 10), f64x2.add(scale, grown));
    const large = f64x2.mul(f64x2.splat(0.5), f64x2.add(scale, f64x2.sub(grown, inverse)));
    const z = f64x2.mul(a, a);
    const z2 = f64x2.mul(z, z);
    const z3 = f64x2.mul(z, z2);
    const last = f64x2.add(quadratic(z, z2, TABLE, 18), f64x2.mul(z3, constant(TABLE, 21)));
    const p = f64x2.add(quadratic(z, z2, TABLE, 15), f64x2.mul(z3, last));
    const small = f64x2.add(a, f64x2.mul(f64x2.mul(a, z), p));
    const y = v128.bitselect(large, small, f64x2.gt(a, constant(TABLE, 10)));
    const outside = far(a);
    bad = v128.or(bad, outside);
    v128.store(x, v128.or(v128.or(y, v128.xor(v, a)), outside));
  }
  return i32(v128.any_true(bad));
}
