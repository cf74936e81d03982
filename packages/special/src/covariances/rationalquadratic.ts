import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { add, div, elementwise, elementwise2, exp, less, mul, neg, square, where } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * The rational quadratic covariance of unit variance, as a function of the squared scaled distance d² = r²/ℓ²
 *
 *     y = (1 + d²/2α)^(−α) = e^(−α log1p(w)),   w = d²/2α;   e^(−d²/2) for α = ∞
 *     ∂y/∂d² = −½ y/(1 + w),   ∂y/∂α = −y (log1p(w) − w/(1 + w))
 *
 * a mixture of squared exponentials of all lengths; the smaller α, the more they differ. Smooth at d² = 0, and as
 * accurate for large α and small d² as anywhere: the difference in ∂y/∂α is computed as one. Within 1e-13 of
 * max(1, |log y|), relative. d² and α broadcast; NaN unless α > 0.
 *
 * Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 4.2.1.
 *
 * @param d2 - squared distances, of any shape: pairwiseSquaredDistance(div(x, ℓ))
 * @param alpha - positive
 * @example
 * rationalQuadratic(tensor([0, 1]), 2).toArray(); // => [1, 0.64]
 */
export function rationalQuadratic(d2: Value, alpha: Value): Tensor {
  expectNoMore("rationalQuadratic", arguments[2]);
  return exp(logarithm(d2, alpha));
}

/** log y = −α log1p(w). At d² = ∞, where y is 0, its derivative in α stands for that of y, which is 0. */
const logarithm: (d2: Value, alpha: Value) => Tensor = /* @__PURE__ */ elementwise2("rationalQuadratic", logarithmOf, [
  (d2, alpha) => slope(d2, alpha),
  (d2, alpha) => where(less(d2, Number.POSITIVE_INFINITY), neg(excess(ratio(d2, alpha))), 0),
]);

/** −½/(1 + w). Its derivative in α is −½ w/(α (1 + w)²), which tends to 0 for d² = ∞. */
const slope: (d2: Value, alpha: Value) => Tensor = /* @__PURE__ */ elementwise2(
  "rationalQuadratic",
  (d2, alpha) => -0.5 / (1 + d2 / (2 * alpha)),
  [
    (d2, alpha) => div(square(div(0.5, add(1, ratio(d2, alpha)))), alpha),
    (d2, alpha) => where(less(d2, Number.POSITIVE_INFINITY), neg(fall(d2, alpha)), 0),
  ],
);

/** ½ w/(α (1 + w)²) */
function fall(d2: Value, alpha: Value): Tensor {
  const w = ratio(d2, alpha);
  return div(div(w, square(add(1, w))), mul(2, alpha));
}

function ratio(d2: Value, alpha: Value): Tensor {
  return div(d2, mul(2, alpha));
}

function logarithmOf(d2: number, alpha: number): number {
  if (!(alpha > 0)) return Number.NaN;
  if (alpha === Number.POSITIVE_INFINITY) return -d2 / 2;
  const w = d2 / (2 * alpha);
  return Math.abs(w) < 1e-8 ? (-d2 / 2) * (1 - w / 2) : -alpha * Math.log1p(w);
}

/** log1p(w) − w/(1 + w), which is w²/2 − 2w³/3 + … near 0;   its derivative is w/(1 + w)² */
const excess: (w: Value) => Tensor = /* @__PURE__ */ elementwise("rationalQuadratic", excessOf, (w) =>
  div(w, square(add(1, w))),
);

/**
 * With v = w/(2 + w), log1p(w) = 2 atanh v = 2 Σ v^(2k+1)/(2k + 1) and w/(1 + w) = 2v/(1 + v), so that for |v| < ⅕
 *
 *     log1p(w) − w/(1 + w) = 2v²/(1 + v) + 2 Σ v^(2k+1)/(2k + 1) over k ≥ 1
 */
function excessOf(w: number): number {
  if (!(Math.abs(w) < 0.5)) return w === Number.POSITIVE_INFINITY ? w : Math.log1p(w) - w / (1 + w);
  const v = w / (2 + w);
  let total = (2 * v * v) / (1 + v);
  for (let k = 3, power = 2 * v ** 3; Math.abs(power) > 1e-17 * total; k += 2, power *= v * v) total += power / k;
  return total;
}
