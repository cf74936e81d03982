// Packs matrices into strips of 4 rows, as `src/panels.ts` describes them: from one column of a strip to the next it is 32 bytes.

/** `strips` of 4 contiguous rows of `depth` numbers, `row` bytes apart; strips go to places `strip` bytes apart. */
export function packRows(from: usize, row: usize, strips: i32, depth: i32, to: usize, strip: usize): void {
  const even: usize = (<usize>(depth & ~1)) << 3;
  for (let s: i32 = 0; s < strips; s++, from += row << 2, to += strip) {
    let a0 = from;
    let a1 = a0 + row;
    let a2 = a1 + row;
    let a3 = a2 + row;
    let out = to;
    for (const end = a0 + even; a0 < end; a0 += 16, a1 += 16, a2 += 16, a3 += 16, out += 64) {
      const r0 = v128.load(a0);
      const r1 = v128.load(a1);
      const r2 = v128.load(a2);
      const r3 = v128.load(a3);
      v128.store(out, v128.shuffle<f64>(r0, r1, 0, 2));
      v128.store(out, v128.shuffle<f64>(r2, r3, 0, 2), 16);
      v128.store(out, v128.shuffle<f64>(r0, r1, 1, 3), 32);
      v128.store(out, v128.shuffle<f64>(r2, r3, 1, 3), 48);
    }
    if (depth & 1) {
      store<f64>(out, load<f64>(a0));
      store<f64>(out, load<f64>(a1), 8);
      store<f64>(out, load<f64>(a2), 16);
      store<f64>(out, load<f64>(a3), 24);
    }
  }
}

/** The same of the transpose: `depth` contiguous rows, `row` bytes apart, 4 numbers of which go to each strip. */
export function packColumns(from: usize, row: usize, strips: i32, depth: i32, to: usize, strip: usize): void {
  for (let s: i32 = 0; s < strips; s++, from += 32, to += strip) {
    let at = from;
    let out = to;
    for (const end = to + ((<usize>depth) << 5); out < end; at += row, out += 32) {
      v128.store(out, v128.load(at));
      v128.store(out, v128.load(at, 16), 16);
    }
  }
}
