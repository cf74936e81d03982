// Choices between numbers and rounding, without branches: what random data makes of a branch costs ten times as much.

/** x ← max(x, y); NaN if one is. */
export function maximum(x: usize, y: usize, n: i32): i32 {
  for (const end = x + ((<usize>n) << 3); x < end; x += 16, y += 16)
    v128.store(x, f64x2.max(v128.load(x), v128.load(y)));
  return 0;
}

/** x ← min(x, y); NaN if one is. */
export function minimum(x: usize, y: usize, n: i32): i32 {
  for (const end = x + ((<usize>n) << 3); x < end; x += 16, y += 16)
    v128.store(x, f64x2.min(v128.load(x), v128.load(y)));
  return 0;
}

/** x ← the nearest integer, of two equally near ones the even one */
export function round(x: usize, n: i32): i32 {
  for (const end = x + ((<usize>n) << 3); x < end; x += 16) v128.store(x, f64x2.nearest(v128.load(x)));
  return 0;
}
