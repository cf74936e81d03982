import { parse } from "csv-parse/browser/esm/sync";
import { excerpt, oneLine, UserError } from "../errors.ts";
import { delimiterOf } from "./delimiter.ts";
import type { Table } from "./table.ts";

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
