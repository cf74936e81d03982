// What the reductions to few diagonals share. Addresses are in bytes, lengths in doubles.

/**
 * The reflection I − tau·v·vᵀ with v = 1 at the address `pivot` that turns x into beta there and 0 elsewhere. Overwrites x with v,
 * stores beta and returns tau: 0, if x has that form already. As in LAPACK, beta has the sign opposite to the entry there.
 */
export function reflect(n: i32, x: usize, pivot: usize, beta: usize): f64 {
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

/** The sum of both lanes. */
// @ts-expect-error: decorator
@inline
export function lanes(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}
