/** What a generated file is compiled from. */
export interface Module {
  readonly source: string;
  readonly names?: readonly string[];
  readonly tables?: number;
}

/** The generated files of `src`. */
export const modules: Readonly<Record<string, Module>>;

/** The text of a generated file, compiled from a source in `assembly`. */
export function generate(module: Module): Promise<string>;
