// Sine and cosine up to |x| < 2²⁰·π/2. With n the integer nearest to x/(π/2), x − n·π/2 is taken in three steps, each part of
// π/2 so short that its product with n is exact (Cody and Waite 1980), as a sum y₀ + y₁ of doubles. Then
//
//     sin(y₀ + y₁) = y₀ + (y₀·z·S(z) + y₁·(1 − z/2)),   z = y₀²
//     cos(y₀ + y₁) = 1 − z/2 + (z²·C(z) − y₀·y₁)
//
// with minimax polynomials S and C, and n mod 4 says which of the two is wanted and with which sign.

import { constant, nanUnless, quadratic, ROUNDER } from "./lanes";

const TABLE: usize = memory.data<f64>([
  0.6366197723675814, // 0: 2/π
  ROUNDER,
  1.5707963267341256, // 2: π/2 in parts of 33 bits
  6.077100506303966e-11,
  2.0222662487111665e-21,
  8.4784276603689e-32, // 5
  -0.16666666666666666, // 6: S
  0.008333333333330936,
  -0.00019841269836740527,
  2.7557316093196066e-6,
  -2.5051129895962807e-8,
  1.5917988944318716e-10,
  0.041666666666666664, // 12: C
  -0.0013888888888887389,
  2.48015872987544e-5,
  -2.7557317265876615e-7,
  2.087614504910828e-9,
  -1.1382544623404291e-11,
  0.5, // 18
  1, // 19
  1647099, // 20: 2²⁰·π/2
]);

// @ts-expect-error: decorator
@inline
function polynomial(z: v128, z2: v128, i: usize): v128 {
  return f64x2.add(quadratic(z, z2, TABLE, i), f64x2.mul(f64x2.mul(z, z2), quadratic(z, z2, TABLE, i + 3)));
}

/** The sine or cosine, by its quadrant, with its sign. */
// @ts-expect-error: decorator
@inline
function turned(sin: v128, cos: v128, quadrant: v128): v128 {
  const plain = i64x2.eq(v128.and(quadrant, i64x2.splat(1)), i64x2.splat(0));
  const sign = i64x2.shl(i64x2.shr_u(quadrant, 1), 63);
  return v128.xor(v128.bitselect(sin, cos, plain), sign);
}

/** sin(x + quarters·π/2): the cosine with one quarter. Where y is not 0, that of one quarter more goes to the block y. */
export function sine(x: usize, n: i32, quarters: i32, y: usize): i32 {
  const turn = i64x2.splat(quarters);
  let good = i64x2.splat(-1);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const v = v128.load(x);
    const valid = f64x2.lt(f64x2.abs(v), constant(TABLE, 20));
    good = v128.and(good, valid);

    const t = f64x2.add(f64x2.mul(v, constant(TABLE, 0)), constant(TABLE, 1));
    const m = f64x2.sub(t, constant(TABLE, 1));
    const first = f64x2.sub(v, f64x2.mul(m, constant(TABLE, 2)));
    const p2 = f64x2.mul(m, constant(TABLE, 3));
    const second = f64x2.sub(first, p2);
    const lost2 = f64x2.sub(f64x2.sub(first, second), p2);
    const p3 = f64x2.mul(m, constant(TABLE, 4));
    const third = f64x2.sub(second, p3);
    const lost3 = f64x2.sub(f64x2.sub(second, third), p3);
    const rest = f64x2.sub(f64x2.mul(m, constant(TABLE, 5)), f64x2.add(lost2, lost3));
    const y0 = f64x2.sub(third, rest);
    const y1 = f64x2.sub(f64x2.sub(third, y0), rest);

    const z = f64x2.mul(y0, y0);
    const z2 = f64x2.mul(z, z);
    const half = f64x2.mul(z, constant(TABLE, 18));
    const one = constant(TABLE, 19);
    const odd = f64x2.mul(f64x2.mul(y0, z), polynomial(z, z2, 6));
    // Subtracted, so that −0 stays.
    const sin = f64x2.sub(y0, f64x2.sub(f64x2.sub(f64x2.mul(half, y1), y1), odd));
    const w = f64x2.sub(one, half);
    const even = f64x2.sub(f64x2.mul(z2, polynomial(z, z2, 12)), f64x2.mul(y0, y1));
    const cos = f64x2.add(w, f64x2.add(f64x2.sub(f64x2.sub(one, w), half), even));

    const quadrant = i64x2.add(t, turn);
    v128.store(x, nanUnless(valid, turned(sin, cos, quadrant)));
    if (y !== 0) {
      v128.store(y, nanUnless(valid, turned(sin, cos, i64x2.add(quadrant, i64x2.splat(1)))));
      y += 16;
    }
  }
  return i32(!i64x2.all_true(good));
}
