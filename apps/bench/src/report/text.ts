import type { Finding } from "../finding.ts";
import type { Machine } from "../machine.ts";
import type { Cells } from "./cells.ts";
import { sectionsOf } from "./sections.ts";

/** The tables of a workload for a terminal. */
export function textOf(finding: Finding): string {
  const tables = sectionsOf(finding).map(({ heading, cells, notes }) =>
    [heading, aligned(cells), ...notes.map((text) => `  – ${text}`)].join("\n"),
  );
  return [`\n${finding.title}\n${finding.what}`, ...tables].join("\n\n");
}

function aligned(cells: Cells): string {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "))
    .join("\n");
}

/** The machine for a terminal. */
export function machineText(machine: Machine): string {
  const width = Math.max(...Object.keys(machine).map((name) => name.length));
  return Object.entries(machine)
    .map(([name, value]) => `${name.padEnd(width)}  ${value}`)
    .join("\n");
}
