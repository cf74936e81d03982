// Products of a matrix and a vector. Rows of the matrix are contiguous and `row` bytes apart. Each sum goes on from what stands in `out`,
// and is added up in one order, however many of them run beside each other.

/** out[i] ← out[i] + Σ_p a[i, p]·x[p] for rows of n numbers, each sum from the first term to the last; `rows` is a multiple of 8. */
export function addDots(rows: i32, n: i32, a: usize, row: usize, x: usize, out: usize): void {
  for (let i: i32 = 0; i < rows; i += 8, a += row << 3, out += 64) dotsOfEight(n, a, row, x, out);
}

/** A vector holds the sums of two rows: two numbers of each are read together, and change places. */
// @ts-expect-error: decorator
@inline
function dotsOfEight(n: i32, a0: usize, row: usize, x: usize, out: usize): void {
  let a1 = a0 + row;
  let a2 = a1 + row;
  let a3 = a2 + row;
  let a4 = a3 + row;
  let a5 = a4 + row;
  let a6 = a5 + row;
  let a7 = a6 + row;
  let s0 = v128.load(out);
  let s1 = v128.load(out, 16);
  let s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48);
  const even = x + ((<usize>(n & ~1)) << 3);
  while (x < even) {
    const x0 = v128.load_splat<f64>(x);
    const x1 = v128.load_splat<f64>(x, 8);
    let u = v128.load(a0);
    let v = v128.load(a1);
    s0 = f64x2.add(s0, f64x2.mul(x0, v128.shuffle<f64>(u, v, 0, 2)));
    s0 = f64x2.add(s0, f64x2.mul(x1, v128.shuffle<f64>(u, v, 1, 3)));
    u = v128.load(a2);
    v = v128.load(a3);
    s1 = f64x2.add(s1, f64x2.mul(x0, v128.shuffle<f64>(u, v, 0, 2)));
    s1 = f64x2.add(s1, f64x2.mul(x1, v128.shuffle<f64>(u, v, 1, 3)));
    u = v128.load(a4);
    v = v128.load(a5);
    s2 = f64x2.add(s2, f64x2.mul(x0, v128.shuffle<f64>(u, v, 0, 2)));
    s2 = f64x2.add(s2, f64x2.mul(x1, v128.shuffle<f64>(u, v, 1, 3)));
    u = v128.load(a6);
    v = v128.load(a7);
    s3 = f64x2.add(s3, f64x2.mul(x0, v128.shuffle<f64>(u, v, 0, 2)));
    s3 = f64x2.add(s3, f64x2.mul(x1, v128.shuffle<f64>(u, v, 1, 3)));
    a0 += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    a4 += 16;
    a5 += 16;
    a6 += 16;
    a7 += 16;
    x += 16;
  }
  if (n & 1) {
    const last = v128.load_splat<f64>(x);
    s0 = f64x2.add(s0, f64x2.mul(last, f64x2(load<f64>(a0), load<f64>(a1))));
    s1 = f64x2.add(s1, f64x2.mul(last, f64x2(load<f64>(a2), load<f64>(a3))));
    s2 = f64x2.add(s2, f64x2.mul(last, f64x2(load<f64>(a4), load<f64>(a5))));
    s3 = f64x2.add(s3, f64x2.mul(last, f64x2(load<f64>(a6), load<f64>(a7))));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/** out ← out + Σ_i s[i]·a[i, :] for rows of n numbers, four rows at a time: (s0·a0 + s1·a1) + (s2·a2 + s3·a3). */
export function addRows(rows: i32, n: i32, a: usize, row: usize, s: usize, out: usize): void {
  const end = out + ((<usize>n) << 3);
  let i: i32 = 0;
  for (; i + 4 <= rows; i += 4, a += row << 2, s += 32) {
    const s0 = v128.load_splat<f64>(s);
    const s1 = v128.load_splat<f64>(s, 8);
    const s2 = v128.load_splat<f64>(s, 16);
    const s3 = v128.load_splat<f64>(s, 24);
    let a0 = a;
    let a1 = a0 + row;
    let a2 = a1 + row;
    let a3 = a2 + row;
    let to = out;
    for (; to + 16 <= end; to += 16, a0 += 16, a1 += 16, a2 += 16, a3 += 16) {
      const first = f64x2.add(f64x2.mul(s0, v128.load(a0)), f64x2.mul(s1, v128.load(a1)));
      const second = f64x2.add(f64x2.mul(s2, v128.load(a2)), f64x2.mul(s3, v128.load(a3)));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(first, second)));
    }
    if (to < end) {
      const first = load<f64>(s) * load<f64>(a0) + load<f64>(s, 8) * load<f64>(a1);
      const second = load<f64>(s, 16) * load<f64>(a2) + load<f64>(s, 24) * load<f64>(a3);
      store<f64>(to, load<f64>(to) + (first + second));
    }
  }
  for (; i < rows; i++, a += row, s += 8) {
    const factor = load<f64>(s);
    for (let to = out, from = a; to < end; to += 8, from += 8) store<f64>(to, load<f64>(to) + factor * load<f64>(from));
  }
}
