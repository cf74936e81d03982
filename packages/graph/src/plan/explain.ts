import { showShape } from "@wengert/array/author";
import type { Plan } from "./plan.ts";

/** A plan as text. */
export function explained(plan: Plan, number: number): string {
  const { leaves, tags, constants, steps, shapes } = plan.program;
  const shown = leaves.map((slot) => showShape(shapes[slot])).join(", ");
  const used = tags.filter(({ slot }) => slot !== undefined).length;
  const lines = [
    `plan ${number}, for ${leaves.length === 0 ? "no arguments" : `arguments of shape ${shown}`}` +
      `${used === 0 ? "" : ` and ${used} parameters`}: ${steps.length} operations, ${constants.size} constants`,
  ];
  const counts = new Map<string, number>();
  for (const { name } of steps) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [name, count] of counts) lines.push(`  ${name} × ${count}`);
  return lines.join("\n");
}
