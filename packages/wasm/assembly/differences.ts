// Sums over differences of points, for distances and their derivatives. `src/differences.ts` describes the layouts.

/**
 * out[rows, columns] ← Σₚ (left[i, p] − right[p, j])², over packed panels as `multiply` has them; rows and columns are
 * multiples of 4, out is row-major.
 */
export function squaredDistances(left: usize, right: usize, out: usize, rows: i32, columns: i32, depth: i32): void {
  const ld: usize = (<usize>columns) << 3;
  const strip: usize = (<usize>depth) << 5;
  for (let j: i32 = 0; j < columns; j += 4) {
    let a: usize = left;
    let c: usize = out;
    for (let i: i32 = 0; i < rows; i += 4) {
      let c00 = f64x2.splat(0);
      let c01 = f64x2.splat(0);
      let c10 = f64x2.splat(0);
      let c11 = f64x2.splat(0);
      let c20 = f64x2.splat(0);
      let c21 = f64x2.splat(0);
      let c30 = f64x2.splat(0);
      let c31 = f64x2.splat(0);
      let b: usize = right;
      const end: usize = a + strip;
      while (a < end) {
        const b0 = v128.load(b);
        const b1 = v128.load(b, 16);
        let s = v128.load_splat<f64>(a);
        c00 = addSquare(c00, s, b0);
        c01 = addSquare(c01, s, b1);
        s = v128.load_splat<f64>(a, 8);
        c10 = addSquare(c10, s, b0);
        c11 = addSquare(c11, s, b1);
        s = v128.load_splat<f64>(a, 16);
        c20 = addSquare(c20, s, b0);
        c21 = addSquare(c21, s, b1);
        s = v128.load_splat<f64>(a, 24);
        c30 = addSquare(c30, s, b0);
        c31 = addSquare(c31, s, b1);
        a += 32;
        b += 32;
      }
      v128.store(c, c00);
      v128.store(c, c01, 16);
      c += ld;
      v128.store(c, c10);
      v128.store(c, c11, 16);
      c += ld;
      v128.store(c, c20);
      v128.store(c, c21, 16);
      c += ld;
      v128.store(c, c30);
      v128.store(c, c31, 16);
      c += ld;
    }
    right += strip;
    out += 32;
  }
}

// @ts-expect-error: decorator
@inline
function addSquare(sum: v128, a: v128, b: v128): v128 {
  const difference = f64x2.sub(a, b);
  return f64x2.add(sum, f64x2.mul(difference, difference));
}

/**
 * out[i, k] ← out[i, k] + Σₚ w(i, p)·(x[i, k] − y[p, k]) for one strip of 4 coordinates k: x, y and out are rows of 4. The weight
 * w(i, p) stands at w + i·rowStep + p·depthStep, in bytes; rows are a multiple of 2.
 */
export function weightedDifferences(
  w: usize,
  rowStep: usize,
  depthStep: usize,
  x: usize,
  y: usize,
  out: usize,
  rows: i32,
  depth: i32,
): void {
  const end: usize = y + ((<usize>depth) << 5);
  for (let i: i32 = 0; i < rows; i += 2) {
    const x00 = v128.load(x);
    const x01 = v128.load(x, 16);
    const x10 = v128.load(x, 32);
    const x11 = v128.load(x, 48);
    let c00 = v128.load(out);
    let c01 = v128.load(out, 16);
    let c10 = v128.load(out, 32);
    let c11 = v128.load(out, 48);
    let a: usize = w;
    for (let b: usize = y; b < end; b += 32) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      let s = v128.load_splat<f64>(a);
      c00 = f64x2.add(c00, f64x2.mul(s, f64x2.sub(x00, b0)));
      c01 = f64x2.add(c01, f64x2.mul(s, f64x2.sub(x01, b1)));
      s = v128.load_splat<f64>(a + rowStep);
      c10 = f64x2.add(c10, f64x2.mul(s, f64x2.sub(x10, b0)));
      c11 = f64x2.add(c11, f64x2.mul(s, f64x2.sub(x11, b1)));
      a += depthStep;
    }
    v128.store(out, c00);
    v128.store(out, c01, 16);
    v128.store(out, c10, 32);
    v128.store(out, c11, 48);
    x += 64;
    out += 64;
    w += 2 * rowStep;
  }
}
