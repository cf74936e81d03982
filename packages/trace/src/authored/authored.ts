import type { Parts, Rule } from "../contract.ts";
import { formed } from "../rulekinds.ts";
import { transposePushforward } from "../tape/transpose.ts";
import { cotangentsOf } from "./derivatives.ts";

/** A rule of an author: what its derivatives return is checked, and the one that is missing is derived. */
export function ruleOf(parts: Parts): Rule {
  return formed(parts, false, parts.vjp === undefined ? transposePushforward : cotangentsOf);
}

/** A rule of the library's own that states its pushforward alone. */
export function halfRuleOf(parts: Parts): Rule {
  return formed(parts, true, transposePushforward);
}
