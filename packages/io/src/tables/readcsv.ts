import { ArgumentError } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { expectFlag, expectOptions, kindOf } from "@wengert/tree/author";
import papa from "papaparse";
import { type Bytes, bytesOf } from "../bytes.ts";
import { clipped, refuse } from "../elements/stored.ts";
import { checkRead } from "../names.ts";
import type { Columns } from "./columns.ts";

/** How the text is cut into columns. */
export interface CsvOptions {
  /** Default: the one of comma, tab, semicolon and bar that fits. */
  readonly delimiter?: string;
  /** Whether the first line holds the names; default true. Without, columns are named "0", "1", … */
  readonly header?: boolean;
}

/** Cells that stand for a missing number. */
const missing: ReadonlySet<string> = /* @__PURE__ */ new Set(["", "NA", "N/A", "NaN", "nan", "null"]);

const infinite: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/**
 * The columns of a CSV file. A column becomes a Tensor when each of its cells is a number in the notation of programs (`-1.5e3`) or
 * missing (empty, NA, NaN, null); any other becomes texts.
 *
 * @param file - its text, or its bytes in UTF-8
 * @throws {FileFormatError} for a line with more or fewer cells than the first, a quote that is not closed, a name twice, an integer
 *   beyond ±2⁵³ in a column of numbers
 * @example
 * import { readCsv } from "@wengert/io";
 *
 * const { tensors, texts } = readCsv("year,co2,site\n1958,315.2,MLO\n1959,,MLO\n");
 * tensors["co2"].toArray(); // => [315.2, NaN]
 * texts["site"]; // => ["MLO", "MLO"]
 */
export function readCsv(file: Bytes | string, options: CsvOptions = {}): Columns {
  const place = { op: "readCsv" };
  expectOptions("readCsv", options, ["delimiter", "header"]);
  const { delimiter = "", header = true } = options;
  expectFlag("readCsv", "header", header);
  if (typeof delimiter !== "string")
    throw new ArgumentError(`readCsv: delimiter must be a text, not ${kindOf(delimiter)}.`, "readCsv");
  const text = typeof file === "string" ? file : new TextDecoder().decode(bytesOf("readCsv", file));
  const { data, errors } = papa.parse<string[]>(text, { delimiter, skipEmptyLines: true });
  // A single column has no delimiter to be found.
  const error = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (error !== undefined) refuse(place, `${error.message} (row ${(error.row ?? 0) + 1})`);
  const width = data[0]?.length ?? 0;
  const ragged = data.findIndex((cells) => cells.length !== width);
  if (ragged >= 0) refuse(place, `row ${ragged + 1} has ${data[ragged].length} cells, and the first has ${width}`);
  const rows = header ? data.slice(1) : data;
  const columns: Columns = { tensors: {}, texts: {} };
  const seen = new Set<string>();
  for (let i = 0; i < width; i++) {
    const name = header ? data[0][i].trim() : String(i);
    checkRead(place, name);
    if (seen.has(name)) refuse(place, `two columns have the name "${clipped(name)}"`);
    seen.add(name);
    const cells = rows.map((row) => row[i]);
    const values = cells.map(numberIn);
    if (values.includes(undefined)) {
      columns.texts[name] = cells;
      continue;
    }
    const wide = cells.findIndex((cell, row) => /^\s*[+-]?\d+\s*$/.test(cell) && !Number.isSafeInteger(values[row]));
    if (wide >= 0)
      refuse(
        { op: "readCsv", path: name },
        `row ${wide + 1} of the numbers is beyond ±2^53, where a 64-bit floating-point number does not hold every integer; write it with a decimal point if rounding is meant`,
      );
    columns.tensors[name] = fromData(Float64Array.from(values as number[]), [values.length]);
  }
  return columns;
}

function numberIn(cell: string): number | undefined {
  const text = cell.trim();
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return missing.has(text) ? Number.NaN : infinite.get(text);
}
