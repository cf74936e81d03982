import { parse } from "csv-parse/browser/esm/sync";

/** What may stand between two cells, by the names that the command line knows. */
export const delimiters: Readonly<Record<string, string>> = { comma: ",", semicolon: ";", tab: "\t" };

/** So many rows tell which delimiter a file has. */
const looked = 20;

/**
 * The delimiter that cuts the first rows into equally many cells, and into most of them. When none does, the one that cuts
 * the header into most: then some row is faulty, and reading it says which.
 */
export function delimiterOf(text: string): string {
  const counts = Object.values(delimiters).map((delimiter) => ({ delimiter, cells: cellCounts(text, delimiter) }));
  const even = counts.filter(({ cells }) => cells[0] > 1 && cells.every((count) => count === cells[0]));
  const candidates = even.length > 0 ? even : counts;
  return candidates.reduce((best, one) => ((one.cells[0] ?? 0) > (best.cells[0] ?? 0) ? one : best)).delimiter;
}

function cellCounts(text: string, delimiter: string): number[] {
  try {
    const rows: string[][] = parse(text, { delimiter, to: looked, skip_empty_lines: true, relax_column_count: true });
    return rows.map((row) => row.length);
  } catch {
    return [];
  }
}
