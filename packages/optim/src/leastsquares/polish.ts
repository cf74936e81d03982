import { everywhere, reach } from "../box.ts";
import type { Method, Step } from "../descent.ts";
import type { Point } from "../problem.ts";
import { addScaled, type Vector } from "../vector.ts";
import { largestCosine } from "./criteria.ts";
import { gaussNewton } from "./damped.ts";
import { triangular } from "./qr.ts";
import type { Linear, ResidualProblem } from "./residuals.ts";
import { withGradient } from "./withgradient.ts";

interface State {
  readonly here: Point;
  readonly linear: Linear;
}

/**
 * A method that, where it has converged without a tolerance being asked for, goes on with steps of Gauss and Newton as long
 * as each makes the gradient smaller.
 *
 * Near its minimum the sum changes with the square of the parameters' errors: at half the digits of a double it is flat, and
 * no comparison of sums tells better parameters from worse. The gradient does, to the last digits.
 */
export function polished<S extends State>(method: Method<S, ResidualProblem>): Method<S, ResidualProblem> {
  return {
    ...method,
    advance: (problem, state, options): Step<S> => {
      const step = method.advance(problem, state, options);
      if (options.tolerance !== undefined || step.outcome?.status !== "converged") return step;
      const { state: arrived, outcome } = step;
      const box = options.box ?? everywhere(state.here.x.length);
      let { here, linear }: State = arrived;
      let cosine = largestCosine(linear);
      for (let count = 0; count < 100 && cosine > Number.EPSILON; count++) {
        const p = gaussNewton(triangular(linear.jacobian, linear.residual)).step;
        if (!(reach(here.x, p, box) > 1)) break;
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
