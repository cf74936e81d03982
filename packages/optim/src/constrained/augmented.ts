import { type Evaluated, Problem } from "../minimize/problem.ts";
import { type FlatBounds, noBounds } from "../spaces/flatbounds.ts";
import { scaledBounds } from "../spaces/scaledspace.ts";
import type { Vector } from "../spaces/vector.ts";
import type { ConstrainedPoint, ConstrainedProblem } from "./constrainedproblem.ts";

/** Multipliers λ and penalties ρ, one for each value of the constraints. */
export interface Prices {
  readonly multipliers: Vector;
  readonly penalties: Vector;
}

/**
 * The augmented Lagrangian as an objective without constraints: with tᵢ = cᵢ - λᵢ/ρᵢ and its distance δᵢ from the limits,
 *
 *     L(x) = f(x) + Σ (½ρᵢδᵢ² - λᵢ²/2ρᵢ),   ∇L = ∇f + Σ ρᵢδᵢ∇cᵢ
 *
 * At its minimum -ρδ are the next multipliers.
 *
 * Source: Rockafellar, "The multiplier method of Hestenes and Powell applied to convex programming", Journal of Optimization
 * Theory and Applications 12 (1973).
 */
export class AugmentedProblem extends Problem {
  /** Bounds on z. */
  readonly bounds: FlatBounds;
  readonly #points: WeakMap<Vector, ConstrainedPoint>;

  constructor(problem: ConstrainedProblem, prices: Prices, sizes: Vector, given: FlatBounds = noBounds(sizes.length)) {
    const points = new WeakMap<Vector, ConstrainedPoint>();
    const bounds = scaledBounds(given, sizes);
    // A variable at its bound is exactly there, where the product might miss it by its rounding.
    const unscaled = (zj: number, j: number): number => {
      if (zj <= bounds.lower[j]) return given.lower[j];
      return zj >= bounds.upper[j] ? given.upper[j] : zj * sizes[j];
    };
    super((z) => {
      const point = problem.evaluate(z.map(unscaled));
      points.set(z, point);
      return scaledAugmented(problem, point, prices, sizes);
    });
    this.bounds = bounds;
    this.#points = points;
  }

  /** The point of the constrained problem that was evaluated at these z. */
  pointAt(z: Vector): ConstrainedPoint | undefined {
    return this.#points.get(z);
  }
}

/** The augmented Lagrangian at a point, and its gradient with respect to z. */
export function scaledAugmented(
  problem: ConstrainedProblem,
  point: ConstrainedPoint,
  prices: Prices,
  sizes: Vector,
): Evaluated & { readonly gradient: Vector } {
  const { value, gradient, c, x } = point;
  if (!Number.isFinite(value)) return { value: Number.POSITIVE_INFINITY, gradient };
  const next = nextMultipliers(problem, c, prices);
  let total = value;
  for (const [i, rho] of prices.penalties.entries())
    total += ((next[i] - prices.multipliers[i]) * (next[i] + prices.multipliers[i])) / (2 * rho);
  const back = problem.constraints.pullback(x, next);
  return { value: total, gradient: gradient.map((g, j) => (g - back[j]) * sizes[j]) };
}

/** -ρδ, the multipliers for which ∇f - Σλᵢ∇cᵢ is the gradient of the augmented Lagrangian. */
export function nextMultipliers(problem: ConstrainedProblem, c: Vector, { multipliers, penalties }: Prices): Vector {
  const { lower, upper } = problem.constraints;
  return c.map((ci, i) => {
    const t = ci - multipliers[i] / penalties[i];
    const beyond = Math.max(t - upper[i], 0) - Math.max(lower[i] - t, 0);
    return beyond === 0 ? 0 : -penalties[i] * beyond;
  });
}
