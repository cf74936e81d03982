import type { Method, Step } from "../minimize/method.ts";
import { isSuccess } from "../minimize/outcome.ts";
import type { Point } from "../minimize/problem.ts";
import { longestStep, noBounds } from "../spaces/flatbounds.ts";
import { addScaled, type Vector } from "../spaces/vector.ts";
import { largestCosine } from "./criteria.ts";
import { gaussNewton } from "./dampedstep.ts";
import { triangular } from "./qr.ts";
import type { Linear, ResidualProblem } from "./residualproblem.ts";
import { withGradient } from "./withgradient.ts";

interface State {
  readonly here: Point;
  readonly linear: Linear;
}

/**
 * A method that continues after convergence with Gauss–Newton steps, as long as each makes the gradient smaller. It does so
 * only where no tolerance was given.
 *
 * Near the minimum the sum of squares depends on the square of the parameters' errors, so that comparing sums can only find half
 * the digits of the parameters. The gradient can find the others.
 */
export function withGaussNewtonPolish<S extends State>(method: Method<S, ResidualProblem>): Method<S, ResidualProblem> {
  return {
    ...method,
    advance: (problem, state, options): Step<S> => {
      const step = method.advance(problem, state, options);
      if (options.tolerance !== undefined || !isSuccess(step.outcome?.status ?? "")) return step;
      const { state: arrived, outcome } = step;
      const bounds = options.bounds ?? noBounds(state.here.x.length);
      let { here, linear }: State = arrived;
      let cosine = largestCosine(linear);
      for (let count = 0; count < 100 && cosine > Number.EPSILON; count++) {
        const p = gaussNewton(triangular(linear.jacobian, linear.residual)).step;
        if (!(longestStep(here.x, p, bounds) > 1)) break;
        const next = moved(problem, here.x, p);
        if (next === undefined || !(largestCosine(next.linear) < cosine)) break;
        ({ here, linear } = next);
        cosine = largestCosine(linear);
      }
      if (here === arrived.here) return step;
      problem.prefer(here);
      return { state: { ...arrived, here, linear }, point: here, outcome };
    },
  };
}

function moved(problem: ResidualProblem, x: Vector, p: Vector): State | undefined {
  const there = x.slice();
  addScaled(there, 1, p);
  const point = problem.evaluate(there);
  const linear = Number.isFinite(point.value) ? problem.linearize(there) : undefined;
  return linear && { here: withGradient(point, linear), linear };
}
