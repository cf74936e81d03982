import { ArgumentError } from "@wengert/array";
import { flattenBounds } from "../spaces/bounds.ts";
import { scaledBounds, scaledSpace } from "../spaces/scaledspace.ts";
import type { Space } from "../spaces/space.ts";
import { flattenScales } from "../spaces/variablescales.ts";
import type { Vector } from "../spaces/vector.ts";
import { cornersOf } from "./firstsimplex.ts";
import type { MethodOptions } from "./method.ts";
import type { MinimizeOptions } from "./options.ts";

/** A space in which a method works, and the options that depend on its variables. */
export interface Scaled {
  readonly space: Space<unknown, unknown>;
  readonly options: {
    readonly bounds: MethodOptions["bounds"];
    readonly simplex: MethodOptions["simplex"];
    readonly xScale: MethodOptions["xScale"];
  };
  /** The units of the variables; absent where they are the parameters themselves. */
  readonly scales: Vector | undefined;
}

/** The options that depend on variables or methods. */
type OptionOfVariables = "xScale" | "bounds" | "simplex" | "trustRadius" | "feasibilityTolerance" | "inverseHessian";

/** @throws {ArgumentError} for scales of a transformation, and for an option of another method */
export function scaled(
  space: Space<unknown, unknown>,
  name: string,
  given: Pick<MinimizeOptions<never>, OptionOfVariables>,
  constrained: boolean,
  op: string = "minimize",
): Scaled {
  const { xScale, bounds, simplex, trustRadius } = given;
  const refuse = (what: string): ArgumentError => new ArgumentError(`${op}: ${what}.`, op);
  if (simplex !== undefined && name !== "nelder-mead") throw refuse('simplex is for the method "nelder-mead"');
  if (trustRadius !== undefined && name !== "trust-ncg") throw refuse('trustRadius is for the method "trust-ncg"');
  if (given.feasibilityTolerance !== undefined && !constrained) {
    throw refuse("feasibilityTolerance is for constraints, and there are none");
  }
  if (xScale === "jacobian")
    throw refuse('xScale "jacobian" is for leastSquares; here it is a number or a tree of them');
  if (xScale !== undefined && name === "a transformation") throw refuse("xScale is not for transformations");
  if (constrained && given.inverseHessian !== undefined) {
    throw refuse("inverseHessian is not for methods with constraints");
  }
  const flat = bounds && flattenBounds(bounds, space.parts);
  const scales = xScale === undefined ? undefined : flattenScales(op, xScale, space.parts);
  const inner = scales === undefined ? space : scaledSpace(space, scales);
  const corners = simplex && cornersOf(simplex, inner, refuse);
  return {
    space: inner,
    scales,
    options: {
      bounds: flat && scales ? scaledBounds(flat, scales) : flat,
      simplex: corners,
      xScale: scales?.map(() => 1),
    },
  };
}
