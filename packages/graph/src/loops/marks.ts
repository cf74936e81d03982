import type { Rule } from "@wengert/trace";

const loops: WeakSet<Rule> = /* @__PURE__ */ new WeakSet();

/** Says of a rule that it is a loop: who writes a program down writes one call, not the operations of each step. */
export function markLoop(rule: Rule): Rule {
  loops.add(rule);
  return rule;
}

export function isLoop(rule: Rule): boolean {
  return loops.has(rule);
}
