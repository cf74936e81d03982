import { expectNoMore, scalar } from "@wengert/array/author";
import { resolve } from "@wengert/rule";
import type { Constraint } from "./constraint.ts";

/**
 * Any values at all: y = x. For code that takes a constraint where there need be none.
 *
 * @example
 * import { param, unconstrained } from "@wengert/params";
 *
 * param(-3, { constraint: unconstrained() }).value; // => -3
 */
export function unconstrained(): Constraint {
  expectNoMore("unconstrained", arguments[0]);
  return {
    name: "unconstrained",
    forward: (x) => resolve(x, "unconstrained"),
    inverse: (y) => resolve(y, "unconstrained"),
    logDet: () => scalar(0),
  };
}
