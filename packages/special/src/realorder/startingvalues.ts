/*
 * K of two neighbouring orders μ and μ + 1 with −½ ≤ μ ≤ ½, from which all others follow by the recurrence upwards
 * (DLMF 10.29.1), in which nothing cancels. Three ways to them: a series in the neighbourhood of 0, a continued fraction
 * beyond 2, and the closed form for μ = ±½.
 */

/** e^decay·K_μ(x) and e^decay·K_{μ+1}(x), where decay is 0 or x: what has not been multiplied yet cannot underflow. */
export interface StartingValues {
  readonly low: number;
  readonly high: number;
  readonly decay: number;
}

/** |ν| as a whole number and a rest in [−½, ½]. */
export function splitOrder(nu: number): readonly [whole: number, mu: number] {
  const whole = Math.round(Math.abs(nu));
  return [whole, Math.abs(nu) - whole];
}

/**
 * K_μ and K_{μ+1} as functions of x > 0, finite.
 *
 * @param mu - from −½ to ½
 */
export function startingValues(mu: number): (x: number) => StartingValues {
  if (Math.abs(mu) === 0.5) return (x) => elementary(mu, x);
  const series = temmeSeries(mu);
  return (x) => (x <= 2 ? series(x) : continuedFraction(mu, x));
}

/** K_{½}(x) = K_{−½}(x) = √(π/2x) e⁻ˣ,   K_{3/2}(x) = K_{½}(x)(1 + 1/x) (DLMF 10.39.2). */
function elementary(mu: number, x: number): StartingValues {
  const low = Math.sqrt(Math.PI / 2) / Math.sqrt(x);
  return { low, high: mu < 0 ? low : low + low / x, decay: x };
}

/**
 * Temme's series, for x ≤ 2: with cₖ = (x²/4)ᵏ/k!
 *
 *     K_μ = Σ cₖ fₖ,   K_{μ+1} = (2/x) Σ cₖ (pₖ − k fₖ)
 *     fₖ = (k fₖ₋₁ + pₖ₋₁ + qₖ₋₁)/(k² − μ²),   pₖ = pₖ₋₁/(k − μ),   qₖ = qₖ₋₁/(k + μ)
 *     p₀ = ½ (x/2)^(−μ) Γ(1 + μ),   q₀ = ½ (x/2)^μ Γ(1 − μ),   σ = μ log(2/x)
 *     f₀ = (πμ/sin πμ)(Γ₁ cosh σ + Γ₂ log(2/x) sinh σ/σ)
 *
 * where Γ₁ = (1/Γ(1 − μ) − 1/Γ(1 + μ))/2μ and Γ₂ = (1/Γ(1 − μ) + 1/Γ(1 + μ))/2 are the odd and the even part of a power
 * series, so that nothing cancels at μ = 0. Source: Temme, "On the numerical evaluation of the modified Bessel function
 * of the third kind", Journal of Computational Physics 19 (1975), 324.
 */
function temmeSeries(mu: number): (x: number) => StartingValues {
  const [even, odd] = reciprocalGammaParts(mu);
  const factor = mu === 0 ? 1 : (Math.PI * mu) / Math.sin(Math.PI * mu);
  const [pStart, qStart] = [0.5 / (even - mu * odd), 0.5 / (even + mu * odd)];
  return (x) => {
    const logarithm = Math.LN2 - Math.log(x);
    const sigma = mu * logarithm;
    const power = x ** -mu * 2 ** mu;
    const sinhc = Math.abs(sigma) < 1 ? sinhOver(sigma) : (power - 1 / power) / (2 * sigma);
    let f = factor * ((odd * (power + 1 / power)) / 2 + even * logarithm * sinhc);
    let [p, q] = [pStart * power, qStart / power];
    let [low, high] = [f, p];
    const s = (x * x) / 4;
    // f is negative at first for x > 1.12, and 0 somewhere; p is not.
    for (let k = 1, c = s; c * (Math.abs(f) + p) > 1e-18 * Math.min(Math.abs(low), high); c *= s / ++k) {
      f = (k * f + p + q) / (k * k - mu * mu);
      p /= k - mu;
      q /= k + mu;
      low += c * f;
      high += c * (p - k * f);
    }
    return { low, high: (2 * high) / x, decay: 0 };
  };
}

function sinhOver(sigma: number): number {
  return sigma === 0 ? 1 : Math.sinh(sigma) / sigma;
}

/** Γ₂ and Γ₁ of μ, by 1/Γ(1 + z) = Σ dⱼ zʲ. */
function reciprocalGammaParts(mu: number): readonly [even: number, odd: number] {
  let [even, odd] = [0, 0];
  for (let j = RECIPROCAL_GAMMA.length - 2; j >= 0; j -= 2) {
    even = even * mu * mu + RECIPROCAL_GAMMA[j];
    odd = odd * mu * mu - RECIPROCAL_GAMMA[j + 1];
  }
  return [even, odd];
}

/** dⱼ, from j = 0: mpmath, `taylor(lambda z: rgamma(1 + z), 0, 21)`. Beyond, dⱼ/2ʲ is below 1e-20. */
const RECIPROCAL_GAMMA: readonly number[] = [
  1, 0.577215664901532861, -0.655878071520253881, -0.0420026350340952355, 0.16653861138229149, -0.0421977345555443367,
  -0.00962197152787697356, 0.00721894324666309954, -0.00116516759186906511, -0.000215241674114950973,
  0.000128050282388116186, -0.0000201348547807882387, -1.25049348214267066e-6, 1.13302723198169588e-6,
  -2.0563384169776071e-7, 6.11609510448141582e-9, 5.00200764446922293e-9, -1.18127457048702014e-9,
  1.04342671169110051e-10, 7.78226343990507125e-12, -3.69680561864220571e-12, 5.10037028745447598e-13,
];

/**
 * For x > 2, by Steed's evaluation of a continued fraction for the ratio of Kummer functions U, whose sum S normalizes:
 *
 *     eˣ K_μ(x) = √(π/2x)/S,   K_{μ+1}/K_μ = (μ + ½ + x − (¼ − μ²) h)/x
 *
 * Source: Thompson and Barnett, "Modified Bessel functions I_ν(z) and K_ν(z) of real order and complex argument",
 * Computer Physics Communications 47 (1987), 245.
 */
function continuedFraction(mu: number, x: number): StartingValues {
  const first = 0.25 - mu * mu;
  let b = 2 * (1 + x);
  let d = 1 / b;
  let [h, step] = [d, d];
  let [before, last] = [0, 1]; // of a recurrence, normalized by the coefficients c
  let [a, c, q] = [-first, first, first];
  let sum = 1 + q * step;
  for (let k = 2; ; k++) {
    a -= 2 * (k - 1);
    c *= -a / k;
    const next = (before - b * last) / a;
    [before, last] = [last, next];
    q += c * next;
    b += 2;
    d = 1 / (b + a * d);
    step *= b * d - 1;
    h += step;
    sum += q * step;
    if (!(Math.abs(q * step) > 1e-17 * sum)) break;
  }
  const low = Math.sqrt(Math.PI / 2) / Math.sqrt(x) / sum;
  return { low, high: low * ((mu + 0.5 - first * h) / x + 1), decay: x };
}
