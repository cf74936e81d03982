import { ArgumentError } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { expectFlag, expectOptions, kindOf } from "@wengert/tree/author";
import papa from "papaparse";
import { type Bytes, bytesOf } from "../bytes.ts";
import { clipped, refuse } from "../elements/stored.ts";
import { FileFormatError } from "../errors.ts";
import { checkRead } from "../names.ts";
import { type Cells, cellsOf } from "./cells.ts";
import type { Columns } from "./columns.ts";

/** How the text is cut into columns, and what their cells mean. */
export interface CsvOptions {
  /** Default: the one of comma, tab, semicolon and bar that fits. */
  readonly delimiter?: string;
  /** Whether the first line holds the names; default true. Without, columns are named "0", "1", … */
  readonly header?: boolean;
  /** How numbers write decimals: `3.5` (the default) or `3,5`. */
  readonly decimal?: "." | ",";
  /** Further cells that stand for a missing number, such as `-`; case does not matter. */
  readonly missing?: readonly string[];
  /** Columns of texts, whatever they hold: identifiers, some of which are digits. */
  readonly texts?: readonly string[];
}

const known: readonly (keyof CsvOptions)[] = ["delimiter", "header", "decimal", "missing", "texts"];

/**
 * The columns of a CSV file. A column becomes a Tensor when each of its cells is a number in the notation of programs (`-1.5e3`) or
 * missing (empty, NA, N/A, NaN, null, none, in any case), and texts when none of them is a number. Numbers among texts, and what looks like
 * numbers in another notation, are refused: `decimal`, `missing` and `texts` say what is meant.
 *
 * @param file - its text, or its bytes in UTF-8
 * @throws {FileFormatError} for a line with more or fewer cells than the first, a quote that is not closed, a name twice, a column of
 *   numbers with a cell that is none, an integer beyond ±2⁵³ in a column of numbers: it names the column and the row, from 1 below the header
 * @throws {ArgumentError} for options that are not what they should be, or a column in `texts` that is not there
 * @example
 * import { readCsv } from "@wengert/io";
 *
 * const { tensors, texts } = readCsv("year,co2,site\n1958,315.2,MLO\n1959,,MLO\n");
 * tensors["co2"].toArray(); // => [315.2, NaN]
 * texts["site"]; // => ["MLO", "MLO"]
 *
 * const german = readCsv("Ort;Regen\nA;3,5\nB;-\n", { decimal: ",", missing: ["-"] });
 * german.tensors["Regen"].toArray(); // => [3.5, NaN]
 */
export function readCsv(file: Bytes | string, options: CsvOptions = {}): Columns {
  const place = { op: "readCsv" };
  const { delimiter = "", header = true, decimal = ".", missing = [], texts = [] } = checked(options);
  const text = typeof file === "string" ? file : new TextDecoder().decode(bytesOf("readCsv", file));
  // Between numbers with a decimal comma no other comma is to be found.
  const delimitersToGuess = decimal === "," ? ["\t", ";", "|"] : [",", "\t", ";", "|"];
  const { data, errors } = papa.parse<string[]>(text, { delimiter, delimitersToGuess, skipEmptyLines: true });
  // A single column has no delimiter to be found.
  const error = errors.find(({ code }) => code !== "UndetectableDelimiter");
  if (error !== undefined) refuse(place, `${error.message} (row ${(error.row ?? 0) + 1})`);
  const width = data[0]?.length ?? 0;
  const ragged = data.findIndex((cells) => cells.length !== width);
  if (ragged >= 0) refuse(place, `row ${ragged + 1} has ${data[ragged].length} cells, and the first has ${width}`);
  const rows = header ? data.slice(1) : data;
  const columns: Columns = { tensors: {}, texts: {} };
  const names = Array.from({ length: width }, (_, i) => (header ? data[0][i].trim() : String(i)));
  for (const name of texts) if (!names.includes(name)) throw unknownColumn(name, names);
  const read = cellsOf(decimal, missing, delimiter === "");
  for (const [i, name] of names.entries()) {
    checkRead(place, name);
    if (names.indexOf(name) < i) refuse(place, `two columns have the name "${clipped(name)}"`);
    const cells = rows.map((row) => row[i]);
    const values = texts.includes(name) ? undefined : numbersIn(name, cells, read);
    if (values === undefined) columns.texts[name] = cells;
    else columns.tensors[name] = fromData(values, [values.length]);
  }
  return columns;
}

/** The options, if they are such. */
function checked(options: CsvOptions): CsvOptions {
  expectOptions("readCsv", options, known);
  expectFlag("readCsv", "header", options.header);
  const { delimiter = "", decimal = ".", missing = [], texts = [] } = options;
  if (typeof delimiter !== "string")
    throw new ArgumentError(`readCsv: delimiter must be a text, not ${kindOf(delimiter)}.`, "readCsv");
  if (decimal !== "." && decimal !== ",")
    throw new ArgumentError(`readCsv: decimal must be "." or ",", not ${kindOf(decimal)}.`, "readCsv");
  if (decimal === delimiter)
    throw new ArgumentError(`readCsv: "${decimal}" cannot be both the delimiter and in decimals.`, "readCsv");
  for (const [option, list] of Object.entries({ missing, texts }))
    if (!Array.isArray(list) || list.some((text) => typeof text !== "string"))
      throw new ArgumentError(`readCsv: ${option} must be an array of texts, not ${kindOf(list)}.`, "readCsv");
  return options;
}

function unknownColumn(name: string, names: readonly string[]): ArgumentError {
  const there = names.map((one) => `"${clipped(one)}"`).join(", ");
  return new ArgumentError(`readCsv: texts names "${clipped(name)}", and the columns are ${there}.`, "readCsv");
}

/** The numbers of a column, undefined where it holds texts. */
function numbersIn(name: string, cells: readonly string[], read: Cells): Float64Array | undefined {
  const values = cells.map(read.number);
  const other = values.indexOf(undefined);
  if (other >= 0) {
    const number = cells.findIndex((cell, row) => values[row] !== undefined && !read.isMissing(cell));
    const odd = number >= 0 ? other : cells.findIndex((cell) => read.doubt(cell) !== undefined);
    if (odd < 0) return undefined;
    const found = `row ${odd + 1} is "${clipped(cells[odd])}"`;
    const among =
      number >= 0 ? `${found}, among numbers such as "${clipped(cells[number])}" in row ${number + 1}` : found;
    const doubt = read.doubt(cells[odd]) ?? 'say missing: ["…"] with this cell if it stands for a missing number';
    refuseColumn(name, `${among}; ${doubt}, or name the column in texts if texts are meant`);
  }
  const wide = cells.findIndex((cell, row) => /^\s*[+-]?\d+\s*$/.test(cell) && !Number.isSafeInteger(values[row]));
  if (wide >= 0)
    refuseColumn(
      name,
      `row ${wide + 1} of the numbers is beyond ±2^53, where a 64-bit floating-point number does not hold every integer; write it with a decimal point if rounding is meant`,
    );
  return Float64Array.from(values as number[]);
}

function refuseColumn(name: string, what: string): never {
  throw new FileFormatError(`readCsv: column "${clipped(name)}": ${what}.`, "readCsv", name);
}
