// tanh x by a table. With x > 0, j the integer nearest to 32·x, T = tanh(j/32), d = x − j/32 and u = tanh d,
//
//     tanh x = T + u·(1 − T²)/(1 + T·u),   |d| ≤ 1/64
//
// where u = d + d³·Q(d²) with a minimax polynomial Q. The second term is so much smaller than T that its roundings hardly count;
// below 7/64, where it would not be, j is 0. One division, and no long chain of steps that wait for each other.

import { constant, ROUNDER } from "./lanes";
import { POINTS } from "./tangenttable";

const TABLE: usize = memory.data<f64>([
  -0.33333333333333165, // 0: Q
  0.1333333333262062,
  -0.05396824920442543,
  0.021868373386649792,
  -0.008756540101444532,
  32, // 5
  0.03125, // 6
  ROUNDER,
  3, // 8: j is 0 up to here
  19.0625, // 9: tanh x is 1 from here on
  1, // 10
  -0, // 11
]);

/** Both parts of T, where j stands in the low bits. */
// @ts-expect-error: decorator
@inline
function point(j: i64): v128 {
  return v128.load(POINTS + 16 * ((<usize>j) & 1023));
}

export function tanh(x: usize, n: i32): i32 {
  const scale = constant(TABLE, 5);
  const rounder = constant(TABLE, 7);
  const one = constant(TABLE, 10);
  const signs = constant(TABLE, 11);
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) {
    const given = v128.load(x);
    const sign = v128.and(given, signs);
    const v = f64x2.pmin(v128.xor(given, sign), constant(TABLE, 9));
    const rounded = f64x2.add(f64x2.mul(v, scale), rounder);
    const all = f64x2.sub(rounded, rounder);
    const beyond = f64x2.gt(all, constant(TABLE, 8));
    const j = v128.and(rounded, beyond);
    const d = f64x2.sub(v, f64x2.mul(v128.and(all, beyond), constant(TABLE, 6)));
    const z = f64x2.mul(d, d);
    const z2 = f64x2.mul(z, z);
    const q0 = f64x2.add(constant(TABLE, 0), f64x2.mul(z, constant(TABLE, 1)));
    const q2 = f64x2.add(constant(TABLE, 2), f64x2.mul(z, constant(TABLE, 3)));
    const q = f64x2.add(q0, f64x2.mul(z2, f64x2.add(q2, f64x2.mul(z2, constant(TABLE, 4)))));
    const u = f64x2.add(d, f64x2.mul(f64x2.mul(d, z), q));
    const p0 = point(i64x2.extract_lane(j, 0));
    const p1 = point(i64x2.extract_lane(j, 1));
    const t = i64x2.shuffle(p0, p1, 0, 2);
    const low = i64x2.shuffle(p0, p1, 1, 3);
    const top = f64x2.mul(u, f64x2.sub(one, f64x2.mul(t, t)));
    const rest = f64x2.div(top, f64x2.add(one, f64x2.mul(t, u)));
    v128.store(x, v128.or(f64x2.add(t, f64x2.add(low, rest)), sign));
  }
  return 0;
}
