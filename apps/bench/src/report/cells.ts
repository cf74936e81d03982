import { ours } from "../peers/wengert.ts";
import type { Case, Row } from "../run.ts";
import { duration, rounded } from "./numbers.ts";

/** A table as text: the header first. */
export type Cells = readonly (readonly string[])[];

/** A part of a report: a table, and what is said below it. */
export interface Section {
  readonly heading: string;
  readonly cells: Cells;
  readonly notes: readonly string[];
  /** What the notes are. */
  readonly notesHeading?: string;
}

/**
 * One size of a workload as a table. "Difference" is how far the result is from the first one's. The last columns are Wengert's time divided by the contender's: below 1, Wengert is
 * quicker.
 */
export function cellsOf({ rows }: Case, rateUnit: string | undefined): Cells {
  const measured = rows.filter((row) => "seconds" in row);
  const bases = ours.flatMap((name) => measured.filter((row) => row.name === name));
  return [
    [
      "",
      "median",
      "min",
      "quartiles",
      "difference",
      ...(rateUnit === undefined ? [] : [rateUnit]),
      ...bases.map(headOf),
    ],
    ...measured.map(({ name, seconds, difference, rate }) => [
      name,
      duration(seconds.median),
      duration(seconds.min),
      `${duration(seconds.q1)} – ${duration(seconds.q3)}`,
      difference === 0 ? "0" : difference.toExponential(0),
      ...(rate === undefined ? [] : [rounded(rate)]),
      ...bases.map((base) => `${rounded(base.seconds.median / seconds.median)}×`),
    ]),
  ];
}

function headOf({ name }: Row): string {
  return `${name} ÷ this`;
}

/** Who did not take part at a size, and why. */
export function absencesOf({ rows }: Case): readonly string[] {
  return rows.flatMap((row) => ("absent" in row ? [`${row.name}: ${row.absent}`] : []));
}
