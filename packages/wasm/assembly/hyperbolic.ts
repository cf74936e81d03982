// eˣ − 1 and tanh x. With m the integer nearest to x/ln 2 and r = x − m·ln 2, |r| ≤ 0.35,
//
//     eʳ = 1 + r + q(r),   q = r·c/(2 − c),   c = r − r²·P(r²)
//
// where P is a minimax polynomial for (r·coth(r/2) − 2)/r², the form of Remez' rational approximation in fdlibm; and
//
//     eˣ − 1 = 2ᵐ·(s + low),   s + low = (1 − 2⁻ᵐ) + r + q
//
// with the first sum as s and its rounding error, because its terms may cancel to a bit. What these parts have in common is
// written more than once below, and computed once: V8 sees equal expressions.

import { far } from "./far";
import { constant, quadratic, ROUNDER } from "./lanes";

const TABLE: usize = memory.data<f64>([
  1.4426950408889634, // 0: 1/ln 2
  ROUNDER,
  0.6931471803691238, // 2: ln 2, 32 bits
  1.9082149292705877e-10, // 3: the rest of it
  0.1666666666666666, // 4: P
  -0.0027777777777561142,
  6.613756469998891e-5,
  -1.6534057515757058e-6,
  4.143646749194716e-8,
  2, // 9
  1, // 10
  -64, // 11: eˣ − 1 is −1 below
  44, // 12: tanh(x/2) is 1 above
]);

const EXPONENT_ONE: i64 = 1023 << 52;
const EXPONENT_TWO: i64 = 2046 << 52;

/** x/ln 2 + 1.5·2⁵², whose low bits are m. */
// @ts-expect-error: decorator
@inline
function rounded(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, constant(TABLE, 0)), constant(TABLE, 1));
}

// @ts-expect-error: decorator
@inline
function q(r: v128): v128 {
  const z = f64x2.mul(r, r);
  const z2 = f64x2.mul(z, z);
  const tail = f64x2.add(constant(TABLE, 7), f64x2.mul(z, constant(TABLE, 8)));
  const p = f64x2.add(quadratic(z, z2, TABLE, 4), f64x2.mul(f64x2.mul(z, z2), tail));
  const c = f64x2.sub(r, f64x2.mul(z, p));
  return f64x2.div(f64x2.mul(r, c), f64x2.sub(constant(TABLE, 9), c));
}

/** 2⁻ᵐ */
// @ts-expect-error: decorator
@inline
function shrink(x: v128): v128 {
  return i64x2.sub(i64x2.splat(EXPONENT_ONE), i64x2.shl(rounded(x), 52));
}

/** What of x is left beside m·ln 2, as a difference of two. */
// @ts-expect-error: decorator
@inline
function highPart(x: v128): v128 {
  return f64x2.sub(x, f64x2.mul(f64x2.sub(rounded(x), constant(TABLE, 1)), constant(TABLE, 2)));
}

// @ts-expect-error: decorator
@inline
function lowPart(x: v128): v128 {
  return f64x2.mul(f64x2.sub(rounded(x), constant(TABLE, 1)), constant(TABLE, 3));
}

/** s */
// @ts-expect-error: decorator
@inline
function expm1High(x: v128): v128 {
  return f64x2.add(f64x2.sub(constant(TABLE, 10), shrink(x)), f64x2.sub(highPart(x), lowPart(x)));
}

/** low */
// @ts-expect-error: decorator
@inline
function expm1Low(x: v128, s: v128): v128 {
  const c = f64x2.sub(constant(TABLE, 10), shrink(x));
  const r = f64x2.sub(highPart(x), lowPart(x));
  const back = f64x2.sub(s, c);
  const error = f64x2.add(f64x2.sub(c, f64x2.sub(s, back)), f64x2.sub(r, back));
  return f64x2.add(error, f64x2.add(q(r), f64x2.sub(f64x2.sub(highPart(x), r), lowPart(x))));
}

export function expm1(x: usize, n: i32): i32 {
  let bad = i64x2.splat(0);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const given = v128.load(x);
    const v = f64x2.pmax(given, constant(TABLE, 11));
    const s = expm1High(v);
    const grow = i64x2.sub(i64x2.splat(EXPONENT_TWO), shrink(v));
    const y = f64x2.mul(f64x2.add(s, expm1Low(v, s)), grow);
    const outside = far(v);
    bad = v128.or(bad, outside);
    // The sign bit of x on its own for −0, which the sums have lost.
    v128.store(x, v128.or(v128.or(y, v128.and(given, f64x2.splat(-0.0))), outside));
  }
  return i32(v128.any_true(bad));
}
