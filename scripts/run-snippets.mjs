// Runs compiled snippets one after the other, quietly: run-snippets.mjs FOLDER NAME...
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expectThrow, expectValue } from "./snippet-expect.mjs";

const [folder, ...names] = process.argv.slice(2);
const report = console.error;
Object.assign(globalThis, { expectThrow, expectValue });
for (const method of ["log", "info", "warn", "error", "table"]) console[method] = () => {};

for (const name of names) {
  try {
    await import(pathToFileURL(join(folder, `${name}.js`)).href);
  } catch (error) {
    process.exitCode = 1;
    const frame = String(error?.stack)
      .split("\n")
      .find((line) => line.includes(`${name}.ts:`));
    report(`${frame?.replace(/^.*\/(?=[^/]*$)/, "").replace(/\)$/, "") ?? `${name}.ts:1`}: ${error}`);
  }
}
