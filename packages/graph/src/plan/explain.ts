import { showShape } from "@wengert/array/author";
import type { Step } from "../capture/program.ts";
import type { Plan } from "./plan.ts";
import type { Described } from "./spelledplan.ts";

/**
 * A plan as text: what it is for, and its groups in the order in which they run.
 *
 * @param spent - the time of each group, in milliseconds
 */
export function explained(plan: Plan, number: number, spent: Float64Array | undefined): string {
  const { leaves, tags, steps: captured, shapes } = plan.program;
  const shown = leaves.map((slot) => showShape(shapes[slot])).join(", ");
  const used = tags.filter(({ slot }) => slot !== undefined).length;
  const lines = [
    `plan ${number}: ${leaves.length === 0 ? "no arguments" : `arguments of shape ${shown}`}` +
      `${used === 0 ? "" : `, ${used} parameters`}; ${captured.length} operations captured, ${plan.steps.length} left; ` +
      `${plan.bytes} bytes`,
  ];
  if (!plan.verified) lines.push("  not verified yet: the second call does that");
  for (const { how, steps, time } of together(plan.groups, spent)) {
    lines.push(`  ${how}: ${counted(steps)}${spent === undefined ? "" : `; ${microseconds(time)}`}`);
  }
  return lines.join("\n");
}

/** Calls in a row as one entry. */
function together(groups: readonly Described[], spent: Float64Array | undefined): readonly (Described & Timed)[] {
  const found: { how: string; steps: Step[]; time: number }[] = [];
  for (const [g, { how, steps }] of groups.entries()) {
    const last = found.at(-1);
    const time = spent?.[g] ?? 0;
    if (how === "calls" && last?.how === how) {
      last.steps.push(...steps);
      last.time += time;
    } else found.push({ how, steps: steps.slice(), time });
  }
  return found;
}

interface Timed {
  readonly time: number;
}

/** Three digits. */
function microseconds(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? `${Number((1000 * milliseconds).toPrecision(3))} µs` : "not run";
}

/** Operations by name, with how often they occur. */
function counted(steps: readonly Step[]): string {
  const counts = new Map<string, number>();
  for (const { name } of steps) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Array.from(counts, ([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join(", ");
}
