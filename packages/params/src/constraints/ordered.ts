import { arange, type Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { concat, cumsum, exp, log, sub, sum, take } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import type { Constraint } from "./constraint.ts";
import { lastOf, rowsOf } from "./lastaxes.ts";

/**
 * Numbers that increase along the last axis: the first one, and the logarithms of the steps.
 *
 *     y₁ = x₁,   yₖ = yₖ₋₁ + e^xₖ
 *     log |det| = x₂ + … + xₙ
 *
 * Source: the Stan Reference Manual, "Constraint Transforms", ordered vector.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { ordered, param } from "@wengert/params";
 *
 * const cuts = param(tensor([-1, 0.5, 2]), { constraint: ordered() });
 * cuts.constraint?.inverse(cuts).toArray(); // => [-1, 0.405465…, 0.405465…]
 */
export function ordered(): Constraint {
  expectNoMore("ordered", arguments[0]);
  return {
    name: "ordered",
    domain: "finite and increasing along the last axis",
    accepts: (y) => y.ndim > 0 && lastOf(y) > 0 && rowsOf(y).every(increases),
    forward: (x) => {
      const [first, steps] = parted(x);
      return cumsum(concat([first, exp(steps)], -1), { axis: -1 });
    },
    inverse: (y) => {
      const given = resolve(y, "ordered");
      const [first, rest] = parted(given);
      return concat([first, log(sub(rest, take(given, arange(lastOf(given) - 1), -1)))], -1);
    },
    logDet: (x) => sum(parted(x)[1]),
  };
}

/** The first element along the last axis, and the others. */
function parted(x: Value): [Tensor, Tensor] {
  const given = resolve(x, "ordered");
  return [take(given, [0], -1), take(given, arange(1, lastOf(given)), -1)];
}

function increases(row: Float64Array): boolean {
  return row.every((y, k) => Number.isFinite(y) && (k === 0 || (y > row[k - 1] && Number.isFinite(y - row[k - 1]))));
}
