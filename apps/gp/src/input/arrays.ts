import type { Tensor } from "wengert";
import { UserError } from "../errors.ts";
import { columnIndex, type Table } from "./table.ts";

/**
 * Arrays by name as a table of the columns that are asked for. An array of rows and columns is named with the number of its column:
 * `places[0]`. The other arrays of the file may have any length.
 *
 * @param file - its name, for messages
 * @param wanted - the columns to take
 * @throws {UserError} when there is no such column, or the arrays have different numbers of rows
 */
export function arraysTable(file: string, arrays: Readonly<Record<string, Tensor>>, wanted: readonly string[]): Table {
  const all = Object.entries(arrays).flatMap(([name, x]) => columnsOf(name, x));
  const columns = all.map(({ name }) => name);
  const taken = [...new Set(wanted)].map((column) => all[columnIndex({ file, columns }, column)]);
  const [first] = taken;
  for (const { name, length } of taken) {
    if (length !== first.length)
      throw new UserError(
        `${file}: "${first.name}" has ${first.length} rows and "${name}" has ${length}; they must have equally many`,
      );
  }
  return {
    file,
    columns: taken.map(({ name }) => name),
    // The shortest text of a double reads back as the same double.
    rows: Array.from({ length: first.length }, (_, row) => ({
      cells: taken.map(({ at }) => String(at(row))),
      number: row + 1,
    })),
  };
}

interface Column {
  readonly name: string;
  readonly length: number;
  at(row: number): number;
}

/** A scalar, or an array of three axes or more, has no columns. */
function columnsOf(name: string, { data, shape }: Tensor): Column[] {
  const [length, width] = shape;
  if (shape.length === 1) return [{ name, length, at: (row) => data[row] }];
  if (shape.length !== 2) return [];
  return Array.from({ length: width }, (_, i) => ({
    name: name === "" ? String(i) : `${name}[${i}]`,
    length,
    at: (row) => data[row * width + i],
  }));
}
