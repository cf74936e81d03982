/** Rows of cells as lines: the first column to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  return rows.map((row) =>
    row
      .map((cell, j) => (j === 0 ? cell.padEnd(widths[j]) : cell.padStart(widths[j])))
      .join("  ")
      .trimEnd(),
  );
}

/** A number with some significant digits, without an exponent where it can be read without. */
export function showNumber(x: number, digits: number): string {
  if (!Number.isFinite(x) || x === 0) return String(x);
  const rounded = Number(x.toPrecision(digits));
  const exponent = Math.floor(Math.log10(Math.abs(rounded)));
  if (exponent < -5 || exponent >= Math.max(digits, 7)) return rounded.toExponential(digits - 1);
  return rounded.toFixed(Math.max(digits - 1 - exponent, 0));
}

/** A number to the second digit of its error. */
export function showWithError(x: number, error: number): string {
  if (!(error > 0) || !Number.isFinite(error) || x === 0) return showNumber(x, 6);
  const ratio = Math.floor(Math.log10(Math.abs(x))) - Math.floor(Math.log10(error));
  return showNumber(x, Math.min(Math.max(ratio + 2, 2), 15));
}
