import type { Tensor } from "@wengert/array";
import { ABSENT, elementsOf, isPlain, presenceOf, withPresence } from "@wengert/array/author";
import { concrete, withoutDerivatives } from "./beneath.ts";
import { bind } from "./bind.ts";
import type { Rule } from "./contract.ts";
import { builtInRuleOf } from "./rulekinds.ts";
import { isTraced } from "./traced.ts";

/*
 * Two kinds of zero. Where a function does not depend on an argument (the branch that `where` did not take, the loser of a
 * maximum, what `take` left out), its derivative is 0 whatever it is multiplied by: such an element of a tangent or
 * cotangent is *absent*. A derivative that was computed to be 0 is a number like any other, and against ∞ it is NaN.
 */

/** Whether no element of a tangent or cotangent depends on anything. */
export function isAbsent(x: Tensor): boolean {
  if (x === ABSENT) return true;
  if (isPlain(x) && (x.ndim === 0 || presenceOf(x) === undefined)) return false;
  const low = withoutDerivatives(x);
  // Of no elements nothing can change, so that it is known of what is recorded as well.
  const presence = presenceOf(low.size === 0 ? concrete(low) : low);
  if (presence === undefined) return false;
  return presence.ndim === 0 ? presence.item() === 0 : elementsOf(presence).every((present) => present === 0);
}

/** x as numbers: what does not depend is an ordinary 0. Transformations return such. */
export function asNumbers(x: Tensor): Tensor {
  if (isPlain(x) && presenceOf(x) === undefined) return x;
  const low = withoutDerivatives(x);
  // Whether what is recorded depends is known only when it is computed.
  if (presenceOf(low) === undefined && !isRecorded(low)) return x;
  return bind(asNumbersRule, [x]) as Tensor;
}

function isRecorded(x: Tensor): boolean {
  return isTraced(x) && x.interpreter.records;
}

const asNumbersRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "asNumbers",
  impl: (x) => withPresence(x as Tensor, undefined),
  jvp: ([dx]) => dx,
  vjp: (ybar) => [ybar],
  spelling: { code: "x" },
});
