import { hasDates, type Series, seriesOf, type Table, tableOf } from "@wengert/gp-app/model";
import type { OwnSource } from "../store/document.ts";
import { mostRows } from "./size.ts";
import { sentence } from "./text.ts";

/** Longer texts are not cut into cells before they are thinned. */
const mostLines = 20_000;

/** The text of a table; of so many neighbouring rows of the file, it has one. */
export interface Given {
  readonly file: string;
  readonly text: string;
  readonly every?: number;
}

/** How many lines a text has, without those at its end that are empty. */
export function linesIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return text.endsWith("\n") ? count : count + 1;
}

/** Its multiples, less their whole numbers, are spread evenly, and repeat in no rhythm. */
const stride = Math.SQRT2 - 1;

/**
 * The header, and one of so many neighbouring lines each. Which of them changes from group to group, so that a rhythm of the data
 * (a day of 288 rows) is not mistaken for another one, as every 288th row would. Extremes, which are kept for drawing elsewhere,
 * would look like noise to a fit, and means would hide it.
 */
export function thinned(text: string, every: number): string {
  if (every <= 1) return text;
  const chosen = (line: number): boolean => {
    const group = Math.floor((line - 1) / every);
    const share = ((group + 0.5) * stride) % 1;
    return (line - 1) % every === Math.floor(share * every);
  };
  return text
    .split("\n")
    .filter((_, i) => i === 0 || chosen(i))
    .join("\n");
}

/** A table, or what has to be done before it can be one. */
export type Opened =
  | { readonly table: Table; readonly columns: readonly Column[] }
  | { readonly problem: string; readonly every?: number };

/** A column, with what it seems to hold. */
export interface Column {
  readonly name: string;
  readonly holds: "numbers" | "dates" | "text";
}

/** Cuts a text into cells, unless it is too long for a fit. */
export function openTable(file: string, text: string): Opened {
  const lines = linesIn(text) - 1;
  if (lines > mostLines) return tooMany(lines);
  try {
    const table = tableOf(file, text);
    if (table.rows.length > mostRows) return tooMany(table.rows.length);
    if (table.rows.length < 2)
      return { problem: `${file} has ${table.rows.length} rows below its header; a fit needs two at least.` };
    return { table, columns: table.columns.map((name, i) => ({ name, holds: heldBy(table, i) })) };
  } catch (error) {
    return { problem: sentence(error) };
  }
}

function tooMany(rows: number): Opened {
  const every = Math.ceil(rows / mostRows);
  return {
    problem:
      `${rows.toLocaleString("en")} rows are too many: the matrices of a Gaussian process have as many rows and columns, ` +
      `and ${mostRows.toLocaleString("en")} rows fill about two gigabytes. Take one of every ${every} rows, or means of neighbours, or a part.`,
    every,
  };
}

const missing = /^(|na|n\/a|nan|null|none|-)$/i;
const numeric = /^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i;

function heldBy(table: Table, column: number): Column["holds"] {
  const cells = table.rows.slice(0, 200).map(({ cells: all }) => all[column] ?? "");
  const filled = cells.filter((cell) => !missing.test(cell));
  if (filled.length === 0) return "text";
  if (filled.every((cell) => numeric.test(cell))) return "numbers";
  const first = { ...table, columns: ["x"], rows: [{ ...table.rows[0], cells: [filled[0]] }] };
  return hasDates(first, "x") ? "dates" : "text";
}

/** Columns that are likely meant: dates or the first numbers as x, the numbers after them as y. */
export function guess(columns: readonly Column[]): { readonly x: readonly string[]; readonly y: string | undefined } {
  const usable = columns.filter(({ holds }) => holds !== "text");
  const x = usable.find(({ holds }) => holds === "dates") ?? usable[0];
  const y = usable.find((column) => column.holds === "numbers" && column !== x);
  return { x: x === undefined ? [] : [x.name], y: y?.name };
}

/** The series of a source. Rows with a missing cell are left out, and a note says how many. @throws {UserError} */
export function ownSeries(table: Table, { x, y, timeUnit, decimal, every }: OwnSource): Series {
  const reading = { x, y, timeUnit, missing: "drop" as const, ...(decimal === undefined ? {} : { decimal }) };
  const series = seriesOf(table, reading);
  return every === undefined ? series : { ...series, notes: [`one of every ${every} rows`, ...series.notes] };
}

/** The largest step between neighbours, where it is much larger than the usual one. */
export function gapIn({
  x,
}: Series): { readonly from: number; readonly to: number; readonly times: number } | undefined {
  if (x.length !== 1 || x[0].length < 4) return undefined;
  const [values] = x;
  const steps = values.slice(1).map((value, i) => value - values[i]);
  const usual = steps.toSorted()[steps.length >> 1];
  const at = steps.reduce((best, step, i) => (step > steps[best] ? i : best), 0);
  const times = steps[at] / usual;
  return times > 2.5 && Number.isFinite(times) ? { from: values[at], to: values[at + 1], times } : undefined;
}
