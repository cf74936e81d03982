import { ArgumentError } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { kindOf } from "@wengert/tree/author";
import { refuse } from "../elements/stored.ts";
import { checkRead } from "../names.ts";
import type { Columns } from "./columns.ts";

/** A column of `apache-arrow`, by what is read of it. */
export interface ArrowColumn {
  readonly length: number;
  get(row: number): unknown;
}

/** A table of `apache-arrow` (or of a library with the same methods), which the program depends on, not this package. */
export interface ArrowTable {
  readonly numRows: number;
  readonly schema: { readonly fields: readonly { readonly name: string; readonly type?: unknown }[] };
  getChildAt(index: number): ArrowColumn | null;
}

/**
 * The columns of an Apache Arrow table. Numbers and booleans of every width become Tensors, and so do dates (milliseconds since 1970,
 * as Arrow gives them); texts, also as dictionaries, become texts. A null is NaN, or the empty text.
 *
 * @throws {FileFormatError} for a column of anything else (which one and of what type is said), an integer beyond ±2⁵³
 * @throws {ArgumentError} for what is no table
 * @example
 * import { tableFromArrays } from "apache-arrow";
 * import { fromArrow } from "@wengert/io";
 *
 * const { tensors, texts } = fromArrow(tableFromArrays({ x: Float32Array.of(0.5, 2), site: ["a", "b"] }));
 * tensors["x"].toArray(); // => [0.5, 2]
 * texts["site"]; // => ["a", "b"]
 */
export function fromArrow(table: ArrowTable): Columns {
  if (!Array.isArray(table?.schema?.fields) || typeof table.getChildAt !== "function")
    throw new ArgumentError(
      `fromArrow: the argument must be an Arrow table, not ${kindOf(table)}; read a file with tableFromIPC of apache-arrow.`,
      "fromArrow",
    );
  const columns: Columns = { tensors: {}, texts: {} };
  for (const [i, { name, type }] of table.schema.fields.entries()) {
    const place = { op: "fromArrow", path: name };
    checkRead(place, name);
    if (Object.hasOwn(columns.tensors, name) || Object.hasOwn(columns.texts, name))
      refuse(place, "two columns have this name");
    const column = table.getChildAt(i);
    const cells = Array.from({ length: table.numRows }, (_, row) => column?.get(row) ?? undefined);
    if (cells.some((cell) => typeof cell === "string")) {
      const at = cells.findIndex((cell) => cell !== undefined && typeof cell !== "string");
      if (at >= 0) refuse(place, `row ${at} is ${kindOf(cells[at])} among texts`);
      columns.texts[name] = cells.map((cell) => (cell as string | undefined) ?? "");
      continue;
    }
    const values = Float64Array.from(cells, (cell, row) => {
      const x = typeof cell === "bigint" || typeof cell === "boolean" ? Number(cell) : (cell ?? Number.NaN);
      if (typeof x !== "number")
        return refuse(
          place,
          `row ${row} is ${kindOf(cell)}, of the type ${String(type)}; cast the column to numbers or texts`,
        );
      if (typeof cell === "bigint" && !Number.isSafeInteger(x))
        refuse(
          place,
          `row ${row} is ${cell}, beyond ±2^53, where a 64-bit floating-point number does not hold every integer; cast the column to float64 if rounding is meant`,
        );
      return x;
    });
    columns.tensors[name] = fromData(values, [values.length]);
  }
  return columns;
}
