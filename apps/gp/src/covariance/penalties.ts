import { add, div, log, log1p, mul, square, sub, type Value } from "wengert";
import type { Prior } from "./priors.ts";

/**
 * Minus the logarithm of a prior's density, up to a constant. It is the density of log θ, as what is learned are logarithms:
 * θ p(θ) where p is that of θ. Such a density has no unit, and its highest point stands beside each:
 *
 *     logNormal(m, s)      ½ (log(θ/m)/s)²              at m
 *     gamma(k, s)          θ/s − k log(θ/s)             at k s, the mean
 *     inverseGamma(k, s)   s/θ + k log(θ/s)             at s/k
 *     halfNormal(s)        ½ (θ/s)² − log(θ/s)          at s
 *     halfCauchy(s)        log(1 + (θ/s)²) − log(θ/s)   at s
 *     uniform(a, b)        −log(θ/b) between a and b    at b
 *
 * The distributions' densities: Gelman et al., Bayesian Data Analysis (3rd edition, 2013), appendix A.
 */
export function penaltyOf(prior: Prior, theta: Value): Value {
  switch (prior.distribution) {
    case "logNormal":
      return mul(0.5, square(div(log(div(theta, prior.median)), prior.deviation)));
    case "gamma":
      return scaled(theta, prior.scale, (t) => sub(t, mul(prior.shape, log(t))));
    case "inverseGamma":
      return scaled(theta, prior.scale, (t) => add(div(1, t), mul(prior.shape, log(t))));
    case "halfNormal":
      return scaled(theta, prior.scale, (t) => sub(mul(0.5, square(t)), log(t)));
    case "halfCauchy":
      return scaled(theta, prior.scale, (t) => sub(log1p(square(t)), log(t)));
    case "uniform":
      return scaled(theta, prior.high, (t) => mul(-1, log(t)));
  }
}

function scaled(theta: Value, scale: number, f: (t: Value) => Value): Value {
  return f(div(theta, scale));
}
