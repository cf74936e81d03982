// Maxima and minima of blocks of doubles, which the caller copies to this memory: of runs and rows, as in `sums.ts`.
//
// The greatest numbers; where `sign` has the sign bits set, the least: −max(−x). One pass compares, with an instruction that takes
// no notice of NaN and of the sign of 0; a second one, exact and slower, follows where there was NaN or where 0 is the result.

// @ts-expect-error: decorator
@inline
function isNaNOr(flags: v128, x: v128): v128 {
  return v128.or(flags, f64x2.ne(x, x));
}

/** out ← the greatest (or least) number of each of `count` runs, NaN where there is one. */
export function extremeRuns(x: usize, count: i32, n: i32, out: usize, least: i32): void {
  const sign = i64x2.splat(least !== 0 ? i64.MIN_VALUE : 0);
  const step = (<usize>n) << 3;
  const whole = (<usize>(n & ~3)) << 3;
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    const start = x;
    let a = f64x2.splat(-Infinity);
    let b = a;
    let odd = f64x2.splat(0);
    for (const stop = x + whole; x < stop; x += 32) {
      const p = v128.xor(sign, v128.load(x));
      const q = v128.xor(sign, v128.load(x, 16));
      a = f64x2.pmax(a, p);
      b = f64x2.pmax(b, q);
      odd = isNaNOr(isNaNOr(odd, p), q);
    }
    a = f64x2.max(a, b);
    for (const stop = start + step; x < stop; x += 8) a = f64x2.max(a, v128.xor(sign, v128.load_splat<f64>(x)));
    let most = max<f64>(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
    if (v128.any_true(odd) || most === 0) {
      for (let at = start; at < x; at += 8) a = f64x2.max(a, v128.xor(sign, v128.load_splat<f64>(at)));
      most = max<f64>(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
    }
    store<f64>(out, least !== 0 ? -most : most);
  }
}

/** out ← the greatest (or least) numbers of the rows and of out. */
export function extremeRows(x: usize, rows: i32, width: i32, out: usize, least: i32): void {
  const sign = i64x2.splat(least !== 0 ? i64.MIN_VALUE : 0);
  const step = (<usize>width) << 3;
  let k: usize = 0;
  // A line of the cache at a time.
  for (; k + 64 <= step; k += 64) {
    const to = out + k;
    let a = v128.xor(sign, v128.load(to));
    let b = v128.xor(sign, v128.load(to, 16));
    let c = v128.xor(sign, v128.load(to, 32));
    let d = v128.xor(sign, v128.load(to, 48));
    let odd = isNaNOr(isNaNOr(isNaNOr(f64x2.ne(a, a), b), c), d);
    let at = x + k;
    for (let row: i32 = 0; row < rows; row++, at += step) {
      const p = v128.xor(sign, v128.load(at));
      const q = v128.xor(sign, v128.load(at, 16));
      const r = v128.xor(sign, v128.load(at, 32));
      const s = v128.xor(sign, v128.load(at, 48));
      a = f64x2.pmax(a, p);
      b = f64x2.pmax(b, q);
      c = f64x2.pmax(c, r);
      d = f64x2.pmax(d, s);
      odd = isNaNOr(isNaNOr(isNaNOr(isNaNOr(odd, p), q), r), s);
    }
    const zero = f64x2.splat(0);
    odd = v128.or(odd, v128.or(f64x2.eq(a, zero), f64x2.eq(b, zero)));
    odd = v128.or(odd, v128.or(f64x2.eq(c, zero), f64x2.eq(d, zero)));
    if (v128.any_true(odd)) {
      at = x + k;
      for (let row: i32 = 0; row < rows; row++, at += step) {
        a = f64x2.max(a, v128.xor(sign, v128.load(at)));
        b = f64x2.max(b, v128.xor(sign, v128.load(at, 16)));
        c = f64x2.max(c, v128.xor(sign, v128.load(at, 32)));
        d = f64x2.max(d, v128.xor(sign, v128.load(at, 48)));
      }
    }
    v128.store(to, v128.xor(sign, a));
    v128.store(to, v128.xor(sign, b), 16);
    v128.store(to, v128.xor(sign, c), 32);
    v128.store(to, v128.xor(sign, d), 48);
  }
  for (; k < step; k += 8) {
    let a = v128.xor(sign, v128.load_splat<f64>(out + k));
    let at = x + k;
    for (let row: i32 = 0; row < rows; row++, at += step) a = f64x2.max(a, v128.xor(sign, v128.load_splat<f64>(at)));
    store<f64>(out + k, f64x2.extract_lane(v128.xor(sign, a), 0));
  }
}
