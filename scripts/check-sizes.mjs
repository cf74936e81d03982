// What a bundle costs (bytes after minification and gzip), for the sets of imports in sizes.json, and that what was not
// imported is not in it: a rule's name is a string, which survives minification. Bundles the built packages.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { root } from "./setup.mjs";

const entry = "virtual:entry";
const sizes = JSON.parse(readFileSync(join(root, "scripts", "sizes.json"), "utf8"));
const problems = [];

/** Bundles a module given as text, for browsers, and returns the code. */
async function bundle(code) {
  const virtual = {
    name: "virtual-entry",
    resolveId: (id) => (id === entry ? join(root, "packages", "tests", "entry.js") : undefined),
    load: (id) => (id.endsWith("entry.js") ? code : undefined),
  };
  const result = await build({
    root,
    configFile: false,
    logLevel: "warn",
    plugins: [virtual],
    build: {
      write: false,
      minify: true,
      target: "es2022",
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict", output: { format: "es" } },
    },
  });
  return [result]
    .flat()
    .flatMap(({ output }) => output.map((chunk) => chunk.code ?? ""))
    .join("\n");
}

const quoted = (word) => new RegExp(`["'\`]${word}["'\`]`);
const missed = new Set(sizes.flatMap(({ absent = [] }) => absent)); // words that no bundle contains prove nothing
for (const { name, code, limit, absent = [] } of sizes) {
  const text = await bundle(code).catch((error) => void problems.push(`${name}: ${error.message}`));
  if (text === undefined) continue;
  const bytes = gzipSync(text, { level: 9 }).length;
  console.log(`${name.padEnd(20)} ${String(bytes).padStart(6)} of ${String(limit).padStart(6)} bytes`);
  if (bytes > limit) problems.push(`${name}: ${bytes} bytes, the budget is ${limit}`);
  for (const word of absent)
    if (quoted(word).test(text)) problems.push(`${name}: "${word}" is in it, but was not imported`);
  for (const word of missed) if (quoted(word).test(text)) missed.delete(word);
}
for (const word of missed)
  problems.push(`"${word}" is in no bundle at all: sizes.json looks for a name that is not there`);

for (const problem of problems) console.error(problem);
console.log(`sizes: ${sizes.length} bundles, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
