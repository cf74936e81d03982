import { UserError } from "../errors.ts";
import { place, type Table, textColumn } from "./table.ts";

/** What stands for a value that was not measured, besides nothing at all. */
const names = new Set(["", "na", "n/a", "nan", "null", "none", "-"]);

/** What to do about missing cells: `refuse` the file, or `drop` the rows that have one. */
export type Missing = "refuse" | "drop";

/**
 * The rows of a table that have a cell in each of some columns.
 *
 * @throws {UserError} that names the first missing cell, if they are to be refused
 */
export function withoutMissing(table: Table, columns: readonly string[], missing: Missing): Table {
  const cells = columns.map((column) => textColumn(table, column));
  const isMissing = (row: number): boolean => cells.some((column) => names.has(column[row].toLowerCase()));
  const rows = table.rows.filter((_, row) => !isMissing(row));
  if (missing === "drop" || rows.length === table.rows.length) return { ...table, rows };
  const row = table.rows.findIndex((_, i) => isMissing(i));
  const at = cells.findIndex((column) => names.has(column[row].toLowerCase()));
  const found = cells[at][row] === "" ? "an empty cell" : `"${cells[at][row]}"`;
  const others = table.rows.length - rows.length;
  throw new UserError(
    `${table.file}: ${place(table, row, columns[at])}: ${found} is not a finite number; ` +
      `--missing drop leaves out ${others === 1 ? "this row" : `the ${others} rows with a missing cell`}`,
  );
}
