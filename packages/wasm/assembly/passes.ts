// Passes over vectors and over the rows of a matrix, `ld` bytes apart, in whole vectors of two doubles. Addresses and lengths of rows are
// in bytes, numbers of rows and of terms count doubles.

import { lanes } from "./reflection";

/** x·y for an even number of terms. */
export function dot(terms: i32, x: usize, y: usize): f64 {
  let p = f64x2.splat(0);
  let q = f64x2.splat(0);
  const end = x + ((<usize>terms) << 3);
  for (; x + 32 <= end; x += 32, y += 32) {
    p = f64x2.add(p, f64x2.mul(v128.load(x), v128.load(y)));
    q = f64x2.add(q, f64x2.mul(v128.load(x, 16), v128.load(y, 16)));
  }
  if (x < end) p = f64x2.add(p, f64x2.mul(v128.load(x), v128.load(y)));
  return lanes(f64x2.add(p, q));
}

/** y ← y + s·x */
export function addMultiple(length: usize, s: f64, x: usize, y: usize): void {
  const factor = f64x2.splat(s);
  for (const end = x + length; x < end; x += 16, y += 16)
    v128.store(y, f64x2.add(v128.load(y), f64x2.mul(factor, v128.load(x))));
}

/** y ← s·y */
export function scale(length: usize, s: f64, y: usize): void {
  const factor = f64x2.splat(s);
  for (const end = y + length; y < end; y += 16) v128.store(y, f64x2.mul(factor, v128.load(y)));
}

/** q ← Wᵀ·z for rows of an even number of terms. */
export function combine(rows: i32, terms: i32, w: usize, ld: usize, z: usize, q: usize): void {
  const length = (<usize>terms) << 3;
  memory.fill(q, 0, length);
  for (let i: i32 = 0; i < rows; i++, w += ld, z += 8) addMultiple(length, load<f64>(z), w, q);
}

/** s ← s + Aᵀ·z */
export function addColumns(rows: i32, length: usize, a: usize, ld: usize, z: usize, s: usize): void {
  let i: i32 = 0;
  for (; i + 4 <= rows; i += 4, a += ld << 2, z += 32) {
    const z0 = v128.load_splat<f64>(z);
    const z1 = v128.load_splat<f64>(z, 8);
    const z2 = v128.load_splat<f64>(z, 16);
    const z3 = v128.load_splat<f64>(z, 24);
    let a0 = a;
    let a1 = a0 + ld;
    let a2 = a1 + ld;
    let a3 = a2 + ld;
    for (let to = s, end = s + length; to < end; to += 16) {
      const p = f64x2.add(f64x2.mul(z0, v128.load(a0)), f64x2.mul(z1, v128.load(a1)));
      const q = f64x2.add(f64x2.mul(z2, v128.load(a2)), f64x2.mul(z3, v128.load(a3)));
      v128.store(to, f64x2.add(v128.load(to), f64x2.add(p, q)));
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
    }
  }
  for (; i < rows; i++, a += ld, z += 8) addMultiple(length, load<f64>(z), a, s);
}

/** w ← w + A·r */
export function addDots(rows: i32, length: usize, a: usize, ld: usize, r: usize, w: usize): void {
  let i: i32 = 0;
  for (; i + 4 <= rows; i += 4, a += ld << 2, w += 32) {
    let p0 = f64x2.splat(0);
    let p1 = f64x2.splat(0);
    let p2 = f64x2.splat(0);
    let p3 = f64x2.splat(0);
    let a0 = a;
    let a1 = a0 + ld;
    let a2 = a1 + ld;
    let a3 = a2 + ld;
    for (let from = r, end = r + length; from < end; from += 16) {
      const x = v128.load(from);
      p0 = f64x2.add(p0, f64x2.mul(v128.load(a0), x));
      p1 = f64x2.add(p1, f64x2.mul(v128.load(a1), x));
      p2 = f64x2.add(p2, f64x2.mul(v128.load(a2), x));
      p3 = f64x2.add(p3, f64x2.mul(v128.load(a3), x));
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
    }
    store<f64>(w, load<f64>(w) + lanes(p0));
    store<f64>(w, load<f64>(w, 8) + lanes(p1), 8);
    store<f64>(w, load<f64>(w, 16) + lanes(p2), 16);
    store<f64>(w, load<f64>(w, 24) + lanes(p3), 24);
  }
  for (; i < rows; i++, a += ld, w += 8) store<f64>(w, load<f64>(w) + dot((<i32>length) >> 3, a, r));
}
