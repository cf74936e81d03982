import { ArgumentError } from "@wengert/array";
import { augmentedLagrangian } from "../constrained/auglag.ts";
import type { ConstrainedMethod } from "../constrained/constrainedmethod.ts";
import { sequentialQuadratic } from "../constrained/sqp.ts";
import type { Space } from "../spaces/space.ts";
import type { Transformation } from "../transforms/transformation.ts";
import { withEvidence } from "./evidence.ts";
import type { Method } from "./method.ts";
import { bfgs } from "./methods/bfgs.ts";
import { conjugateGradients } from "./methods/cg.ts";
import { limitedBfgs } from "./methods/lbfgs.ts";
import { boundedBfgs } from "./methods/lbfgsb.ts";
import { nelderMead } from "./methods/neldermead.ts";
import { newtonCg } from "./methods/newtoncg.ts";
import { transformationMethod } from "./methods/transformationmethod.ts";
import { trustNcg } from "./methods/trustncg.ts";
import type { MethodName } from "./options.ts";

/** The methods that support constraints. */
const constrained: Readonly<Record<ConstrainedName, ConstrainedMethod>> = {
  sqp: sequentialQuadratic,
  auglag: augmentedLagrangian,
};

type ConstrainedName = "sqp" | "auglag";

const named: Readonly<Record<Exclude<MethodName, ConstrainedName>, Method>> = {
  lbfgs: withEvidence(limitedBfgs, "differences"),
  lbfgsb: withEvidence(boundedBfgs, "differences"),
  bfgs: withEvidence(bfgs, "differences"),
  cg: withEvidence(conjugateGradients, "differences", false),
  "newton-cg": withEvidence(newtonCg, "products"),
  "trust-ncg": withEvidence(trustNcg, "products"),
  "nelder-mead": nelderMead,
};

/** The methods that support bounds. */
const bounded: readonly string[] = ["lbfgsb", "nelder-mead"];

/**
 * The method for constraints, `undefined` for the name of another method where there are none.
 *
 * @throws {ArgumentError} for constraints if the method does not support them
 */
export function constrainedMethodFor(
  method: MethodName | Transformation,
  hasConstraints: boolean,
): ConstrainedMethod | undefined {
  if (typeof method === "string" && Object.hasOwn(constrained, method)) return constrained[method as ConstrainedName];
  if (!hasConstraints) return undefined;
  const called = typeof method === "string" ? `the method "${method}"` : "a transformation";
  throw new ArgumentError(`minimize: ${called} does not support constraints; "sqp" and "auglag" do`, "minimize");
}

/** @throws {ArgumentError} for an unknown name, and for bounds if the method does not support them */
export function methodFor(
  method: MethodName | Transformation,
  space: Space<unknown, unknown>,
  hasBounds: boolean,
): Method {
  const known = typeof method !== "string" || Object.hasOwn(named, method);
  if (!known) {
    const names = [...Object.keys(named), ...Object.keys(constrained)].map((name) => `"${name}"`);
    const message = `minimize: there is no method "${method}"; there is ${names.join(", ")}, or a transformation`;
    throw new ArgumentError(message, "minimize");
  }
  if (hasBounds && !(typeof method === "string" && bounded.includes(method))) {
    const called = typeof method === "string" ? `the method "${method}"` : "a transformation";
    throw new ArgumentError(
      `minimize: ${called} does not support bounds; "lbfgsb", "nelder-mead", "sqp" and "auglag" do`,
      "minimize",
    );
  }
  return typeof method === "string" ? named[method as keyof typeof named] : transformationMethod(method, space);
}
