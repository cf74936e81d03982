/**
 * A portfolio with constraints: shares of four kinds of assets that add up to 1, none below 0 or above a half, with the least
 * variance for a return that is asked for. The multipliers say what a higher return would cost.
 */
import { dot, matvec, minimize, mul, outer, sum, type Tensor, tensor } from "wengert";

const names = ["bonds", "shares", "small", "gold"];
const returns = tensor([0.03, 0.07, 0.09, 0.04]);
const deviations = tensor([0.05, 0.16, 0.22, 0.15]);
const correlations = tensor([
  [1, 0.1, 0.05, 0.15],
  [0.1, 1, 0.8, 0],
  [0.05, 0.8, 1, -0.05],
  [0.15, 0, -0.05, 1],
]);
const covariance = mul(correlations, outer(deviations, deviations));
const variance = (w: Tensor): Tensor => dot(w, matvec(covariance, w));

export function portfolioFor(target: number) {
  const { params, value, constraints, success, message } = minimize(variance, tensor([0.25, 0.25, 0.25, 0.25]), {
    bounds: { lower: 0, upper: 0.5 },
    constraints: [
      { of: (w) => sum(w), equals: 1, name: "all of it" },
      { of: (w) => dot(returns, w), atLeast: target, name: "the return" },
    ],
  });
  if (!success) throw new Error(message);
  return { target, shares: Array.from(params.data), deviation: Math.sqrt(value), limits: constraints };
}

export const frontier = [0.04, 0.05, 0.06, 0.07].map(portfolioFor);
console.log(["return", ...names, "risk", "∂variance/∂return"].join("\t"));
for (const { target, shares, deviation, limits } of frontier) {
  const cells = [target, ...shares, deviation].map((share) => `${(100 * share).toFixed(1)} %`);
  console.log([...cells, limits[1].multiplier.item().toFixed(3)].join("\t"));
}
