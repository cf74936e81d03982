import { reflect } from "./householder.ts";

/** A = U B Vᵀ with B upper bidiagonal, of a contiguous m×n matrix, m ≥ n. */
export interface Bidiagonal {
  /** [n], the diagonal of B, and [n − 1] entries above it. */
  readonly d: Float64Array;
  readonly e: Float64Array;
  /** A overwritten with the vectors of the reflections: of those from the left below the diagonal, from the right above the next one. */
  readonly vectors: Float64Array;
  readonly left: Float64Array;
  readonly right: Float64Array;
}

/**
 * Reflections in turn from the left, which clear a column, and from the right, which clear a row. Rows are changed by both at
 * once, so that the matrix is read twice in each step, not four times.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 5.4.
 */
export function bidiagonalize(m: number, n: number, a: Float64Array): Bidiagonal {
  const [d, e, left, right] = [n, Math.max(0, n - 1), n, n].map((length) => new Float64Array(length));
  const [sums, v] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    const diagonal = k * (n + 1);
    const { beta, tau } = reflect(m - k, a, diagonal, n);
    d[k] = beta;
    left[k] = tau;
    a[diagonal] = 1;
    addColumns(m - k, n - k - 1, a, diagonal, n, sums);
    for (let j = 0; j < n - k - 1; j++) sums[j] *= tau;
    a[diagonal] = beta;
    if (k + 1 === n) break;
    for (let j = 0; j < n - k - 1; j++) a[diagonal + 1 + j] -= sums[j];
    const turned = reflect(n - k - 1, a, diagonal + 1, 1);
    e[k] = turned.beta;
    right[k] = turned.tau;
    v[0] = 1;
    for (let j = 1; j < n - k - 1; j++) v[j] = a[diagonal + 1 + j];
    for (let i = 1; i < m - k; i++) moveRow(n - k - 1, a, diagonal + i * n + 1, a[diagonal + i * n], sums, right[k], v);
  }
  return { d, e, vectors: a, left, right };
}

/** sums ← Σ v x, of rows x that stand right behind the entries of v. */
function addColumns(m: number, n: number, a: Float64Array, at: number, ld: number, sums: Float64Array): void {
  sums.fill(0);
  for (let i = 0; i < m; i++) {
    const s = a[at + i * ld];
    for (let j = 0, from = at + i * ld + 1; j < n; j++, from++) sums[j] += s * a[from];
  }
}

/** x ← (x − s sums)(I − tau v vᵀ) */
function moveRow(
  n: number,
  a: Float64Array,
  at: number,
  s: number,
  sums: Float64Array,
  tau: number,
  v: Float64Array,
): void {
  let along = 0;
  for (let j = 0; j < n; j++) {
    const x = a[at + j] - s * sums[j];
    a[at + j] = x;
    along += x * v[j];
  }
  along *= tau;
  if (along !== 0) for (let j = 0; j < n; j++) a[at + j] -= along * v[j];
}
