import { UserError } from "../errors.ts";
import { dateColumn, hasDates } from "./dates.ts";
import { type Missing, withoutMissing } from "./missing.ts";
import { type Decimal, numberColumn } from "./numbers.ts";
import type { Table } from "./table.ts";

/** Observations y at places x, in ascending order of the first input, and how to speak of them. */
export interface Series {
  /** Names the files that are written. */
  readonly name: string;
  readonly title: string;
  /** One for each input. */
  readonly xLabels: readonly string[];
  readonly yLabel: string;
  /** The places: one array for each input. */
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
  /** What x is counted in since 1970, if it is a date. */
  readonly timeUnit?: string;
  /** How far a forecast goes beyond the last x; without it, a sixth of the record. */
  readonly horizon?: number;
  /** What was done to the rows, for whoever may not expect it. */
  readonly notes: readonly string[];
}

/** Which columns to read, and how. */
export interface Reading {
  readonly x: readonly string[];
  readonly y: string;
  /** One of `delimiters`; without it, what the file shows. */
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  readonly missing?: Missing;
  /** One of `timeUnits`, for dates; days without it. */
  readonly timeUnit?: string;
}

/**
 * Columns of a table as a series: numbers, or for a single input dates. Rows are sorted; places may be repeated.
 *
 * @throws {UserError} for whatever is wrong with the table: it names the row and column, or the file itself
 */
export function seriesOf(all: Table, reading: Reading): Series {
  const { file } = all;
  const table = withoutMissing(all, [...reading.x, reading.y], reading.missing ?? "refuse");
  const y = numberColumn(table, reading.y, reading.decimal);
  const timeUnit = reading.x.some((column) => hasDates(table, column)) ? (reading.timeUnit ?? "days") : undefined;
  if (timeUnit !== undefined && reading.x.length > 1) {
    throw new UserError(`${file}: dates can only be the single input; with several, write them as numbers`);
  }
  const x = reading.x.map((column) =>
    timeUnit === undefined ? numberColumn(table, column, reading.decimal) : dateColumn(table, column, timeUnit),
  );
  checkRows(table, reading, x, y);
  const dropped = all.rows.length - table.rows.length;
  const notes = dropped > 0 ? [`${count(dropped, "row")} with a missing cell left out`] : [];
  const title = file.slice(file.search(/[^\\/]*$/));
  return {
    name: title.replace(/(?<=.)\.[^.]*$/, ""),
    title,
    xLabels: reading.x,
    yLabel: reading.y,
    timeUnit,
    ...sorted(x, y, notes),
  };
}

/** A fit needs two observations that differ, at two places that differ, or nothing can be learned from them. */
function checkRows({ file, rows }: Table, reading: Reading, x: readonly Float64Array[], y: Float64Array): void {
  if (rows.length < 2) {
    const found = rows.length === 1 ? "is only one row" : "are no rows";
    throw new UserError(`${file}: there ${found} below the header; a fit needs at least two`);
  }
  // The likelihood of a process that has no variance at all is infinite.
  for (const [column, values] of [[reading.y, y] as const, ...reading.x.map((name, i) => [name, x[i]] as const)]) {
    if (values.every((value) => value === values[0])) {
      throw new UserError(
        `${file}: column "${column}": every value is ${values[0]}, so there is nothing to learn; take another column`,
      );
    }
  }
}

function sorted(
  x: readonly Float64Array[],
  y: Float64Array,
  notes: readonly string[],
): Pick<Series, "x" | "y" | "notes"> {
  const [first] = x;
  const order = Array.from(first.keys()).sort((a, b) => first[a] - first[b] || a - b);
  const isSorted = x.length > 1 || order.every((row, i) => row === i);
  const taken = (values: Float64Array): Float64Array => Float64Array.from(order, (row) => values[row]);
  const repeated = order.filter((row, i) => i > 0 && x.every((values) => values[row] === values[order[i - 1]])).length;
  const more = [
    ...(isSorted ? [] : ["the rows were not in ascending order, and are sorted"]),
    ...(repeated > 0 ? [`${count(repeated, "row")} at the place of another; the covariance needs noise for that`] : []),
  ];
  return { x: x.map(taken), y: taken(y), notes: [...notes, ...more] };
}

function count(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? "" : "s"}`;
}
