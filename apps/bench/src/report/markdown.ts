import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";
import type { Cells, Section } from "./cells.ts";
import { sectionsOf } from "./sections.ts";

/** A whole run as a page. */
export function markdownOf(machine: Machine, findings: readonly Finding[]): string {
  return `# Results

Written by \`npm run bench\`. Contenders were measured in turn, A B C A B C …, each in a process of its own, and after its result
had been found to be the same number as that of TypeScript by hand. A turn begins with a sample that does not count, unless one takes
long. The last columns are ratios of medians: below 1, Wengert is quicker.

${Object.entries(machine)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join("\n")}

${findings.map(section).join("\n")}`;
}

function section(finding: Finding): string {
  return `## ${finding.title}\n\n${finding.what}\n\n${sectionsOf(finding).map(subsection).join("\n")}`;
}

function subsection({ heading, cells, notes, notesHeading }: Section): string {
  const list = notes.map((text) => `- ${text}`).join("\n");
  const below = notes.length === 0 ? "" : `\n${notesHeading === undefined ? "" : `${notesHeading}\n\n`}${list}\n`;
  return `### ${heading}\n\n${table(cells)}\n${below}`;
}

function table([header, ...rows]: Cells): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, rule, ...rows].map(line).join("\n");
}
