// Fit a curve to your own data
import { add, curveFit, exp, linspace, mul, neg, type Tensor, type Value } from "wengert";

// Put your own numbers here.
const times = [0, 0.5, 1, 1.5, 2, 3, 4, 5];
const counts = [3.52, 2.18, 1.36, 1.04, 0.73, 0.62, 0.49, 0.52];

type Decay = { a: Value; rate: Value; background: Value };
const decay = (t: Tensor, p: Decay) => add(mul(p.a, exp(neg(mul(p.rate, t)))), p.background);

const fit = curveFit(decay, times, counts, { a: 1, rate: 1, background: 0 });
console.log(fit);

const t = linspace(0, 6, 120);
const { value, lower, upper } = fit.predict(t, { interval: "prediction" });
plot(t, { curve: value, lower, upper });
plot(times, { "standardized residuals (points)": fit.residuals.standardized });
show(fit.correlation, "correlations of a, rate and background");
