const EPSILON = Number.EPSILON;
// Three to five steps find a root; a bracket alone would take as many as a number has bits.
const STEPS = 200;

/** The poles pⱼ of a secular equation, ascending, by their differences, which are known better than they are. */
export interface Poles {
  readonly count: number;
  /** differences[j] ← pⱼ − pᵢ */
  from(i: number, differences: Float64Array): void;
}

/** A root as pᵢ + tau, with i the pole next to it. */
export interface Root {
  readonly origin: number;
  readonly tau: number;
}

/**
 * The root number i, counted from 0, of the secular equation
 *
 *     f(λ) = 1 + Σⱼ wⱼ/(pⱼ − λ) = 0,   wⱼ > 0,
 *
 * between poles i and i + 1, or behind the last one. It is sought as its distance from the nearer pole, so that all pⱼ − λ are known
 * to (nearly) full precision however close the root is to a pole. Each step replaces f by c + a/(pᵢ − λ) + b/(pᵢ₊₁ − λ), which has
 * the value and the slope of f at the last iterate, inside a bracket.
 *
 * Source: Li, "Solving secular equations stably and efficiently", LAPACK Working Note 89, 1993 (the middle way and the fixed weight).
 *
 * @param differences - becomes pⱼ − λ
 */
export function secularRoot(i: number, poles: Poles, w: Float64Array, differences: Float64Array): Root {
  const k = poles.count;
  const p = differences;
  if (k === 1) {
    p[0] = -w[0];
    return { origin: 0, tau: w[0] };
  }
  const inside = i < k - 1;
  // Poles up to this one and behind it are summed apart; behind the last pole, the last two stand for all.
  const left = inside ? i : k - 2;
  let origin = i;
  poles.from(i, p);
  let [low, high] = [0, 0];
  let tau: number;
  if (inside) {
    const gap = p[i + 1];
    const half = 0.5 * gap;
    let middle = 1;
    for (let j = 0; j < k; j++) middle += w[j] / (p[j] - half);
    const c = middle + (w[i] - w[i + 1]) / half;
    let [a, b] = [c * gap + w[i] + w[i + 1], w[i] * gap];
    if (middle >= 0) high = half;
    else {
      origin = i + 1;
      poles.from(origin, p);
      low = -half;
      [a, b] = [w[i] + w[i + 1] - c * gap, -w[i + 1] * gap];
    }
    tau = rootOfModel(a, b, c, true);
  } else {
    for (let j = 0; j < k; j++) high += w[j];
    tau = 0.5 * high;
  }
  let before = 0;
  let weighs = true;
  for (let step = 0; step < STEPS; step++) {
    if (!(tau > low && tau < high)) tau = 0.5 * (low + high);
    let [psi, dpsi, phi, dphi, rounding] = [0, 0, 0, 0, 0];
    for (let j = 0; j <= left; j++) {
      const t = 1 / (p[j] - tau);
      const term = w[j] * t;
      psi += term;
      dpsi += term * t;
      rounding -= psi;
    }
    for (let j = k - 1; j > left; j--) {
      const t = 1 / (p[j] - tau);
      const term = w[j] * t;
      phi += term;
      dphi += term * t;
      rounding += Math.abs(phi);
    }
    const f = 1 + psi + phi;
    rounding = Math.abs(rounding) + 1 + 8 * (Math.abs(phi) + Math.abs(psi)) + Math.abs(tau) * (dpsi + dphi);
    if (Math.abs(f) <= EPSILON * rounding) break;
    if (f < 0) low = tau;
    else high = tau;
    if (high - low <= 2 * EPSILON * Math.max(Math.abs(low), Math.abs(high))) break;
    // Where a model makes slow progress the other one is taken.
    if (step > 0 && Math.sign(f) === Math.sign(before) && Math.abs(f) > 0.1 * Math.abs(before)) weighs = !weighs;
    before = f;
    const [d1, d2, slope] = [p[left] - tau, p[left + 1] - tau, dpsi + dphi];
    let c = f - d1 * dpsi - d2 * dphi;
    if (weighs && inside) {
      const near = w[origin] / (p[origin] - tau) ** 2;
      c = origin === i ? f - d2 * slope - (d1 - d2) * near : f - d1 * slope - (d2 - d1) * near;
    }
    let eta = rootOfModel((d1 + d2) * f - d1 * d2 * slope, d1 * d2 * f, c, inside);
    if (!(f * eta < 0)) eta = -f / slope;
    tau += eta;
  }
  for (let j = 0; j < k; j++) p[j] -= tau;
  return { origin, tau };
}

/** The root of c η² − a η + b that lies between two poles, or behind both. */
function rootOfModel(a: number, b: number, c: number, inside: boolean): number {
  const root = Math.sqrt(Math.max(0, a * a - 4 * b * c));
  if (inside) return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root);
  return a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root);
}
