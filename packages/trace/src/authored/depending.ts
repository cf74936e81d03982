import type { Tensor } from "@wengert/array";
import { bind } from "../bind.ts";
import type { Elements } from "../compiled/spelling.ts";
import type { Rule } from "../contract.ts";
import { isAbsent } from "../dependence.ts";
import { builtInRuleOf } from "../rulekinds.ts";
import { zerosLike } from "../tangent.ts";
import { isTraced } from "../traced.ts";

type Maybe = Tensor | undefined;

/** Whether none of some tangents or cotangents depends on anything. */
export function noneDepends(given: readonly Maybe[]): boolean {
  return given.every((one) => one === undefined || isAbsent(one));
}

/**
 * What an author's derivative has returned, as a program that is written down has it: nothing where none of the tangents or cotangents
 * that it was given depends. Nobody calls it then, but a program knows that only when it runs.
 */
export function whereDepends(given: readonly Maybe[]): (derivative: Maybe) => Maybe {
  const along = given.filter((one) => one !== undefined);
  if (!along.every(isWritten)) return (derivative) => derivative;
  return (derivative) => derivative && (bind(dependingRule, [derivative, ...along]) as Tensor);
}

/** Whether it is written down, and no value of a batch, of which is never known whether it depends. */
function isWritten(x: Tensor): boolean {
  let at = x;
  while (isTraced(at) && at.interpreter.differentiates) at = at.primal;
  return isTraced(at) && at.interpreter.records;
}

/**
 *     y = x, where one of the others depends on something; else nothing does
 *
 *     jvp   dy = dx, likewise
 *     vjp   x̄ = ȳ, likewise
 */
const dependingRule: Rule = /* @__PURE__ */ builtInRuleOf({
  name: "derivative",
  impl: (x, ...along) => (noneDepends(along as Tensor[]) ? zerosLike(x as Tensor) : (x as Tensor)),
  jvp: ([dx], [_x, ...along]) => whereDepends(along)(dx),
  vjp: (ybar, [_x, ...along]) => [() => whereDepends(along)(ybar as Tensor), ...along.map(() => null)],
  batch: "leading",
  spelling: ([x, ...along], arithmetic) => {
    const marks: Elements["presence"][] = along.map(({ presence }) => presence);
    if (marks.includes(undefined)) return x;
    const [zero, one] = [arithmetic.constant(0), arithmetic.constant(1)];
    const any = marks.flatMap((own) => own ?? []).reduce((any, mark) => arithmetic.choice(mark, one, any), zero);
    return {
      cells: x.cells.map((cell) => arithmetic.choice(any, cell, zero)),
      presence: x.cells.map((_, i) => (x.presence ? arithmetic.choice(any, x.presence[i], zero) : any)),
    };
  },
});
