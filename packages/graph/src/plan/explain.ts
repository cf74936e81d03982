import { showShape } from "@wengert/array/author";
import type { Step } from "../capture/program.ts";
import type { Plan } from "./plan.ts";
import type { Described } from "./spelledplan.ts";

/** A plan as text: what it is for, and its groups in the order in which they run. */
export function explained(plan: Plan, number: number): string {
  const { leaves, tags, steps: captured, shapes } = plan.program;
  const shown = leaves.map((slot) => showShape(shapes[slot])).join(", ");
  const used = tags.filter(({ slot }) => slot !== undefined).length;
  const lines = [
    `plan ${number}: ${leaves.length === 0 ? "no arguments" : `arguments of shape ${shown}`}` +
      `${used === 0 ? "" : `, ${used} parameters`}; ${captured.length} operations captured, ${plan.steps.length} left; ` +
      `${plan.bytes} bytes`,
  ];
  if (!plan.verified) lines.push("  not verified yet: the second call does that");
  for (const { how, steps } of together(plan.groups)) lines.push(`  ${how}: ${counted(steps)}`);
  return lines.join("\n");
}

/** Calls in a row as one entry. */
function together(groups: readonly Described[]): readonly Described[] {
  const found: { how: string; steps: Step[] }[] = [];
  for (const { how, steps } of groups) {
    const last = found.at(-1);
    if (how === "calls" && last?.how === how) last.steps.push(...steps);
    else found.push({ how, steps: steps.slice() });
  }
  return found;
}

/** Operations by name, with how often they occur. */
function counted(steps: readonly Step[]): string {
  const counts = new Map<string, number>();
  for (const { name } of steps) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(", ");
}
