import type { Machine } from "../machine.ts";
import type { Finding } from "../run.ts";
import { absencesOf, type Cells, cellsOf } from "./cells.ts";

/** The tables of a workload for a terminal. */
export function textOf({ title, what, rateUnit, cases }: Finding): string {
  const tables = cases.map((one) =>
    [one.label, aligned(cellsOf(one, rateUnit)), ...absencesOf(one).map((text) => `  – ${text}`)].join("\n"),
  );
  return [`\n${title}\n${what}`, ...tables].join("\n\n");
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
