import type { Finding } from "../finding.ts";
import { absencesOf, cellsOf, type Section } from "./cells.ts";
import { sectionsOfCounts } from "./counts.ts";

/** A finding as tables. */
export function sectionsOf(finding: Finding): readonly Section[] {
  if ("methods" in finding) return sectionsOfCounts(finding);
  return finding.cases.map((one) => ({
    heading: one.label,
    cells: cellsOf(one, finding.rateUnit),
    notes: absencesOf(one),
    notesHeading: "Not measured:",
  }));
}
