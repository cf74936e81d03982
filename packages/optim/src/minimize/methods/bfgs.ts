import { addScaled, inner, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { goesOn, noLowerValue } from "../rounding.ts";
import { type CurvaturePair, curvatureOf, curvaturePair } from "./curvaturepairs.ts";
import { descentInSizes, firstStep, searchDirection, steepestLike } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  /** The inverse Hessian, n·n, row by row; absent before the first pair. */
  readonly inverse?: Vector | undefined;
  readonly trend: Trend;
}

/**
 * BFGS with the whole matrix of n² numbers and a strong Wolfe line search: fewer iterations than L-BFGS where n is small.
 *
 *     H ← (I - ρsyᵀ) H (I - ρysᵀ) + ρssᵀ,   ρ = 1/(sᵀy)
 *
 * The first H is (sᵀy/yᵀy)I. Where a search fails, H is dropped and steepest descent is tried before giving up.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), algorithm 6.1, equations 6.17 and 6.20.
 */
export const bfgs: Method<State> = {
  derivatives: true,
  inverseHessian: ({ inverse }) => inverse,
  begin: (_, here, { tolerance }) => {
    const { trend, outcome } = checkConvergence(undefined, here, here.gradient, tolerance);
    return { state: { here, trend }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here } = state;
    let { inverse } = state;
    let direction = inverse === undefined ? firstStep(here) : negativeProduct(inverse, here.gradient);
    const failed: Vector[] = [];
    let rescaled = false;
    for (;;) {
      const trial = searchDirection(problem, here, direction, 1);
      if (trial !== undefined) {
        const { point } = trial;
        const pair = curvaturePair(here, point);
        const next = pair === undefined ? inverse : updated(inverse, pair);
        const step = next && ((): Vector => negativeProduct(next, point.gradient));
        const { trend, outcome } = checkConvergence(state.trend, point, point.gradient, tolerance, step);
        return { state: { here: point, inverse: next, trend }, point, outcome };
      }
      failed.push(direction);
      if (inverse === undefined) {
        const outcome = noLowerValue(problem, here, failed, state.trend);
        if (rescaled || !goesOn(outcome, here, here.gradient)) return { state, outcome };
        rescaled = true;
        direction = descentInSizes(here);
        continue;
      }
      direction = steepestLike(direction, here.gradient);
      inverse = undefined;
    }
  },
};

function negativeProduct(matrix: Vector, v: Vector): Vector {
  const n = v.length;
  return v.map((_, i) => -inner(matrix.subarray(i * n, (i + 1) * n), v));
}

/** H + ((1 + ρyᵀHy)ρ ssᵀ) - ρ(s(Hy)ᵀ + (Hy)sᵀ): the update, multiplied out. */
function updated(matrix: Vector | undefined, pair: CurvaturePair): Vector {
  const { s, y, rho } = pair;
  const n = s.length;
  const inverse = matrix?.slice() ?? identity(n, 1 / curvatureOf(pair));
  const hy = negativeProduct(inverse, y);
  const factor = rho * (1 - rho * inner(y, hy));
  for (let i = 0; i < n; i++) {
    const row = inverse.subarray(i * n, (i + 1) * n);
    addScaled(row, factor * s[i] + rho * hy[i], s);
    addScaled(row, rho * s[i], hy);
  }
  return inverse;
}

function identity(n: number, scale: number): Vector {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = scale;
  return matrix;
}
