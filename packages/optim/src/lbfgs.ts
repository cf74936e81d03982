import { convergence, type Descent, type DescentOptions, stuck } from "./descent.ts";
import type { Slope } from "./interval.ts";
import { lineSearch } from "./linesearch.ts";
import type { Point, Problem } from "./problem.ts";
import { addScaled, inner, type Vector } from "./vector.ts";

/** One step and the change of the gradient along it; rho = 1/(sᵀy). */
interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

interface Trial extends Slope {
  readonly point: Point;
}

/**
 * Limited-memory BFGS with a strong Wolfe line search.
 *
 * The first step has length at most 1. Where a search fails, the memory is dropped and steepest descent tried before
 * giving up.
 *
 * Source: Liu & Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
 * Programming 45 (1989); Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), section 7.2.
 */
export function* lbfgs(problem: Problem, start: Point, { tolerance, memory = 10 }: DescentOptions): Descent {
  let here = start;
  let promised = Number.POSITIVE_INFINITY;
  const pairs: Pair[] = [];
  const converged = convergence(tolerance);
  const done = converged(here);
  if (done !== undefined) return done;
  for (;;) {
    const { x, value, gradient } = here;
    const direction = descentDirection(gradient, pairs);
    const slope = inner(direction, gradient);
    const first = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(inner(direction, direction)));
    const phi = (step: number): Trial => {
      const there = x.slice();
      addScaled(there, step, direction);
      const point = problem.evaluate(there);
      return { step, value: point.value, slope: inner(point.gradient, direction), point };
    };
    const trial = slope < 0 ? lineSearch(phi, { step: 0, value, slope, point: here }, first) : undefined;
    if (trial === undefined) {
      if (pairs.length === 0) return stuck(here, promised);
      promised = -slope / 2;
      pairs.length = 0;
      continue;
    }
    remember(pairs, here, trial.point, memory);
    here = trial.point;
    yield { point: here, outcome: converged(here) };
  }
}

/** Keeps the newest pairs, and of them only those whose curvature sᵀy is positive beyond rounding. */
function remember(pairs: Pair[], from: Point, to: Point, memory: number): void {
  const s = to.x.slice();
  addScaled(s, -1, from.x);
  const y = to.gradient.slice();
  addScaled(y, -1, from.gradient);
  const curvature = inner(s, y);
  if (!(curvature > Number.EPSILON * inner(y, y))) return;
  pairs.push({ s, y, rho: 1 / curvature });
  if (pairs.length > memory) pairs.shift();
}

/**
 * -H g by the two-loop recursion: H is the inverse Hessian that BFGS updates by the pairs, oldest first, build from
 * γI. The scaling γ = sᵀy/yᵀy of the newest pair estimates the inverse Hessian along it.
 *
 * Source: Nocedal & Wright, algorithm 7.4 and equation 7.20.
 */
function descentDirection(gradient: Vector, pairs: readonly Pair[]): Vector {
  const d = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alphas[i] = rho * inner(s, d);
    addScaled(d, -alphas[i], y);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const gamma = 1 / (newest.rho * inner(newest.y, newest.y));
    for (let i = 0; i < d.length; i++) d[i] *= gamma;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) addScaled(d, alphas[i] - rho * inner(y, d), s);
  return d;
}
