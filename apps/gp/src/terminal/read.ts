import { readFileSync } from "node:fs";
import { type Bytes, readNpy, readNpz, readSafetensors } from "@wengert/io";
import { reshape, type Tensor, WengertError } from "wengert";
import { type ModelDocument, modelFrom } from "../covariance/document.ts";
import { oneLine, UserError } from "../errors.ts";
import { arraysTable } from "../input/arrays.ts";
import { tableOf } from "../input/csv.ts";
import { delimiters } from "../input/delimiter.ts";
import { type Reading, type Series, seriesOf } from "../input/series.ts";
import type { Table } from "../input/table.ts";
import { textOf } from "../input/text.ts";

/** `seriesOf` a file of data. @throws {UserError} when it cannot be read, and for whatever is wrong with it */
export function readSeries(file: string, reading: Reading): Series {
  return seriesOf(readTable(file, [...reading.x, reading.y], reading.delimiter), reading);
}

/** The formats of arrays, by the ending of the file. The array of an npy file has no name, and its columns are numbered. */
const formats: Readonly<Record<string, (bytes: Bytes) => Record<string, Tensor>>> = {
  npy: (bytes) => {
    const x = readNpy(bytes);
    return { "": x.shape.length === 1 ? reshape(x, [x.shape[0], 1]) : x };
  },
  npz: readNpz,
  safetensors: (bytes) => readSafetensors(bytes).tensors,
};

/**
 * `arraysTable` of an .npy, .npz or .safetensors file, and `tableOf` any other, which is CSV.
 *
 * @param columns - those that will be used
 * @param delimiter - the name of what stands between the cells of a CSV file
 * @throws {UserError} when it cannot be read, and for whatever is wrong with it
 */
export function readTable(file: string, columns: readonly string[], delimiter?: string): Table {
  const read = formats[/\.(npy|npz|safetensors)$/i.exec(file)?.[1].toLowerCase() ?? ""];
  if (read === undefined) return tableOf(file, readText(file), delimiter && delimiters[delimiter]);
  const bytes = readBytes(file);
  try {
    return arraysTable(file, read(bytes), columns);
  } catch (error) {
    if (error instanceof WengertError) throw new UserError(`${file}: ${oneLine(error)}`);
    throw error;
  }
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
