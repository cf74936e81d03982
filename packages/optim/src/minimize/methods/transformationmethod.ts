import type { Space } from "../../spaces/space.ts";
import { maxAbs } from "../../spaces/vector.ts";
import { applyUpdates } from "../../transforms/applyupdates.ts";
import type { Transformation } from "../../transforms/transformation.ts";
import type { Method } from "../method.ts";
import type { Outcome } from "../outcome.ts";
import type { Point } from "../problem.ts";

interface State {
  readonly here: Point;
  readonly inner: unknown;
}

/**
 * The method that applies the updates of a transformation. It ends by itself only where the gradient meets a given tolerance, or
 * where the objective is not finite.
 */
export function transformationMethod(transformation: Transformation, space: Space<unknown, unknown>): Method {
  const converged = ({ gradient }: Point, tolerance: number | undefined): Outcome | undefined => {
    if (tolerance === undefined || maxAbs(gradient) > tolerance) return undefined;
    return { status: "converged", message: `the gradient's largest entry is at most ${tolerance}` };
  };
  const method: Method<State> = {
    derivatives: true,
    begin: (_, here, { tolerance }) => ({
      state: { here, inner: transformation.init(space.tree(here.x)) },
      outcome: converged(here, tolerance),
    }),
    advance: (problem, state, { tolerance }) => {
      const params = space.tree(state.here.x);
      const [updates, inner] = transformation.update(space.tree(state.here.gradient), state.inner, params);
      const point = problem.evaluate(space.vector(applyUpdates(params, updates)));
      if (!Number.isFinite(point.value)) {
        const message = "a step led to where the value is not finite: try a smaller learning rate";
        return { state, outcome: { status: "nonFinite", message } };
      }
      return { state: { here: point, inner }, point, outcome: converged(point, tolerance) };
    },
  };
  return method;
}
