import type { Parts, Rule } from "./contract.ts";
import { arithmeticOf } from "./tape/arithmetic.ts";

/** A rule of the library's own, which states its pullback or has no derivative. */
export function builtInRuleOf(parts: Parts): Rule {
  return formed(parts, true, undefined);
}

/** A rule of an author that has no derivative. */
export function constantRuleOf(parts: Parts): Rule {
  return formed(parts, false, undefined);
}

/**
 * A rule of these parts. All rules are made here, in one literal, so that they have one form and calls of them stay fast: with
 * `...` in it, each would have a form of its own.
 */
export function formed(parts: Parts, builtIn: boolean, pullBack: Rule["pullBack"]): Rule {
  const { name, impl, number, slope, jvp, vjp, cotangent, reads, batch, held, spelling } = parts;
  const { composite = false, inlined = false, residual = false } = parts;
  const made = {
    name,
    impl,
    number,
    arithmetic: arithmeticOf(spelling),
    slope,
    jvp,
    vjp,
    cotangent,
    reads,
    pullBack,
    batch,
    held,
    spelling,
    composite,
    inlined,
    builtIn,
    residual,
    slopes: undefined,
  };
  return made as Rule;
}
