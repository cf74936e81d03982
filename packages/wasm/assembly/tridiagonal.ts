// Symmetric matrices become tridiagonal by reflections, in this module's memory. Addresses are in bytes, lengths in doubles.

import { lanes, reflect } from "./reflection";

/**
 * A ← A − v·wᵀ − w·vᵀ and y ← A·x for the symmetric n×n matrix A, of which there is the lower triangle, row by row with `ld` bytes
 * from one to the next: both in one pass over it, two rows at a time.
 */
function updateAndMultiply(n: i32, a: usize, ld: usize, v: usize, w: usize, x: usize, y: usize): void {
  const length = (<usize>n) << 3;
  memory.fill(y, 0, length);
  let row = a;
  let i: usize = 0;
  for (; i + 16 <= length; i += 16) {
    const below = row + ld;
    const v0 = v128.load_splat<f64>(v + i);
    const v1 = v128.load_splat<f64>(v + i, 8);
    const w0 = v128.load_splat<f64>(w + i);
    const w1 = v128.load_splat<f64>(w + i, 8);
    const x0 = v128.load_splat<f64>(x + i);
    const x1 = v128.load_splat<f64>(x + i, 8);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    for (let j: usize = 0; j < i; j += 16) {
      const wj = v128.load(w + j);
      const vj = v128.load(v + j);
      const xj = v128.load(x + j);
      const a0 = f64x2.sub(f64x2.sub(v128.load(row + j), f64x2.mul(v0, wj)), f64x2.mul(w0, vj));
      const a1 = f64x2.sub(f64x2.sub(v128.load(below + j), f64x2.mul(v1, wj)), f64x2.mul(w1, vj));
      v128.store(row + j, a0);
      v128.store(below + j, a1);
      s0 = f64x2.add(s0, f64x2.mul(a0, xj));
      s1 = f64x2.add(s1, f64x2.mul(a1, xj));
      v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.add(f64x2.mul(a0, x0), f64x2.mul(a1, x1))));
    }
    // The triangle on the diagonal.
    const vi = load<f64>(v + i);
    const vk = load<f64>(v + i, 8);
    const wi = load<f64>(w + i);
    const wk = load<f64>(w + i, 8);
    const xi = load<f64>(x + i);
    const xk = load<f64>(x + i, 8);
    const ii = load<f64>(row + i) - 2 * vi * wi;
    const ki = load<f64>(below + i) - vk * wi - wk * vi;
    const kk = load<f64>(below + i, 8) - 2 * vk * wk;
    store<f64>(row + i, ii);
    store<f64>(below + i, ki);
    store<f64>(below + i, kk, 8);
    store<f64>(y + i, load<f64>(y + i) + lanes(s0) + (ii * xi + ki * xk));
    store<f64>(y + i, load<f64>(y + i, 8) + lanes(s1) + (ki * xi + kk * xk), 8);
    row += ld << 1;
  }
  if (i < length) {
    const v0 = v128.load_splat<f64>(v + i);
    const w0 = v128.load_splat<f64>(w + i);
    const x0 = v128.load_splat<f64>(x + i);
    let s0 = f64x2.splat(0);
    for (let j: usize = 0; j < i; j += 16) {
      const wj = f64x2.mul(v0, v128.load(w + j));
      const a0 = f64x2.sub(f64x2.sub(v128.load(row + j), wj), f64x2.mul(w0, v128.load(v + j)));
      v128.store(row + j, a0);
      s0 = f64x2.add(s0, f64x2.mul(a0, v128.load(x + j)));
      v128.store(y + j, f64x2.add(v128.load(y + j), f64x2.mul(a0, x0)));
    }
    const ii = load<f64>(row + i) - 2 * load<f64>(v + i) * load<f64>(w + i);
    store<f64>(row + i, ii);
    store<f64>(y + i, load<f64>(y + i) + lanes(s0) + ii * load<f64>(x + i));
  }
}

/**
 * Qᵀ A Q = T, tridiagonal, for the symmetric n×n matrix A, of which the lower triangle is read; d gets the diagonal of T and e the
 * n − 1 entries beside it. Row i becomes the vector of a reflection, i entries and the last one 1, and tau[i] its factor:
 * Q = H(n − 1)·…·H(1). `work` has room for 2n zeros.
 *
 * Each step needs the product of what is left with one vector, and then subtracts products of vectors from it; the subtraction
 * waits for the product of the next step, so that the matrix is read once.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 8.3.
 */
export function tridiagonalize(n: i32, a: usize, ld: usize, d: usize, e: usize, tau: usize, work: usize): void {
  let v = work;
  let w = work;
  let y = work + ((<usize>n) << 3);
  for (let i = n - 1; i > 0; i--) {
    const row = a + (<usize>i) * ld;
    const at = (<usize>i) << 3;
    const vi = load<f64>(v + at);
    const wi = load<f64>(w + at);
    for (let j: usize = 0; j <= at; j += 8)
      store<f64>(row + j, load<f64>(row + j) - vi * load<f64>(w + j) - wi * load<f64>(v + j));
    store<f64>(d + at, load<f64>(row + at));
    const t = reflect(i, row, row + at - 8, e + at - 8);
    store<f64>(tau + at, t);
    updateAndMultiply(i, a, ld, v, w, row, y);
    let inner: f64 = 0;
    for (let j: usize = 0; j < at; j += 8) inner += load<f64>(y + j) * load<f64>(row + j);
    const half = 0.5 * t * inner;
    for (let j: usize = 0; j < at; j += 8) store<f64>(y + j, t * (load<f64>(y + j) - half * load<f64>(row + j)));
    v = row;
    const held = w;
    w = y;
    y = held;
  }
  if (n > 0) store<f64>(d, load<f64>(a) - 2 * load<f64>(v) * load<f64>(w));
}
