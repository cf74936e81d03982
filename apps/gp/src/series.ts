import { basename, extname } from "node:path";
import { numberColumn, place, readTable, type Table } from "./csv.ts";
import { UserError } from "./errors.ts";

/** Observations y at ascending x, and how to speak of them. */
export interface Series {
  /** Names the figure's file. */
  readonly name: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Two numeric columns of a CSV file as a series.
 *
 * @throws {UserError} for whatever is wrong with the file: it names the row and column, or the file itself
 */
export function readSeries(file: string, xColumn: string, yColumn: string): Series {
  const table = readTable(file);
  const x = numberColumn(table, xColumn);
  const y = numberColumn(table, yColumn);
  checkAscending(table, xColumn, x);
  // The likelihood of a process that has no variance at all is infinite.
  if (y.every((value) => value === y[0])) throw new UserError(`${file}: column "${yColumn}": every value is ${y[0]}`);
  return { name: basename(file, extname(file)), title: basename(file), xLabel: xColumn, yLabel: yColumn, x, y };
}

/**
 * A likelihood needs at least two observations, and a plot and a forecast need them in order. Two at one place would
 * make the covariance matrix singular wherever noise is small.
 *
 * @throws {UserError} with the first row that is not beyond the one before
 */
export function checkAscending(table: Table, column: string, x: Float64Array): void {
  if (x.length < 2) {
    const rows = x.length === 1 ? "only one row" : "no rows";
    throw new UserError(
      `${table.file}: there ${x.length === 1 ? "is" : "are"} ${rows} below the header; a fit needs at least two`,
    );
  }
  const row = x.findIndex((value, i) => i > 0 && value <= x[i - 1]);
  if (row < 0) return;
  const complaint =
    x[row] === x[row - 1]
      ? `${x[row]} is a duplicate of the row before`
      : `${x[row]} comes after ${x[row - 1]}, unsorted`;
  throw new UserError(`${table.file}: ${place(table, row, column)}: ${complaint}; x must increase from row to row`);
}
