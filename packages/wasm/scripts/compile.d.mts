/** The text of `src/module.generated.ts`, compiled from `assembly/panels.ts`. */
export function generate(): Promise<string>;
