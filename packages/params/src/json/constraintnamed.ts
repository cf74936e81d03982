import { bounded } from "../constraints/bounded.ts";
import type { Constraint } from "../constraints/constraint.ts";
import { ordered } from "../constraints/ordered.ts";
import { orthogonal } from "../constraints/orthogonal.ts";
import { positive } from "../constraints/positive.ts";
import { simplex } from "../constraints/simplex.ts";
import { lowerCholesky, positiveDefinite } from "../constraints/triangular.ts";
import { unconstrained } from "../constraints/unconstrained.ts";

/** The constraint of the library with this name; undefined for one of a program's own. */
export function constraintNamed(name: string): Constraint | undefined {
  const makers: Readonly<Record<string, () => Constraint>> = {
    unconstrained,
    positive,
    "positive (softplus)": () => positive({ transform: "softplus" }),
    simplex,
    ordered,
    lowerCholesky,
    positiveDefinite,
    orthogonal,
  };
  const [, lo, hi] = /^bounded\(([^,]+), ([^)]+)\)$/.exec(name) ?? [];
  if (lo !== undefined) return bounded(Number(lo), Number(hi));
  return Object.hasOwn(makers, name) ? makers[name]() : undefined;
}
