// The gallery: whole small programs, each run by the browser test.

/** A program of the gallery, called by its first comment. */
export interface Example {
  readonly title: string;
  readonly code: string;
}

const files: Record<string, string> = import.meta.glob("../../examples/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const examples: readonly Example[] = Object.keys(files)
  .sort()
  .map((file) => {
    const text = files[file] ?? "";
    const [, title = file] = /^\/\/ (.*)\n/.exec(text) ?? [];
    return { title, code: text };
  });
