import { parse } from "csv-parse/browser/esm/sync";
import { excerpt, oneLine, UserError } from "../errors.ts";
import { delimiterOf } from "./delimiter.ts";

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
  /** Its number below the header, from 1. */
  readonly number: number;
}

/** A place in a table, for messages: rows are counted below the header. */
export function place(table: Table, row: number, column: string): string {
  const { number, line } = table.rows[row];
  return `row ${number} (line ${line}), column "${column}"`;
}

/**
 * Reads the text of a CSV file with a header row.
 *
 * @param file - its name, for messages
 * @param delimiter - what stands between cells; without it, comma, semicolon or tab, by the first rows
 * @throws {UserError} when there is nothing, or rows differ in length
 */
export function tableOf(file: string, text: string, delimiter?: string): Table {
  const [header, ...rows] = parseRecords(file, text, delimiter ?? delimiterOf(text));
  if (header === undefined) throw new UserError(`${file}: the file is empty`);
  return {
    file,
    columns: header.record,
    rows: rows.map(({ record, info }, i) => ({ cells: record, line: info.lines, number: i + 1 })),
  };
}

/**
 * The cells of one column.
 *
 * @throws {UserError} when there is no such column, or two of them
 */
export function textColumn({ file, columns, rows }: Table, column: string): string[] {
  const index = columns.indexOf(column);
  if (index < 0) {
    const names = excerpt(columns.map((name) => `"${name}"`).join(", "));
    throw new UserError(`${file}: there is no column "${excerpt(column)}"; the columns are ${names}`);
  }
  if (columns.includes(column, index + 1)) throw new UserError(`${file}: two columns are named "${column}"`);
  return rows.map(({ cells }) => cells[index]);
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

function parseRecords(file: string, text: string, delimiter: string): Parsed[] {
  try {
    return parse(text, { delimiter, info: true, skip_empty_lines: true, trim: true }) as unknown as Parsed[];
  } catch (error) {
    throw new UserError(`${file}: ${excerpt(oneLine(error))}`);
  }
}
