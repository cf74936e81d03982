import { excerpt, oneLine, textOf, UserError } from "@wengert/gp-app/model";

/** A file's text. @throws {UserError} where it is none */
export async function readFile(file: File): Promise<string> {
  if (file.size > 2 ** 29)
    throw new UserError(`${file.name} has ${Math.round(file.size / 2 ** 20)} MB; 512 are read at most.`);
  return textOf(file.name, new Uint8Array(await file.arrayBuffer()));
}

/** An error in a sentence, in words of this page in place of options of the command line. */
export function sentence(error: unknown): string {
  const text = excerptOf(inWordsOfThePage(oneLine(error)));
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Before a text is cut: the end of it says what to do. */
function inWordsOfThePage(text: string): string {
  return text
    .replace(/, as decimals have a (\w+) here; for a (\w+) everywhere, --decimal \w+/, '; choose "$2" under Decimals')
    .replace(/say --decimal (\w+)/, 'choose "$1" under Decimals');
}

/** Of a long text the beginning, which says where, and the end, which says what to do. */
function excerptOf(text: string): string {
  return text.length <= 400 ? text : `${excerpt(text)} … ${text.slice(-200)}`;
}
