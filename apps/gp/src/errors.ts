/** Something that whoever runs the program can put right: shown as one line, and the exit code is 1. */
export class UserError extends Error {
  override name = "UserError";
  /** Where in the text that was given, from and to which character, if it is known. */
  readonly at: Span | undefined;

  constructor(message: string, at?: Span) {
    super(message);
    this.at = at;
  }
}

/** A part of a text: its first character, and the one behind its last. */
export type Span = readonly [from: number, to: number];

/** What an error says, on one line. */
export function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replaceAll(/\s*\n\s*/g, " ");
}

/** The beginning of a text that somebody else wrote, for messages: at most 80 characters of it. */
export function excerpt(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
