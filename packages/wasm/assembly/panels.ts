import { tile } from "./tile";

// The two inner kernels of dense linear algebra over packed panels, in AssemblyScript. `src/panels.ts` describes the
// layout, tile.ts why the loops over k are not unrolled.

/**
 * out[rows, columns] ← left · right; rows and columns are multiples of 4, out is row-major. The next strip of left
 * or right begins `order` entries of depth after the one before.
 */
export function multiply(
  left: usize,
  right: usize,
  out: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  order: i32,
): void {
  const ld: usize = (<usize>columns) << 3;
  const length: usize = (<usize>depth) << 5;
  const strip: usize = (<usize>order) << 5;
  for (let j: i32 = 0; j < columns; j += 4) {
    let start: usize = left;
    let c: usize = out;
    for (let i: i32 = 0; i < rows; i += 4) {
      tile(start, right, length, c, ld);
      c += ld << 2;
      start += strip;
    }
    right += strip;
    out += 32;
  }
}

/**
 * right ← left⁻¹ · right with left lower triangular, n×n; n and columns are multiples of 4. Row tile after row tile:
 * first the product with the rows already solved, as in `multiply`, then substitution through the 4×4 triangle on the
 * diagonal (the fused kernel of Goto and van de Geijn, "High-performance implementation of the level-3 BLAS", 2008).
 */
export function solve(left: usize, right: usize, n: i32, columns: i32, order: i32): void {
  const length: usize = (<usize>n) << 5;
  const strip: usize = (<usize>order) << 5;
  for (let j: i32 = 0; j < columns; j += 4) {
    const stop: usize = right + length;
    let start: usize = left;
    for (let tile: usize = right; tile < stop; tile += 128) {
      let c00 = v128.load(tile);
      let c01 = v128.load(tile, 16);
      let c10 = v128.load(tile, 32);
      let c11 = v128.load(tile, 48);
      let c20 = v128.load(tile, 64);
      let c21 = v128.load(tile, 80);
      let c30 = v128.load(tile, 96);
      let c31 = v128.load(tile, 112);
      let a: usize = start;
      let b: usize = right;
      while (b < tile) {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let s = v128.load_splat<f64>(a);
        c00 = f64x2.sub(c00, f64x2.mul(s, b0));
        c01 = f64x2.sub(c01, f64x2.mul(s, b1));
        s = v128.load_splat<f64>(a, 8);
        c10 = f64x2.sub(c10, f64x2.mul(s, b0));
        c11 = f64x2.sub(c11, f64x2.mul(s, b1));
        s = v128.load_splat<f64>(a, 16);
        c20 = f64x2.sub(c20, f64x2.mul(s, b0));
        c21 = f64x2.sub(c21, f64x2.mul(s, b1));
        s = v128.load_splat<f64>(a, 24);
        c30 = f64x2.sub(c30, f64x2.mul(s, b0));
        c31 = f64x2.sub(c31, f64x2.mul(s, b1));
        a += 32;
        b += 32;
      }
      // `a` now stands at the 4×4 triangle: its entry (r, p) is at 32p + 8r. Each unknown leaves the rows below at once.
      let s = v128.load_splat<f64>(a);
      c00 = f64x2.mul(c00, s);
      c01 = f64x2.mul(c01, s);
      s = v128.load_splat<f64>(a, 8);
      c10 = f64x2.sub(c10, f64x2.mul(s, c00));
      c11 = f64x2.sub(c11, f64x2.mul(s, c01));
      s = v128.load_splat<f64>(a, 16);
      c20 = f64x2.sub(c20, f64x2.mul(s, c00));
      c21 = f64x2.sub(c21, f64x2.mul(s, c01));
      s = v128.load_splat<f64>(a, 24);
      c30 = f64x2.sub(c30, f64x2.mul(s, c00));
      c31 = f64x2.sub(c31, f64x2.mul(s, c01));
      s = v128.load_splat<f64>(a, 40);
      c10 = f64x2.mul(c10, s);
      c11 = f64x2.mul(c11, s);
      s = v128.load_splat<f64>(a, 48);
      c20 = f64x2.sub(c20, f64x2.mul(s, c10));
      c21 = f64x2.sub(c21, f64x2.mul(s, c11));
      s = v128.load_splat<f64>(a, 56);
      c30 = f64x2.sub(c30, f64x2.mul(s, c10));
      c31 = f64x2.sub(c31, f64x2.mul(s, c11));
      s = v128.load_splat<f64>(a, 80);
      c20 = f64x2.mul(c20, s);
      c21 = f64x2.mul(c21, s);
      s = v128.load_splat<f64>(a, 88);
      c30 = f64x2.sub(c30, f64x2.mul(s, c20));
      c31 = f64x2.sub(c31, f64x2.mul(s, c21));
      s = v128.load_splat<f64>(a, 120);
      c30 = f64x2.mul(c30, s);
      c31 = f64x2.mul(c31, s);
      v128.store(tile, c00);
      v128.store(tile, c01, 16);
      v128.store(tile, c10, 32);
      v128.store(tile, c11, 48);
      v128.store(tile, c20, 64);
      v128.store(tile, c21, 80);
      v128.store(tile, c30, 96);
      v128.store(tile, c31, 112);
      start += strip;
    }
    right += strip;
  }
}
