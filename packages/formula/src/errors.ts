import { WengertError } from "@wengert/tree";

/** A part of a formula: from one character of its text up to, not including, another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A formula that cannot be read, or whose parts do not fit each other. The message shows the part with carets under it;
 * `cause` is the error of the operation, where there is one.
 *
 * Substituted values have no names. In the message they are `${1}`, `${2}`, … from left to right.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { math } from "@wengert/formula";
 *
 * const x = tensor([1, 2, 3]);
 * math`2 * sin(${x}`; // throws FormulaError: "(" is not closed
 */
export class FormulaError extends WengertError {
  override readonly name: string = "FormulaError";
  /** The text of the formula, substituted values numbered. */
  readonly formula: string;
  /** Where the part begins in it. */
  readonly start: number;
  /** Where the part ends. */
  readonly end: number;

  constructor(message: string, formula: string, { start, end }: Span, cause?: unknown) {
    super(`math: ${message}\n${pointed(formula, start, end)}`, "math");
    if (cause !== undefined) this.cause = cause;
    this.formula = formula;
    this.start = start;
    this.end = end;
  }
}

/** So much of a line is shown. */
const WIDTH = 80;

/** The line of the formula on which a part begins, and carets below the part. */
function pointed(formula: string, start: number, end: number): string {
  const from = formula.lastIndexOf("\n", start - 1) + 1;
  const newline = formula.indexOf("\n", start);
  const to = newline === -1 ? formula.length : newline;
  // Of a long line the neighbourhood.
  const first = to - from <= WIDTH ? from : Math.max(from, Math.min(start - WIDTH / 4, to - WIDTH));
  const line = formula.slice(first, Math.min(to, first + WIDTH));
  const carets = Math.max(1, Math.min(end, first + line.length) - start);
  // A tab stays a tab, so that the carets stand below what they mean.
  const margin = formula.slice(first, start).replace(/[^\t]/g, " ");
  return `  ${line}\n  ${margin}${"^".repeat(carets)}`;
}
