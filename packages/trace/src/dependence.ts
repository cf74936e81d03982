import type { Tensor } from "@wengert/array";
import { ABSENT, elementsOf, isPlain, presenceOf, withPresence } from "@wengert/array/author";
import { followsDerivatives, withoutDerivatives } from "./beneath.ts";
import { bind } from "./bind.ts";
import type { Rule } from "./contract.ts";
import { below } from "./frame.ts";
import { builtInRuleOf } from "./rulekinds.ts";
import { isTraced, Traced } from "./traced.ts";

/*
 * Two kinds of zero. Where a function does not depend on an argument (the branch that `where` did not take, the loser of a
 * maximum, what `take` left out), its derivative is 0 whatever it is multiplied by: such an element of a tangent or
 * cotangent is *absent*. A derivative that was computed to be 0 is a number like any other, and against ∞ it is NaN.
 */

/**
 * Whether no element of a tangent or cotangent depends on anything. Of no elements none does, whatever they come from: that is
 * known of what is recorded as well.
 */
export function isAbsent(x: Tensor): boolean {
  if (x === ABSENT) return true;
  if (x.size === 0) return true;
  if (isPlain(x) && (x.ndim === 0 || presenceOf(x) === undefined)) return false;
  const presence = presenceOf(withoutDerivatives(x));
  if (presence === undefined) return false;
  return presence.ndim === 0 ? presence.item() === 0 : elementsOf(presence).every((present) => present === 0);
}

/**
 * x as numbers: what does not depend is an ordinary 0. Transformations return such.
 *
 * To whoever follows derivatives it is the same value: what a program's derivatives are, and in which order they are added up, does not
 * depend on whether somebody writes it down, where it is known only later whether something depends.
 */
export function asNumbers(x: Tensor): Tensor {
  if (isPlain(x)) return presenceOf(x) === undefined ? x : (bind(asNumbersRule, [x]) as Tensor);
  if (!isTraced(x)) return x;
  if (x.interpreter.records) return bind(asNumbersRule, [x]) as Tensor;
  if (!followsDerivatives(x)) return x;
  const numbers = below(x.interpreter, () => asNumbers(x.primal));
  return numbers === x.primal ? x : new Traced(x.interpreter, numbers, x.mark);
}

const asNumbersRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "asNumbers",
  impl: (x) => withPresence(x as Tensor, undefined),
  jvp: ([dx]) => dx,
  vjp: (ybar) => [ybar],
  spelling: { code: "x" },
});
