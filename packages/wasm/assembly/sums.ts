// Sums of blocks of doubles, which the caller copies to this memory. Addresses are in bytes, lengths in
// doubles. A *run* is reduced to one number; *rows* are reduced to one row, which starts with what `out` holds.
//
// Sums are pairwise: plain up to 128 terms, in eight partial sums, and by halves above (Higham 2002, §4.2).

const LEAF: i32 = 128;

function sumRun(x: usize, n: i32): f64 {
  if (n > LEAF) {
    const half = n >> 1;
    return sumRun(x, half) + sumRun(x + ((<usize>half) << 3), n - half);
  }
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let at = x;
  for (const end = x + ((<usize>(n & ~7)) << 3); at < end; at += 64) {
    a = f64x2.add(a, v128.load(at));
    b = f64x2.add(b, v128.load(at, 16));
    c = f64x2.add(c, v128.load(at, 32));
    d = f64x2.add(d, v128.load(at, 48));
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  let s = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  for (const end = x + ((<usize>n) << 3); at < end; at += 8) s += load<f64>(at);
  return s;
}

/** out ← the sum of each of `count` runs, one behind the other. */
export function sumRuns(x: usize, count: i32, n: i32, out: usize): void {
  const step = (<usize>n) << 3;
  for (const end = out + ((<usize>count) << 3); out < end; out += 8, x += step) store<f64>(out, sumRun(x, n));
}

/** out ← out + the sum of rows, four at a time. Both are as wide as whole vectors, or a scalar takes the rest. */
export function sumRows(x: usize, rows: i32, width: i32, out: usize): void {
  const step = (<usize>width) << 3;
  let row: i32 = 0;
  for (; row + 4 <= rows; row += 4) {
    let to = out;
    let at = x;
    for (const end = out + ((<usize>(width & ~1)) << 3); to < end; to += 16, at += 16) {
      const two = f64x2.add(v128.load(at), v128.load(at + step));
      const more = f64x2.add(v128.load(at + 2 * step), v128.load(at + 3 * step));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(two, more)));
    }
    if ((width & 1) !== 0) {
      const two = load<f64>(at) + load<f64>(at + step);
      const more = load<f64>(at + 2 * step) + load<f64>(at + 3 * step);
      store<f64>(to, load<f64>(to) + (two + more));
    }
    x += step << 2;
  }
  for (; row < rows; row++, x += step)
    for (let k: usize = 0; k < step; k += 8) store<f64>(out + k, load<f64>(out + k) + load<f64>(x + k));
}
