import type { Tensor } from "@wengert/array";
import { expectNoMore, showShape } from "@wengert/array/author";
import type { Param } from "../param.ts";
import { entriesOf } from "../paramset.ts";

/** One parameter of a model, as a row of a table. */
export interface ParamRow {
  /** Where it was found first; "" for a parameter that is the whole model. */
  readonly path: string;
  /** The shape of its value. */
  readonly shape: readonly number[];
  /** The name of its constraint; "unconstrained" without one. */
  readonly constraint: string;
  /** Its present value. */
  readonly value: number | Tensor;
  /** Whether it is learned. */
  readonly trainable: boolean;
}

/** Rows that print as an aligned table. */
export interface ParamTable extends ReadonlyArray<ParamRow> {
  /** The table as text. */
  toString(): string;
}

/**
 * The parameters of a model as rows of a table, frozen ones included. A parameter in several places has one row.
 *
 * `console.log` and `String` print an aligned table; `console.table` takes the rows.
 *
 * @param tree - a model, a set or a single parameter
 * @example
 * import { describe, param, positive } from "@wengert/params";
 *
 * const model = { kernel: { variance: param(2.5, { constraint: positive() }) }, mean: param(0, { trainable: false }) };
 * const table = describe(model);
 * table[0].path; // => kernel.variance
 * table[0].constraint; // => positive
 * String(table).split("\n").length; // => 4
 */
export function describe(tree: unknown): ParamTable {
  expectNoMore("describe", arguments[1]);
  const rows = entriesOf(tree).map(([path, param]) => rowOf(path, param));
  const print = { value: () => tableText(rows) };
  return Object.defineProperties(rows, { toString: print, [Symbol.for("nodejs.util.inspect.custom")]: print });
}

function rowOf(path: string, { shape, constraint, value, trainable }: Param): ParamRow {
  const named = constraint === undefined ? "unconstrained" : (constraint.name ?? "of its own");
  return { path, shape, constraint: named, value, trainable };
}

function tableText(rows: readonly ParamRow[]): string {
  const cells = rows.map(({ path, shape, constraint, value, trainable }) => [
    path || "(root)",
    showShape(shape),
    constraint,
    typeof value === "number" ? String(value) : value.toString().replace(/^Tensor (\[[^\]]*\] )?/, ""),
    trainable ? "yes" : "no",
  ]);
  const table = [["path", "shape", "constraint", "value", "trainable"], ...cells];
  const widths = table[0].map((_, column) => table.reduce((most, row) => Math.max(most, row[column].length), 0));
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd(),
  );
  const [all, learned] = [rows, rows.filter((row) => row.trainable)].map(sizeOf);
  return [...lines, `${rows.length} parameters of ${all} numbers, ${learned} of them trainable`].join("\n");
}

function sizeOf(rows: readonly ParamRow[]): number {
  return rows.reduce((total, { value }) => total + (typeof value === "number" ? 1 : value.size), 0);
}
