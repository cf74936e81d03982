/** A reflection I − tau·v·vᵀ with v₀ = 1 that turns a vector into (beta, 0, …, 0). */
interface Reflection {
  readonly beta: number;
  readonly tau: number;
}

/**
 * Makes the reflection for the n entries of x from `at` on, in steps of `stride`, and leaves v₁, v₂, … in their place. As in
 * LAPACK, beta has the sign opposite to x₀, so that x₀ − beta does not cancel; and a vector that is already of that form is
 * left alone, with tau = 0.
 *
 * Source: Golub and Van Loan, "Matrix Computations", chapter 5.
 */
export function reflect(n: number, x: Float64Array, at: number, stride: number): Reflection {
  const alpha = x[at];
  let most = 0;
  for (let i = 1, p = at + stride; i < n; i++, p += stride) most = Math.max(most, Math.abs(x[p]));
  if (most === 0) return { beta: alpha, tau: 0 };
  // Relative to the largest entry: so squares neither overflow nor underflow, and tiny vectors keep their digits.
  most = Math.max(most, Math.abs(alpha));
  const first = alpha / most;
  let squares = first ** 2;
  for (let i = 1, p = at + stride; i < n; i++, p += stride) squares += (x[p] / most) ** 2;
  const norm = first < 0 ? Math.sqrt(squares) : -Math.sqrt(squares);
  for (let i = 1, p = at + stride; i < n; i++, p += stride) x[p] = x[p] / most / (first - norm);
  return { beta: norm * most, tau: (norm - first) / norm };
}
