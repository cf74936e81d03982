import { excerpt, UserError } from "../errors.ts";

/** A CSV file, or arrays: named columns of cells that are still text. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly cells: readonly string[];
  /** Where the row stands in a text file, whose header is line 1. */
  readonly line?: number;
  /** Its number below the header, from 1. */
  readonly number: number;
}

/** A place in a table, for messages: rows are counted below the header. */
export function place(table: Table, row: number, column: string): string {
  const { number, line } = table.rows[row];
  return `row ${number}${line === undefined ? "" : ` (line ${line})`}, column "${column}"`;
}

/**
 * The cells of one column.
 *
 * @throws {UserError} when there is no such column, or two of them
 */
export function textColumn(table: Table, column: string): string[] {
  const index = columnIndex(table, column);
  return table.rows.map(({ cells }) => cells[index]);
}

/** Where a column is. @throws {UserError} when there is no such column, or two of them */
export function columnIndex({ file, columns }: Pick<Table, "file" | "columns">, column: string): number {
  const index = columns.indexOf(column);
  if (index < 0) {
    const names = excerpt(columns.map((name) => `"${name}"`).join(", "));
    throw new UserError(`${file}: there is no column "${excerpt(column)}"; the columns are ${names}`);
  }
  if (columns.includes(column, index + 1)) throw new UserError(`${file}: two columns are named "${column}"`);
  return index;
}
