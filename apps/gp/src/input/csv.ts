import { CsvError, parse } from "csv-parse/browser/esm/sync";
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
  if (header === undefined) throw new UserError(`${file}: the file is empty; it needs a header and two rows at least`);
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
    throw new UserError(`${file}: ${problemOf(error)}`);
  }
}

/** What the parser found, and what can be done about it. */
function problemOf(error: unknown): string {
  if (!(error instanceof CsvError)) return excerpt(oneLine(error));
  const { code, lines, record } = error as CsvError & { readonly lines: number; readonly record?: readonly string[] };
  if (code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH" && record !== undefined) {
    const wanted = /expect (\d+)/.exec(error.message)?.[1];
    const cells = `${record.length} ${record.length === 1 ? "cell" : "cells"}`;
    return `line ${lines} has ${cells}, the header ${wanted}; mend that line, and put text that holds separators in quotes`;
  }
  if (code === "CSV_QUOTE_NOT_CLOSED") return 'a quote is opened and never closed; write a quote within a cell as ""';
  if (/QUOTE/.test(code))
    return `line ${lines} has a quote within a cell; put the cell in quotes, and write that one as ""`;
  return excerpt(oneLine(error));
}
