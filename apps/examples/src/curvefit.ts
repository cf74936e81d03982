/**
 * A curve through measurements, with bands: the rate of an enzyme at twelve concentrations of its substrate follows
 * Michaelis and Menten, rate = v c/(k + c).
 *
 * Data: Treloar 1974, treated with puromycin; in R's package datasets, where `nls` finds v = 212.7 ± 6.9, k = 0.0641 ± 0.0083.
 */
import { add, curveFit, div, mul } from "wengert";

const concentration = [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1];
const rate = [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200];

export const fit = curveFit((c, { v, k }) => div(mul(v, c), add(k, c)), concentration, rate, { v: 200, k: 0.1 });
console.log(String(fit));

/** Where nothing was measured: the curve, with a band that covers it with a probability of 95 %. */
const between = [0.04, 0.4, 2];
const { value, lower, upper } = fit.predict(between);
for (const [i, c] of between.entries()) {
  const [middle, low, high] = [value, lower, upper].map(({ data }) => data[i].toFixed(1));
  console.log(`rate at ${c}: ${middle}, between ${low} and ${high}`);
}
