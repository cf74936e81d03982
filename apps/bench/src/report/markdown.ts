import type { Machine } from "../machine.ts";
import type { Case, Finding } from "../run.ts";
import { absencesOf, type Cells, cellsOf } from "./cells.ts";

/** A whole run as a page. */
export function markdownOf(machine: Machine, findings: readonly Finding[]): string {
  return `# Results

Written by \`npm run bench\`. Contenders were measured in turn, A B C A B C …, each after its result had been found to be
the same number as that of TypeScript by hand. The last columns are ratios of medians: below 1, Wengert is quicker.

${Object.entries(machine)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join("\n")}

${findings.map(section).join("\n")}`;
}

function section({ title, what, rateUnit, cases }: Finding): string {
  return `## ${title}\n\n${what}\n\n${cases.map((one) => subsection(one, rateUnit)).join("\n")}`;
}

function subsection(one: Case, rateUnit: string | undefined): string {
  const absences = absencesOf(one).map((text) => `- ${text}`);
  const notes = absences.length === 0 ? "" : `\nNot measured:\n\n${absences.join("\n")}\n`;
  return `### ${one.label}\n\n${table(cellsOf(one, rateUnit))}\n${notes}`;
}

function table([header, ...rows]: Cells): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map(line).join("\n");
}
