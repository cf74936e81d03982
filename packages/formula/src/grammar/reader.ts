import { FormulaError, type Span } from "../errors.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Goes through the words of a formula from left to right, and says what is wrong with the one it stands at. */
export class Reader {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokensOf(text);
  }

  get next(): Token {
    return this.#tokens[this.#position];
  }

  get afterNext(): Token {
    return this.#tokens[Math.min(this.#position + 1, this.#tokens.length - 1)];
  }

  /** From a character on to the end of the last word that was taken. */
  since(start: number): Span {
    return { start, end: this.#tokens[this.#position - 1].end };
  }

  is(sign: string, token: Token = this.next): boolean {
    return token.kind === "sign" && token.text === sign;
  }

  advance(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#position++;
    return token;
  }

  take(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.#position++;
    return true;
  }

  expect(sign: string): void {
    if (!this.take(sign)) throw this.misplaced(`"${sign}" should stand here`);
  }

  /** What stands between brackets, separated by commas. */
  separated<T>(closing: string, open: Token, read: () => T): readonly T[] {
    const items: T[] = [];
    if (this.take(closing)) return items;
    do items.push(read());
    while (this.take(","));
    this.close(closing, open);
    return items;
  }

  close(closing: string, open: Token): void {
    if (this.take(closing)) return;
    if (this.next.kind === "end") throw this.error(`"${open.text}" is not closed`, open);
    throw this.misplaced();
  }

  /** The next word is not what can follow. */
  misplaced(expected?: string): FormulaError {
    const token = this.next;
    if (token.kind === "end") return this.error("the formula ends too early", token);
    if (expected !== undefined) return this.error(`${expected}, not ${token.text}`, token);
    if (this.is("=")) return this.error('"equal" is ==; a part gets a name by name = …; before the result', token);
    if (token.kind === "sign" && !this.is("(") && !this.is("[")) {
      return this.error(`"${token.text}" does not belong here`, token);
    }
    const before = this.#tokens[this.#position - 1];
    const called = this.is("(") && before.kind === "hole" ? ". A function is called by a name: mathWith({ f })" : "";
    return this.error(`${before.text} and ${token.text} stand side by side: write the operator${called}`, {
      start: before.start,
      end: token.end,
    });
  }

  error(message: string, span: Span): FormulaError {
    return new FormulaError(`${message}.`, this.text, span);
  }
}
