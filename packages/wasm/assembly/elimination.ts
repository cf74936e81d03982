/**
 * LU factorization of a panel in place, with partial pivoting, column by column: m rows of n numbers, `ld` bytes apart. pivots[k] gets
 * the row that step k exchanged its own with. Returns 0, or the 1-based index of the first pivot that is exactly 0.
 */
export function eliminate(a: usize, m: i32, n: i32, ld: usize, pivots: usize): i32 {
  const width = (<usize>n) << 3;
  const bottom = a + (<usize>m) * ld;
  let failed: i32 = 0;
  let top = a;
  for (let k: i32 = 0; k < n && k < m; k++, top += ld) {
    const at = (<usize>k) << 3;
    let best = top;
    let largest = abs(load<f64>(top + at));
    for (let row = top + ld; row < bottom; row += ld) {
      const size = abs(load<f64>(row + at));
      if (size > largest) {
        best = row;
        largest = size;
      }
    }
    store<f64>(pivots + at, <f64>((best - a) / ld));
    if (best !== top) {
      for (let j: usize = 0; j < width; j += 8) {
        const held = load<f64>(top + j);
        store<f64>(top + j, load<f64>(best + j));
        store<f64>(best + j, held);
      }
    }
    const pivot = load<f64>(top + at);
    if (pivot === 0) {
      if (failed === 0) failed = k + 1;
      continue;
    }
    for (let row = top + ld; row < bottom; row += ld) {
      const factor = load<f64>(row + at) / pivot;
      store<f64>(row + at, factor);
      const s = f64x2.splat(factor);
      let j = at + 8;
      for (; j + 16 <= width; j += 16)
        v128.store(row + j, f64x2.sub(v128.load(row + j), f64x2.mul(s, v128.load(top + j))));
      if (j < width) store<f64>(row + j, load<f64>(row + j) - factor * load<f64>(top + j));
    }
  }
  return failed;
}
