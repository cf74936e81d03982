import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { oneLine, UserError } from "./errors.ts";

/** A CSV file: named columns of cells that are still text. */
export interface Table {
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly cells: readonly string[];
  /** Where the row stands in the file; the header is line 1. */
  readonly line: number;
}

/** A place in a table, for messages: rows are counted below the header. */
export function place(table: Table, row: number, column: string): string {
  return `row ${row + 1} (line ${table.rows[row].line}), column "${column}"`;
}

/**
 * Reads a CSV file with a header row.
 *
 * @throws {UserError} when there is no such file, or rows differ in length
 */
export function readTable(file: string): Table {
  const records = parseRecords(file, readText(file));
  const [header, ...rows] = records.map(({ record, info }) => ({ cells: record, line: info.lines }));
  if (header === undefined) throw new UserError(`${file}: the file is empty`);
  return { file, columns: header.cells, rows };
}

/**
 * The cells of one column.
 *
 * @throws {UserError} when there is no such column, or two of them
 */
export function textColumn({ file, columns, rows }: Table, column: string): string[] {
  const index = columns.indexOf(column);
  if (index < 0) {
    throw new UserError(`${file}: there is no column "${column}"; the columns are ${columns.map(quote).join(", ")}`);
  }
  if (columns.includes(column, index + 1)) throw new UserError(`${file}: two columns are named "${column}"`);
  return rows.map(({ cells }) => cells[index]);
}

/**
 * The numbers of one column.
 *
 * @throws {UserError} with row and column of the first cell that is not a finite number
 */
export function numberColumn(table: Table, column: string): Float64Array {
  return Float64Array.from(textColumn(table, column), (cell, row) => {
    const value = cell === "" ? Number.NaN : Number(cell);
    if (Number.isFinite(value)) return value;
    const found = cell === "" ? "an empty cell" : `"${cell}"`;
    throw new UserError(`${table.file}: ${place(table, row, column)}: ${found} is not a finite number`);
  });
}

function quote(name: string): string {
  return `"${name}"`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UserError(`${file}: there is no such file`);
    throw new UserError(`${file}: cannot be read (${oneLine(error)})`);
  }
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseRecords(file: string, text: string): Parsed[] {
  try {
    return parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true }) as unknown as Parsed[];
  } catch (error) {
    throw new UserError(`${file}: ${oneLine(error)}`);
  }
}
