import { readFileSync } from "node:fs";
import { type ModelDocument, modelFrom } from "../covariance/document.ts";
import { oneLine, UserError } from "../errors.ts";
import { tableOf } from "../input/csv.ts";
import { delimiters } from "../input/delimiter.ts";
import { type Reading, type Series, seriesOf } from "../input/series.ts";
import type { Table } from "../input/table.ts";
import { textOf } from "../input/text.ts";

/** `seriesOf` a CSV file. @throws {UserError} when it cannot be read, and for whatever is wrong with it */
export function readSeries(file: string, reading: Reading): Series {
  return seriesOf(readTable(file, reading.delimiter && delimiters[reading.delimiter]), reading);
}

/** `tableOf` a CSV file. @throws {UserError} when it cannot be read, and for whatever is wrong with it */
export function readTable(file: string, delimiter?: string): Table {
  return tableOf(file, readText(file), delimiter);
}

/** `modelFrom` a JSON file: a model, or a covariance alone. @throws {UserError} when it cannot be read, and for whatever is wrong with it */
export function readModel(file: string): ModelDocument {
  return modelFrom(file, readText(file));
}

function readText(file: string): string {
  return textOf(file, readBytes(file));
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new UserError(`${file}: there is no such file`);
    throw new UserError(`${file}: cannot be read (${oneLine(error)})`);
  }
}
