import { WengertError } from "@wengert/array";
import { applyUpdates } from "./applyupdates.ts";
import type { Method, Outcome } from "./descent.ts";
import { bfgs } from "./descents/bfgs.ts";
import { conjugateGradients } from "./descents/cg.ts";
import { limitedBfgs } from "./descents/lbfgs.ts";
import { boundedBfgs } from "./descents/lbfgsb.ts";
import { nelderMead } from "./descents/neldermead.ts";
import { newtonCg } from "./descents/newtoncg.ts";
import { trustNcg } from "./descents/trustncg.ts";
import type { MethodName } from "./options.ts";
import type { Point } from "./problem.ts";
import type { Space } from "./space.ts";
import type { Transformation } from "./transformation.ts";
import { largest } from "./vector.ts";

const named: Readonly<Record<MethodName, Method>> = {
  lbfgs: limitedBfgs,
  lbfgsb: boundedBfgs,
  bfgs,
  cg: conjugateGradients,
  "newton-cg": newtonCg,
  "trust-ncg": trustNcg,
  "nelder-mead": nelderMead,
};

/** Methods that stay within bounds. */
const bounded: readonly string[] = ["lbfgsb", "nelder-mead"];

/** @throws {WengertError} for a name that no method has, and for bounds that the method does not know */
export function methodFor(
  method: MethodName | Transformation,
  space: Space<unknown, unknown>,
  hasBounds: boolean,
): Method {
  const known = typeof method !== "string" || Object.hasOwn(named, method);
  if (!known) {
    const names = Object.keys(named).map((name) => `"${name}"`);
    const message = `minimize: there is no method "${method}"; there is ${names.join(", ")}, or a transformation`;
    throw new WengertError(message, "minimize");
  }
  if (hasBounds && !(typeof method === "string" && bounded.includes(method))) {
    const called = typeof method === "string" ? `the method "${method}"` : "a transformation";
    throw new WengertError(`minimize: ${called} knows no bounds; "lbfgsb" and "nelder-mead" do`, "minimize");
  }
  return typeof method === "string" ? named[method] : steps(method, space);
}

interface State {
  readonly here: Point;
  readonly inner: unknown;
}

/**
 * The method that steps as a transformation says. It ends by itself only where a tolerance on the gradient was given
 * and holds, or where the objective is not finite.
 */
function steps(transformation: Transformation, space: Space<unknown, unknown>): Method {
  const converged = ({ gradient }: Point, tolerance: number | undefined): Outcome | undefined => {
    if (tolerance === undefined || largest(gradient) > tolerance) return undefined;
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
