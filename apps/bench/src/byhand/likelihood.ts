import { cholesky, gramOfLower, invertLower, solveLower } from "./cholesky.ts";

/** A Gaussian process with a squared-exponential covariance, and where its parameters are. */
export interface Problem {
  readonly n: number;
  readonly d: number;
  /** [n, d] */
  readonly x: Float64Array;
  /** [n] */
  readonly y: Float64Array;
  /** Logarithms: of d lengthscales, of the variance, of the noise's variance. */
  readonly theta: Float64Array;
}

/**
 * The negative log marginal likelihood, and its gradient by θ if asked for.
 *
 *     Kᵢⱼ = v exp(−½ Σₖ (xᵢₖ − xⱼₖ)²/ℓₖ²) + s δᵢⱼ,   f = ½ yᵀα + Σ log Lᵢᵢ + ½ n log 2π,   α = K⁻¹y
 *     ∂f/∂θ = Σ Gᵢⱼ ∂Kᵢⱼ/∂θ,   G = ½ (K⁻¹ − ααᵀ)
 *
 * Source: Rasmussen & Williams, "Gaussian Processes for Machine Learning", 2006, equations 2.30 and 5.9.
 */
export function likelihood({ n, d, x, y, theta }: Problem, withGradient: boolean): Float64Array {
  const z = x.map((value, at) => value / Math.exp(theta[at % d]));
  const [variance, noise] = [Math.exp(theta[d]), Math.exp(theta[d + 1])];
  const smooth = covariance(n, d, z, variance);
  const k = smooth.slice();
  for (let i = 0; i < n; i++) k[i * n + i] += noise;
  const l = cholesky(n, k);
  const alpha = y.slice();
  solveLower(n, l, alpha, false);
  solveLower(n, l, alpha, true);
  let value = 0.5 * n * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i++) value += 0.5 * y[i] * alpha[i] + Math.log(l[i * n + i]);
  if (!withGradient) return Float64Array.of(value);
  return Float64Array.of(value, ...gradient(n, d, z, noise, smooth, l, alpha));
}

/** The lower triangle of the covariance without noise. */
function covariance(n: number, d: number, z: Float64Array, variance: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let distance = 0;
      for (let k = 0; k < d; k++) distance += (z[i * d + k] - z[j * d + k]) ** 2;
      out[i * n + j] = variance * Math.exp(-0.5 * distance);
    }
  }
  return out;
}

function gradient(
  n: number,
  d: number,
  z: Float64Array,
  noise: number,
  smooth: Float64Array,
  l: Float64Array,
  alpha: Float64Array,
): Float64Array {
  const inverse = gramOfLower(n, invertLower(n, l));
  const out = new Float64Array(d + 2);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const g = 0.5 * (inverse[i * n + j] - alpha[i] * alpha[j]);
      // Each entry off the diagonal stands for two.
      const weight = (i === j ? 1 : 2) * g * smooth[i * n + j];
      for (let k = 0; k < d; k++) out[k] += weight * (z[i * d + k] - z[j * d + k]) ** 2;
      out[d] += weight;
      if (i === j) out[d + 1] += noise * g;
    }
  }
  return out;
}
