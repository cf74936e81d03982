import { type Evaluated, Problem } from "../minimize/problem.ts";
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
  readonly #points: WeakMap<Vector, ConstrainedPoint>;

  constructor(problem: ConstrainedProblem, prices: Prices) {
    const points = new WeakMap<Vector, ConstrainedPoint>();
    super((x) => {
      const point = problem.evaluate(x);
      points.set(x, point);
      return augmented(problem, point, prices);
    });
    this.#points = points;
  }

  /** The point of the constrained problem that was evaluated at these numbers. */
  pointAt(x: Vector): ConstrainedPoint | undefined {
    return this.#points.get(x);
  }
}

/** The augmented Lagrangian at a point, and its gradient. */
export function augmented(problem: ConstrainedProblem, point: ConstrainedPoint, prices: Prices): Evaluated {
  const { value, gradient, c, x } = point;
  if (!Number.isFinite(value)) return { value: Number.POSITIVE_INFINITY, gradient };
  const next = nextMultipliers(problem, c, prices);
  let total = value;
  for (const [i, rho] of prices.penalties.entries())
    total += ((next[i] - prices.multipliers[i]) * (next[i] + prices.multipliers[i])) / (2 * rho);
  const back = problem.constraints.pullback(x, next);
  return { value: total, gradient: gradient.map((g, j) => g - back[j]) };
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
