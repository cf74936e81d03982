import { excerpt, UserError } from "../errors.ts";
import { place, type Table, textColumn } from "./table.ts";

/** How decimals are written: 1.5 or 1,5. */
export type Decimal = "point" | "comma";

const patterns = {
  point: /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i,
  comma: /^[-+]?(\d+,?\d*|,\d+)(e[-+]?\d+)?$/i,
};

/** 1,234 is more than a thousand to some, and little more than one to others. */
const eitherWay = /^[-+]?[1-9]\d{0,2},\d{3}$/;

/**
 * The numbers of one column, which writes all decimals with a point, or all with a comma.
 *
 * @param decimal - without it, what the table's own cells say
 * @throws {UserError} with row and column of the first cell that is not a finite number, or that is one in two ways
 */
export function numberColumn(table: Table, column: string, decimal?: Decimal): Float64Array {
  const cells = textColumn(table, column);
  const style = decimal ?? decimalOf(table, column, cells);
  return Float64Array.from(cells, (cell, row) => {
    const value = patterns[style].test(cell) ? Number(cell.replace(",", ".")) : Number.NaN;
    if (Number.isFinite(value)) return value;
    const found = cell === "" ? "an empty cell" : `"${excerpt(cell)}"`;
    throw new UserError(
      `${table.file}: ${place(table, row, column)}: ${found} is not a finite number${hint(cell, style)}`,
    );
  });
}

function hint(cell: string, style: Decimal): string {
  const other = style === "point" ? "comma" : "point";
  return patterns[other].test(cell)
    ? `, as decimals have a ${style} here; for a ${other} everywhere, --decimal ${other}`
    : "";
}

/** The comma, if the column has cells with one and none with a point, and if some cell of the table is a number only so. */
function decimalOf(table: Table, column: string, cells: readonly string[]): Decimal {
  const row = cells.findIndex(hasComma);
  if (row < 0 || cells.some((cell) => cell.includes("."))) return "point";
  if (table.rows.some((one) => one.cells.some((cell) => hasComma(cell) && !eitherWay.test(cell)))) return "comma";
  throw new UserError(
    `${table.file}: ${place(table, row, column)}: "${cells[row]}" can be read in two ways; ` +
      "say --decimal comma, or write thousands without a comma",
  );
}

function hasComma(cell: string): boolean {
  return cell.includes(",") && patterns.comma.test(cell);
}
