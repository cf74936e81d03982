import { FormulaError, type Span } from "../errors.ts";

/** A word of a formula. */
export interface Token extends Span {
  readonly kind: "number" | "name" | "text" | "hole" | "sign" | "end";
  readonly text: string;
}

const words: RegExp =
  /(?<space>\s+)|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<text>"[^"\n]*")|(?<hole>\$\{\d+\})|(?<sign>\.\.\.|\*\*|\.[*/^\\']|[<>=!~]=|[-+*/^@\\'<>()[\]:,=.;])/uy;

/** Spellings of other languages, and ours. */
const ours: Readonly<Record<string, string>> = {
  "**": "a power is ^",
  ".*": "* multiplies elements already",
  "./": "/ divides elements already",
  ".^": "^ takes powers of elements already",
  ".\\": "write b / a",
  ".'": "a transpose is '",
  "~=": '"not equal" is !=',
};

/**
 * The words of a formula. Every value that is substituted stands in the text as `${1}`, `${2}`, …
 *
 * @throws {FormulaError} for a character that no word begins with
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    words.lastIndex = start;
    const groups = words.exec(text)?.groups;
    if (groups === undefined) throw strange(text, start);
    const [kind, word] = Object.entries(groups).find(([, found]) => found !== undefined) as [string, string];
    const end = start + word.length;
    if (Object.hasOwn(ours, word))
      throw new FormulaError(`there is no "${word}": ${ours[word]}.`, text, { start, end });
    if (kind !== "space") tokens.push({ kind: kind as Token["kind"], text: word, start, end });
    start = end;
  }
  tokens.push({ kind: "end", text: "", start, end: start });
  return tokens;
}

function strange(text: string, start: number): FormulaError {
  const character = String.fromCodePoint(text.codePointAt(start) as number);
  const end = start + character.length;
  const remedy = character === '"' ? "a text is not closed" : `"${character}" means nothing in a formula`;
  return new FormulaError(`${remedy}.`, text, { start, end });
}

/**
 * The text of a template: what stands between its values as it was typed, backslashes too.
 *
 * @throws {FormulaError} where a backslash hides a substitution from JavaScript
 */
export function textOf(raw: readonly string[]): string {
  const text = raw.reduce((all, part, i) => `${all}\${${i}}${part}`);
  for (const [i, part] of raw.entries()) {
    const at = part.search(/\\?\$\{/);
    if (at === -1) continue;
    const start = raw.slice(0, i).reduce((sum, before, k) => sum + before.length + `\${${k + 1}}`.length, 0) + at;
    const remedy =
      part[at] === "\\"
        ? "leave a space between \\ and $, or JavaScript substitutes nothing"
        : "values are substituted in templates only";
    throw new FormulaError(`${remedy}.`, text, { start, end: start + 2 });
  }
  return text;
}
