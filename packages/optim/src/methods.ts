import { WengertError } from "@wengert/array";
import { applyUpdates } from "./applyupdates.ts";
import type { Method, Outcome } from "./descent.ts";
import { lbfgs } from "./lbfgs.ts";
import type { MethodName } from "./options.ts";
import type { Point } from "./problem.ts";
import type { Space } from "./space.ts";
import type { Transformation } from "./transformation.ts";
import { largest } from "./vector.ts";

const named: Readonly<Record<MethodName, Method>> = { lbfgs };

/** @throws {WengertError} for a name that no method has */
export function methodFor(method: MethodName | Transformation, space: Space<unknown, unknown>): Method {
  if (typeof method !== "string") return steps(method, space);
  if (Object.hasOwn(named, method)) return named[method];
  const names = Object.keys(named).map((name) => `"${name}"`);
  const message = `minimize: there is no method "${method}"; there is ${names.join(", ")}, or a transformation`;
  throw new WengertError(message, "minimize");
}

/**
 * The method that steps as a transformation says. It ends by itself only where a tolerance on the gradient was given
 * and holds, or where the objective is not finite.
 */
function steps(transformation: Transformation, space: Space<unknown, unknown>): Method {
  return function* (problem, start, { tolerance }) {
    const converged = ({ gradient }: Point): Outcome | undefined => {
      if (tolerance === undefined || largest(gradient) > tolerance) return undefined;
      return { status: "converged", message: `the gradient's largest entry is at most ${tolerance}` };
    };
    let here = start;
    let state = transformation.init(space.tree(here.x));
    const done = converged(here);
    if (done !== undefined) return done;
    for (;;) {
      const params = space.tree(here.x);
      const [updates, next] = transformation.update(space.tree(here.gradient), state, params);
      here = problem.evaluate(space.vector(applyUpdates(params, updates)));
      state = next;
      if (!Number.isFinite(here.value)) {
        return {
          status: "nonFinite",
          message: "a step led to where the value is not finite: try a smaller learning rate",
        };
      }
      yield { point: here, outcome: converged(here) };
    }
  };
}
