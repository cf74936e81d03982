// x to the power y as e^(y·log x), for |x| and |xʸ| normal numbers. The error of y·log x appears in the result multiplied by
// up to 708, so the logarithm is computed as a sum of two doubles, the first of 26 bits: products of two such are exact.
//
//     log|x| = k·ln 2 + 2 artanh s,   s = f/(2 + f),   artanh s = s/3·(3 + s² + 3 s⁴·W(s²))
//
// The splitting is that of fdlibm's pow; W is a minimax polynomial for (artanh(s)/s − 1 − s²/3)/s⁴.

import { expNear } from "./exponential";
import { far } from "./far";
import { constant, nanUnless, quadratic } from "./lanes";
import { exponent, mantissa } from "./logarithm";

const TABLE: usize = memory.data<f64>([
  0.6, // 0: 3 W
  0.42857142857144065,
  0.3333333333247392,
  0.2727272750533399,
  0.23076892204158003,
  0.20002220060530518,
  0.17559006192025226,
  0.1758840680471312,
  1, // 8
  3, // 9
  0.6666666567325592, // 10: 2/3, 26 bits
  9.934107462565104e-9, // 11: the rest of it
  0.6931471803691238, // 12: ln 2, 32 bits
  1.9082149292705877e-10, // 13: the rest of it
  0.5, // 14
  2.2250738585072014e-308, // 15: the least normal number
  Infinity, // 16
]);

/** The upper 26 bits. */
// @ts-expect-error: decorator
@inline
function upper(x: v128): v128 {
  return v128.and(x, i64x2.splat(0xfffffffff8000000));
}

export function pow(x: usize, y: usize, n: i32): i32 {
  let good = i64x2.splat(-1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16, y += 16) {
    const base = v128.load(x);
    const power = v128.load(y);
    const a = f64x2.abs(base);
    const m = mantissa(a);
    const k = exponent(a);

    // s = s1 + s2
    const one = constant(TABLE, 8);
    const f = f64x2.sub(m, one);
    const d = f64x2.add(m, one);
    const inverse = f64x2.div(one, d);
    const d1 = upper(d);
    const d2 = f64x2.add(f64x2.sub(d, d1), f64x2.sub(m, f64x2.sub(d, one)));
    const s = f64x2.mul(f, inverse);
    const s1 = upper(s);
    const remainder = f64x2.sub(f64x2.sub(f, f64x2.mul(s1, d1)), f64x2.mul(s1, d2));
    const s2 = f64x2.mul(remainder, inverse);

    // g = 3 + s² + 3 s⁴·W, and v = s·g
    const square = f64x2.mul(s1, s1);
    const squareLow = f64x2.mul(s2, f64x2.add(s1, f64x2.add(s1, s2)));
    const z = f64x2.add(square, squareLow);
    const z2 = f64x2.mul(z, z);
    const z3 = f64x2.mul(z, z2);
    const last = f64x2.add(constant(TABLE, 6), f64x2.mul(z, constant(TABLE, 7)));
    const w = f64x2.add(
      quadratic(z, z2, TABLE, 0),
      f64x2.mul(z3, f64x2.add(quadratic(z, z2, TABLE, 3), f64x2.mul(z3, last))),
    );
    const gRest = f64x2.add(squareLow, f64x2.mul(z2, w));
    const three = constant(TABLE, 9);
    const g1 = upper(f64x2.add(f64x2.add(three, square), gRest));
    const g2 = f64x2.sub(gRest, f64x2.sub(f64x2.sub(g1, three), square));
    const product = f64x2.mul(s1, g1);
    const productLow = f64x2.add(f64x2.mul(s2, g1), f64x2.mul(s, g2));
    const v1 = upper(f64x2.add(product, productLow));
    const v2 = f64x2.sub(productLow, f64x2.sub(v1, product));

    // log|x| = l1 + l2
    const thirds = constant(TABLE, 10);
    const h = f64x2.mul(thirds, v1);
    const hLow = f64x2.add(
      f64x2.add(f64x2.mul(thirds, v2), f64x2.mul(constant(TABLE, 11), f64x2.add(v1, v2))),
      f64x2.mul(k, constant(TABLE, 13)),
    );
    const kLn2 = f64x2.mul(k, constant(TABLE, 12));
    const l1 = upper(f64x2.add(f64x2.add(h, hLow), kLn2));
    const l2 = f64x2.sub(hLow, f64x2.sub(f64x2.sub(l1, kLn2), h));

    // y·log|x|
    const y1 = upper(power);
    const top = f64x2.mul(y1, l1);
    const rest = f64x2.add(f64x2.mul(f64x2.sub(power, y1), l1), f64x2.mul(power, l2));
    const sum = f64x2.add(top, rest);
    const low = f64x2.sub(rest, f64x2.sub(sum, top));
    const result = expNear(sum, low);

    // A negative base: with an odd exponent the result is negative, with a broken one it is NaN.
    const half = f64x2.mul(power, constant(TABLE, 14));
    const odd = f64x2.ne(f64x2.nearest(half), half);
    const whole = f64x2.eq(f64x2.nearest(power), power);
    const sign = v128.and(v128.and(base, odd), f64x2.splat(-0.0));
    const normal = v128.and(f64x2.ge(a, constant(TABLE, 15)), f64x2.lt(a, constant(TABLE, 16)));
    const allowed = v128.or(whole, f64x2.ge(base, f64x2.splat(0)));
    const valid = v128.andnot(v128.and(normal, allowed), far(sum));
    good = v128.and(good, valid);
    v128.store(x, nanUnless(valid, v128.xor(result, sign)));
  }
  return i32(!i64x2.all_true(good));
}
