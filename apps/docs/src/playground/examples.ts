// The gallery: whole small programs, each run by the browser test.

/** A program of the gallery, called by its first comment. */
export interface Example {
  readonly title: string;
  readonly code: string;
}

/** Short ones with pictures, made for this page. */
const shown: Record<string, string> = import.meta.glob("../../examples/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Whole programs that print what they find, from apps/examples. */
const whole: Record<string, string> = import.meta.glob("../../../examples/src/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The first words of the comment that a program begins with: up to a colon or the end of a sentence. */
function titleOf(code: string): string {
  const [, words = ""] = /^\/[/*]+\s+(?:\* )?([^:.\n]+)/.exec(code) ?? [];
  return words.trim();
}

const listed = (files: Record<string, string>): Example[] =>
  Object.keys(files)
    .sort()
    .map((file) => files[file] ?? "")
    .map((code) => ({ title: titleOf(code), code }));

export const examples: readonly Example[] = [...listed(shown), ...listed(whole)];
