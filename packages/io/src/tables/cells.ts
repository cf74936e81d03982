/** How cells are read. */
export interface Cells {
  /** The number in a cell, NaN where it is missing; undefined where the cell is no number. */
  number(cell: string): number | undefined;
  /** Whether a cell stands for a missing number. */
  isMissing(cell: string): boolean;
  /** What to say of a cell that is no number, and looks like one in another notation. */
  doubt(cell: string): string | undefined;
}

/** Cells that stand for a missing number, in lower case: those of spreadsheets, R, NumPy and pandas that are no ordinary word. */
const absent: readonly string[] = ["", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none"];

const infinite: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ["inf", Number.POSITIVE_INFINITY],
  ["+inf", Number.POSITIVE_INFINITY],
  ["infinity", Number.POSITIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
  ["-infinity", Number.NEGATIVE_INFINITY],
]);

const notations = {
  ".": /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/,
  ",": /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/,
} as const;

/** Groups of three digits: 1,234,567.8 or 1 234 567,8. */
const thousands = /^[+-]?\d{1,3}(?:([,.'\u2019 \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$/;
/** What a delimiter other than the one that was found would cut. */
const uncut = /^[+-]?\d[\d.,]* *[;|\t] *[+-]?\d[\d.,]*$/;

/** How cells are read, with decimals of one kind and these for missing ones, too. */
export function cellsOf(decimal: "." | ",", missing: readonly string[], delimiterIsGuessed: boolean): Cells {
  const all = new Set([...absent, ...missing.map((cell) => cell.trim().toLowerCase())]);
  const other = decimal === "." ? "," : ".";
  const isMissing = (cell: string): boolean => all.has(cell.trim().toLowerCase());
  return {
    isMissing,
    number(cell) {
      const text = cell.trim();
      if (isMissing(text)) return Number.NaN;
      if (notations[decimal].test(text)) return Number(text.replace(",", "."));
      return infinite.get(text.toLowerCase());
    },
    doubt(cell) {
      const text = cell.trim();
      if (delimiterIsGuessed && uncut.test(text)) return "say with delimiter what stands between cells";
      const grouped = thousands.test(text);
      if (notations[other].test(text))
        return `say decimal: "${other}" if that is a number${grouped ? ", or write thousands without a mark" : ""}`;
      return grouped ? "write thousands without a mark between them" : undefined;
    },
  };
}
