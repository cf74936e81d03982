import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { init, parse } from "es-module-lexer";
import { resolve } from "import-meta-resolve";

/*
 * What a file of a build leads to: the names in `import`, `export … from` and `import(…)`, those in `require(…)` of CommonJS or of
 * `createRequire`, and where they lead. Names that are computed are not seen.
 */

/** A name in a file. */
export interface Imported {
  readonly specifier: string;
  /** In `require(…)`, or in what looks like one: in a comment, say. */
  readonly required: boolean;
}

const CODE = /\.[mc]?[jt]s$/;
const REQUIRED = /\brequire(?:\s*\.\s*resolve)?\s*\(\s*(["'`])([^"'`\n$]+)\1/g;

/** Whether a file is a program, whose imports count. Of others their bytes count alone. */
export function isCode(file: string): boolean {
  return CODE.test(file);
}

/**
 * The names that a program imports. Imports of types alone are left out.
 *
 * @throws {Error} where it cannot be read
 */
export async function importsOf(text: string, file: string): Promise<readonly Imported[]> {
  await init;
  const imported = parse(text, file)[0].flatMap((found) => {
    const { specifier, typeOnly } = found as { specifier?: string | null; typeOnly?: boolean };
    return typeof specifier === "string" && typeOnly !== true ? [{ specifier, required: false }] : [];
  });
  const required = Array.from(text.matchAll(REQUIRED), ([, , specifier]) => ({ specifier, required: true }));
  return [...imported, ...required].filter(({ specifier }) => !specifier.startsWith("node:"));
}

/** Whether a name is that of a file beside, not of a package or of what `package.json` maps. */
export function isPath(specifier: string): boolean {
  return /^(file:|\.{0,2}\/|\.{1,2}$)/.test(specifier);
}

/** Where a name leads: a URL, or undefined where there is nothing. */
export function destinationOf({ specifier, required }: Imported, file: string): string | undefined {
  const from = pathToFileURL(file).href;
  try {
    if (required) {
      const found = createRequire(from).resolve(specifier);
      return found === specifier ? `node:${specifier}` : pathToFileURL(found).href;
    }
    return isPath(specifier) ? beside(new URL(specifier, from), file) : resolve(specifier, from);
  } catch {
    return undefined;
  }
}

/** TypeScript names a file by what it becomes, or without its ending, where a loader or a bundler finds it. */
function beside(url: URL, file: string): string {
  const path = fileURLToPath(url);
  if (isFile(path) || !/\.[mc]?ts$/.test(file)) return url.href;
  const others = [
    path.replace(/\.([mc]?)js$/, ".$1ts"),
    ...[".ts", ".mts", ".js", ".mjs", "/index.ts"].map((end) => path + end),
  ];
  return pathToFileURL(others.find(isFile) ?? path).href;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
