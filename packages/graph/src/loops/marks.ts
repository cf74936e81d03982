import type { Rule } from "@wengert/trace";

const loops: WeakMap<Rule, () => number> = /* @__PURE__ */ new WeakMap();

/**
 * Says of a rule that it is a loop: who writes a program down writes one call, not the operations of each step.
 *
 * @param bytes - the memory that its steps keep between calls
 */
export function markLoop(rule: Rule, bytes: () => number): Rule {
  loops.set(rule, bytes);
  return rule;
}

export function isLoop(rule: Rule): boolean {
  return loops.has(rule);
}

/** The memory that a loop keeps; none of what is no loop. */
export function bytesOfLoop(rule: Rule): number {
  return loops.get(rule)?.() ?? 0;
}
