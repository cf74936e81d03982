import { readFileSync } from "node:fs";

const index = readFileSync(new URL("../src/index.ts", import.meta.url), "utf8");

/** What the package exports from one of its folders, types aside: tables of tests are to have a row for each. */
export function exportedFrom(folder: string): readonly string[] {
  const lines = [...index.matchAll(/^export \{([^}]*)\} from "\.\/(\w+)\/\w+\.ts";/gm)];
  const names = lines.filter(([, , from]) => from === folder).flatMap(([, list]) => list.split(","));
  return names.map((name) => name.trim()).filter((name) => name !== "" && !name.startsWith("type "));
}
