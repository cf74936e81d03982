// Symmetric matrices become tridiagonal and others bidiagonal by reflections, in this module's memory. Addresses are in bytes,
// lengths in doubles.

/**
 * The reflection I − tau·v·vᵀ with v = 1 at the address `pivot` that turns x into beta there and 0 elsewhere. Overwrites x with v,
 * stores beta and returns tau: 0, if x has that form already. As in LAPACK, beta has the sign opposite to the entry there.
 */
function reflect(n: i32, x: usize, pivot: usize, beta: usize): f64 {
  const end = x + ((<usize>n) << 3);
  const alpha = load<f64>(pivot);
  store<f64>(pivot, 0);
  let most: f64 = 0;
  for (let at = x; at < end; at += 8) most = max(most, abs(load<f64>(at)));
  if (most === 0) {
    store<f64>(beta, alpha);
    store<f64>(pivot, 1);
    return 0;
  }
  // Relative to the largest entry, so that squares neither overflow nor underflow.
  most = max(most, abs(alpha));
  const first = alpha / most;
  let squares = first * first;
  for (let at = x; at < end; at += 8) {
    const s = load<f64>(at) / most;
    squares += s * s;
  }
  const norm = first < 0 ? sqrt(squares) : -sqrt(squares);
  for (let at = x; at < end; at += 8) store<f64>(at, load<f64>(at) / most / (first - norm));
  store<f64>(pivot, 1);
  store<f64>(beta, norm * most);
  return (norm - first) / norm;
}

// @ts-expect-error: decorator
@inline
function lanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

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

/**
 * A ← A − u·yᵀ − x·vᵀ and s ← s + Aᵀ·z in one pass over rows of A, `length` bytes of each and `ld` bytes from one to the next, whole
 * vectors.
 */
function updateAndAdd(
  rows: i32,
  length: usize,
  a: usize,
  ld: usize,
  u: usize,
  y: usize,
  x: usize,
  v: usize,
  z: usize,
  s: usize,
): void {
  let row = a;
  let i: i32 = 0;
  for (; i + 2 <= rows; i += 2) {
    const below = row + ld;
    const u0 = v128.load_splat<f64>(u);
    const u1 = v128.load_splat<f64>(u, 8);
    const x0 = v128.load_splat<f64>(x);
    const x1 = v128.load_splat<f64>(x, 8);
    const z0 = v128.load_splat<f64>(z);
    const z1 = v128.load_splat<f64>(z, 8);
    for (let j: usize = 0; j < length; j += 16) {
      const yj = v128.load(y + j);
      const vj = v128.load(v + j);
      const a0 = f64x2.sub(f64x2.sub(v128.load(row + j), f64x2.mul(u0, yj)), f64x2.mul(x0, vj));
      const a1 = f64x2.sub(f64x2.sub(v128.load(below + j), f64x2.mul(u1, yj)), f64x2.mul(x1, vj));
      v128.store(row + j, a0);
      v128.store(below + j, a1);
      v128.store(s + j, f64x2.add(v128.load(s + j), f64x2.add(f64x2.mul(a0, z0), f64x2.mul(a1, z1))));
    }
    row += ld << 1;
    u += 16;
    x += 16;
    z += 16;
  }
  if (i < rows) {
    const u0 = v128.load_splat<f64>(u);
    const x0 = v128.load_splat<f64>(x);
    const z0 = v128.load_splat<f64>(z);
    for (let j: usize = 0; j < length; j += 16) {
      const a0 = f64x2.sub(v128.load(row + j), f64x2.mul(u0, v128.load(y + j)));
      const a1 = f64x2.sub(a0, f64x2.mul(x0, v128.load(v + j)));
      v128.store(row + j, a1);
      v128.store(s + j, f64x2.add(v128.load(s + j), f64x2.mul(a1, z0)));
    }
  }
}

/** x ← t·(A·v − along·u), with rows of A as above. */
function multiplyRows(
  rows: i32,
  length: usize,
  a: usize,
  ld: usize,
  v: usize,
  t: f64,
  along: f64,
  u: usize,
  x: usize,
): void {
  for (let i: i32 = 0; i < rows; i++, a += ld, u += 8, x += 8) {
    let p = f64x2.splat(0);
    let q = f64x2.splat(0);
    let j: usize = 0;
    for (; j + 32 <= length; j += 32) {
      p = f64x2.add(p, f64x2.mul(v128.load(a + j), v128.load(v + j)));
      q = f64x2.add(q, f64x2.mul(v128.load(a + j, 16), v128.load(v + j, 16)));
    }
    if (j < length) p = f64x2.add(p, f64x2.mul(v128.load(a + j), v128.load(v + j)));
    store<f64>(x, t * (lanes(f64x2.add(p, q)) - along * load<f64>(u)));
  }
}

/**
 * Qᵀ A P = B, upper bidiagonal, for the m×n matrix A, m ≥ n, with rows `ld` bytes apart, whole vectors filled up with zeros; it is
 * destroyed. d gets the diagonal of B and e the n − 1 entries above it. Q = H(0)·H(1)·… with the vector of H(k) in row k of `left`,
 * which has m columns, P = G(0)·G(1)·… with vectors in rows of `right`, which are as wide as those of A. Both begin as zeros, and
 * so does `work`, of m and two such rows.
 *
 * What a step subtracts from the matrix waits for the next one, which so reads the matrix twice.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 5.4.
 */
export function bidiagonalize(
  m: i32,
  n: i32,
  a: usize,
  ld: usize,
  d: usize,
  e: usize,
  left: usize,
  leftTau: usize,
  right: usize,
  rightTau: usize,
  work: usize,
): void {
  const height: usize = (<usize>m) << 3;
  const x = work;
  let y = work + height;
  let s = y + ld;
  // Before the first step: zeros.
  let u = x;
  let v = y;
  for (let k: i32 = 0; k < n; k++) {
    const at: usize = (<usize>k) << 3;
    const rows = m - k;
    const z = left + (<usize>k) * height + at;
    const top = a + (<usize>k) * ld;
    const yk = load<f64>(y + at);
    const vk = load<f64>(v + at);
    for (let i: usize = 0, entry = top + at; i < height - at; i += 8, entry += ld)
      store<f64>(z + i, load<f64>(entry) - load<f64>(u + at + i) * yk - load<f64>(x + at + i) * vk);
    const t = reflect(rows, z, z, d + at);
    store<f64>(leftTau + at, t);
    if (k === n - 1) return;
    // From a whole vector on: a column before the next one is not used any more, whatever becomes of it.
    const from: usize = (at + 8) & ~15;
    const length = ld - from;
    memory.fill(s, 0, ld);
    updateAndAdd(rows, length, top + from, ld, u + at, y + from, x + at, v + from, z, s + from);
    if (from === at) store<f64>(s + at, 0);
    const next = right + (<usize>k) * ld;
    for (let j = at + 8; j < ld; j += 8) {
      const sj = t * load<f64>(s + j);
      store<f64>(s + j, sj);
      store<f64>(next + j, load<f64>(top + j) - sj);
    }
    const turned = reflect(n - k - 1, next + at + 8, next + at + 8, e + at);
    store<f64>(rightTau + at, turned);
    let along: f64 = 0;
    for (let j = at + 8; j < ld; j += 8) along += load<f64>(s + j) * load<f64>(next + j);
    multiplyRows(rows, length, top + from, ld, next + from, turned, along, z, x + at);
    u = z - at;
    v = next;
    const held = y;
    y = s;
    s = held;
  }
}
