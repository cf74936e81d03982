/** The generated files of `src`, and the entries in `assembly` that they are compiled from. */
export const modules: Readonly<Record<string, string>>;

/** The text of a generated file, compiled from an entry in `assembly`. */
export function generate(entry: string): Promise<string>;
