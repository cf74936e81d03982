// Logarithms. With u = 2ᵏ·m, √½ ≤ m < √2, f = m − 1 and s = f/(2 + f),
//
//     log u = k·ln 2 + f − f²/2 + s·(f²/2 + R(s²))
//
// where R is a minimax polynomial for log((1 + s)/(1 − s))/s − 2. Of the many equal forms this one rounds f exactly (fdlibm).

import { expOf } from "./exponential";
import { constant, nanUnless, quadratic } from "./lanes";

const TABLE: usize = memory.data<f64>([
  0.666666666666667, // 0: R/s²
  0.3999999999989827,
  0.2857142862653362,
  0.22222211043776857,
  0.18182895750119193,
  0.1533150161114533,
  0.1461916613488797,
  1, // 7
  2, // 8
  0.5, // 9
  0.6931471803691238, // 10: ln 2, 32 bits
  1.9082149292705877e-10, // 11: the rest of it
  4503599627371520, // 12: 2⁵² + 1024
  Infinity, // 13
  2.2250738585072014e-308, // 14: the least normal number
  1.4426950407214463, // 15: 1/ln 2, 32 bits
  1.6751713164886512e-10, // 16: the rest of it
  1, // 17: log₂ 2
  0, // 18
  0.4342944818781689, // 19: 1/ln 10, 32 bits
  2.5082946711645275e-11, // 20: the rest of it
  0.30102999566361177, // 21: log₁₀ 2, 42 bits
  3.694239077158931e-13, // 22: the rest of it
]);

const BITS: usize = memory.data<u64>([
  0x3fe6a09e667f3bcd, // 0: √½
  0x00195f619980c433, // 1: 2 less √½, in bits
  0x000fffffffffffff, // 2: the fraction
  0x4330000000000000, // 3: 2⁵²
]);

/** The bits of u with k + 1024 in the place of the exponent; u is positive and normal. */
// @ts-expect-error: decorator
@inline
function shifted(u: v128): v128 {
  return i64x2.add(u, constant(BITS, 1));
}

/** k, as a double. */
// @ts-expect-error: decorator
@inline
export function exponent(u: v128): v128 {
  const biased = v128.or(i64x2.shr_u(shifted(u), 52), constant(BITS, 3));
  return f64x2.sub(biased, constant(TABLE, 12));
}

/** m */
// @ts-expect-error: decorator
@inline
export function mantissa(u: v128): v128 {
  return i64x2.add(v128.and(shifted(u), constant(BITS, 2)), constant(BITS, 0));
}

/** s·(half + R(s²)), where half is f²/2 */
// @ts-expect-error: decorator
@inline
function restOf(f: v128, half: v128): v128 {
  const s = f64x2.div(f, f64x2.add(f, constant(TABLE, 8)));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const tail = f64x2.add(quadratic(z, z2, TABLE, 3), f64x2.mul(f64x2.mul(z, z2), constant(TABLE, 6)));
  const r = f64x2.mul(z, f64x2.add(quadratic(z, z2, TABLE, 0), f64x2.mul(f64x2.mul(z, z2), tail)));
  return f64x2.mul(s, f64x2.add(half, r));
}

/** log u + correction, the latter small. */
// @ts-expect-error: decorator
@inline
function logOf(u: v128, correction: v128): v128 {
  const k = exponent(u);
  const f = f64x2.sub(mantissa(u), constant(TABLE, 7));
  const half = f64x2.mul(constant(TABLE, 9), f64x2.mul(f, f));
  const small = f64x2.add(f64x2.mul(k, constant(TABLE, 11)), correction);
  const rest = f64x2.sub(f64x2.add(restOf(f, half), small), half);
  return f64x2.add(f64x2.add(rest, f), f64x2.mul(k, constant(TABLE, 10)));
}

export function log(x: usize, n: i32): i32 {
  let good = i64x2.splat(-1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const valid = v128.and(f64x2.ge(v, constant(TABLE, 14)), f64x2.lt(v, constant(TABLE, 13)));
    good = v128.and(good, valid);
    v128.store(x, nanUnless(valid, logOf(v, f64x2.splat(0))));
  }
  return i32(!i64x2.all_true(good));
}

/** The upper 21 bits. */
// @ts-expect-error: decorator
@inline
function upper(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xffffffff00000000));
}

/**
 * k·log_b 2 + (log m)·(1/ln b), where log m = h + l is a sum of two, h of 21 bits; the constants of the base b, of 32 bits,
 * stand at `base` of the table: the roundings of the products would else be seen (fdlibm's log10). Exact at powers of 2 for b = 2.
 */
// @ts-expect-error: decorator
@inline
function logTo(base: usize, x: usize, n: i32): i32 {
  let good = i64x2.splat(-1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const k = exponent(v);
    const f = f64x2.sub(mantissa(v), constant(TABLE, 7));
    const half = f64x2.mul(constant(TABLE, 9), f64x2.mul(f, f));
    const rest = restOf(f, half);
    const h = upper(f64x2.sub(f, half));
    const l = f64x2.add(f64x2.sub(f64x2.sub(f, h), half), rest);
    const high = f64x2.mul(h, constant(TABLE, base));
    const low = f64x2.add(
      f64x2.add(f64x2.mul(f64x2.add(l, h), constant(TABLE, base + 1)), f64x2.mul(l, constant(TABLE, base))),
      f64x2.mul(k, constant(TABLE, base + 3)),
    );
    const powers = f64x2.mul(k, constant(TABLE, base + 2));
    const sum = f64x2.add(powers, high);
    const lost = f64x2.add(f64x2.sub(powers, sum), high);
    const valid = v128.and(f64x2.ge(v, constant(TABLE, 14)), f64x2.lt(v, constant(TABLE, 13)));
    good = v128.and(good, valid);
    v128.store(x, nanUnless(valid, f64x2.add(f64x2.add(low, lost), sum)));
  }
  return i32(!i64x2.all_true(good));
}

export function log2(x: usize, n: i32): i32 {
  return logTo(15, x, n);
}

export function log10(x: usize, n: i32): i32 {
  return logTo(19, x, n);
}

/** log(1 + x) = log u + c/u, where u is 1 + x rounded and c what that lost. */
// @ts-expect-error: decorator
@inline
function log1pOf(x: v128): v128 {
  const one = constant(TABLE, 7);
  const u = f64x2.add(one, x);
  const back = f64x2.sub(u, one);
  const c = f64x2.add(f64x2.sub(one, f64x2.sub(u, back)), f64x2.sub(x, back));
  return logOf(u, f64x2.div(c, u));
}

export function log1p(x: usize, n: i32): i32 {
  let good = i64x2.splat(-1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const valid = v128.and(f64x2.gt(v, f64x2.splat(-1)), f64x2.lt(v, constant(TABLE, 13)));
    good = v128.and(good, valid);
    // The sign bit of x on its own for −0, which the sum has lost.
    v128.store(x, nanUnless(valid, v128.or(log1pOf(v), v128.and(v, f64x2.splat(-0.0)))));
  }
  return i32(!i64x2.all_true(good));
}

/** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|) */
export function softplus(x: usize, n: i32): i32 {
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const e = expOf(f64x2.neg(f64x2.abs(v)));
    v128.store(x, f64x2.add(f64x2.pmax(v, f64x2.splat(0)), log1pOf(e)));
  }
  return 0;
}
