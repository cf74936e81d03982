import type { Started } from "./covariance.ts";

/**
 * A rising trend, a season whose shape drifts over decades, irregularities of some years, and noise that is partly
 * shared by neighbouring months. The numbers are where the fit starts: variances, and lengths in years.
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), section 5.4.3, from rounder numbers.
 */
export const co2Covariance: Started = {
  kernel: "sum",
  parts: {
    trend: { kernel: "rbf", variance: 50 ** 2, arguments: { length: 50 } },
    season: {
      kernel: "product",
      variance: 2 ** 2,
      parts: {
        decay: { kernel: "rbf", arguments: { length: 100 } },
        cycle: { kernel: "periodic", arguments: { length: 1, period: 1 } },
      },
    },
    irregular: { kernel: "rationalQuadratic", variance: 0.5 ** 2, arguments: { length: 1, alpha: 1 } },
    weather: { kernel: "rbf", variance: 0.1 ** 2, arguments: { length: 0.1 } },
    noise: { kernel: "noise", variance: 0.1 ** 2, arguments: {} },
  },
};
