/*
 * Quantiles of Student's t and of the normal distribution, to 1e-13. Libraries were tried: jStat's are right to 8 digits for few
 * degrees of freedom and to 3 for 10⁸; @stdlib's are exact, but bring 220 packages and 42 kB of compressed code for one function.
 */

/**
 * The t for which a variable with Student's distribution is in (-t, t) with a given probability. Without end to the degrees of
 * freedom, that of the normal distribution.
 *
 * Newton's method for log Q as a function of log t, where Q is the upper tail: this function is concave and falls, so that the
 * method approaches the solution from one side. From ν = 10⁴ on the first terms of the expansion of t in 1/ν are exact enough.
 *
 * Source: Fisher & Cornish, "The percentile points of distributions having known cumulants", Technometrics 2 (1960).
 *
 * @param level - between 0 and 1
 * @param freedom - positive
 */
export function studentQuantile(level: number, freedom: number): number {
  const tail = (1 - level) / 2;
  if (freedom <= 1e4) return solveTail(tail, (t) => studentTail(t, freedom));
  const z = solveTail(tail, normalTail);
  const z2 = z * z;
  const first = (z * (z2 + 1)) / 4;
  const second = (z * (3 + z2 * (16 + 5 * z2))) / 96;
  const third = (z * (-15 + z2 * (17 + z2 * (19 + 3 * z2)))) / 384;
  return z + (first + (second + third / freedom) / freedom) / freedom;
}

interface Tail {
  /** The probability of more than t. */
  readonly probability: number;
  /** The density at t. */
  readonly density: number;
}

function solveTail(probability: number, tailAt: (t: number) => Tail): number {
  let t = 1;
  for (let count = 0; count < 200; count++) {
    const tail = tailAt(t);
    // d log Q / d log t = -t·density/Q
    const step = (Math.log(tail.probability / probability) * tail.probability) / (t * tail.density);
    // From where the slope is small, a whole step would lead beyond all tails that numbers can hold.
    t *= Math.exp(Math.min(step, 1));
    if (Math.abs(step) < 1e-15) break;
  }
  return t;
}

/**
 * With a = ν/2 and x = ν/(ν + t²), Q = ½ Iₓ(a, ½), the incomplete beta function by its continued fraction.
 *
 * Source: NIST Digital Library of Mathematical Functions, 8.17.22.
 */
function studentTail(t: number, freedom: number): Tail {
  const a = freedom / 2;
  const ratio = (t * t) / freedom;
  const x = 1 / (1 + ratio);
  const power = Math.exp(-a * Math.log1p(ratio));
  const scale = gammaRatio(a) / Math.sqrt(Math.PI);
  const density = (scale * power * Math.sqrt(x)) / Math.sqrt(freedom);
  // xᵃ(1 - x)^½ / B(a, ½)
  const front = scale * power * Math.sqrt(ratio * x);
  if (x < (a + 1) / (a + 2.5)) return { density, probability: front / a / betaFraction(a, 0.5, x) / 2 };
  return { density, probability: 0.5 - front / betaFraction(0.5, a, ratio * x) };
}

/** 1 + d₁/(1 + d₂/(1 + …)) by the method of Lentz. */
function betaFraction(a: number, b: number, x: number): number {
  let [c, d, f] = [1, 0, 1];
  for (let n = 1; n < 10_000; n++) {
    const m = Math.floor(n / 2);
    const numerator =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + n - 1) * (a + n))
        : (-(a + m) * (a + b + m) * x) / ((a + n - 1) * (a + n));
    d = 1 / (1 + numerator * d);
    c = 1 + numerator / c;
    f *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return f;
}

/** Γ(a + ½)/Γ(a), by its asymptotic series at a + k ≥ 100. Source: DLMF 5.11.13. */
function gammaRatio(a: number): number {
  let factor = 1;
  let b = a;
  for (; b < 100; b++) factor *= b / (b + 0.5);
  const series = 1 + (-1 / 8 + (1 / 128 + (5 / 1024 + (-21 / 32768 - 399 / 262144 / b) / b) / b) / b) / b;
  return factor * Math.sqrt(b) * series;
}

/** The normal distribution: a series below 2, above a continued fraction. Source: DLMF 7.6.2 and 7.9.1. */
function normalTail(z: number): Tail {
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z > 2) {
    let fraction = z;
    for (let k = 200; k > 0; k--) fraction = z + k / fraction;
    return { density, probability: density / fraction };
  }
  let [term, sum] = [z, z];
  for (let k = 3; term > 1e-18 * sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return { density, probability: 0.5 - density * sum };
}
