// The laws of the house (laws.json): who may import whom, type-only imports included; no circles, no deep imports, no
// undeclared or surprising dependency; and who may speak of memory that is lent.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { importLaws, reading, resolving } from "./import-laws.mjs";
import { memoryWords } from "./memory-words.mjs";
import { root } from "./setup.mjs";

process.chdir(root);
const laws = JSON.parse(readFileSync("scripts/laws.json", "utf8"));
const problems = [];

const manifests = new Map(
  readdirSync("packages").map((name) => [
    name,
    JSON.parse(readFileSync(join("packages", name, "package.json"), "utf8")),
  ]),
);
const entries = [...manifests].flatMap(([name, { exports = {} }]) =>
  Object.values(exports)
    .filter((target) => target["@wengert/source"] !== undefined)
    .map((target) => join("packages", name, target["@wengert/source"])),
);

const { output } = await cruise(
  ["packages", "apps"],
  { ruleSet: { forbidden: importLaws(laws, [...entries, ...laws.appEntries]) }, validate: true, ...reading },
  resolving,
);
for (const { rule, from, to } of output.summary.violations) problems.push(`${rule.name}: ${from} → ${to}`);

// A tool that reads nothing finds nothing: every source file on disk must be among the modules it saw.
const seen = new Set(output.modules.map((module) => module.source));
const sources = ["packages", "apps"].flatMap((folder) =>
  readdirSync(folder).flatMap((name) =>
    readdirSync(join(folder, name, "src"), { recursive: true }).map((file) => join(folder, name, "src", file)),
  ),
);
const typescript = sources.filter((file) => /\.tsx?$/.test(file));
for (const file of typescript) if (!seen.has(file)) problems.push(`not cruised: ${file}`);
if (typescript.length < laws.fewestModules) problems.push(`only ${typescript.length} source files were found`);

// package.json says the same as the table, so that an installed package brings what it imports and no more.
const exists = (name) => manifests.has(name);
const mayImport = { ...laws.packages, ...laws.forTests };
for (const name of manifests.keys()) {
  if (mayImport[name] === undefined && name !== "tests") problems.push(`laws.json says nothing of ${name}`);
}
for (const [name, allowed] of Object.entries(mayImport).filter(([name]) => exists(name))) {
  const expected = [
    ...allowed.filter(exists).map((other) => `@wengert/${other}`),
    ...(laws.outside[name] ?? []),
  ].sort();
  const actual = Object.keys(manifests.get(name).dependencies ?? {}).sort();
  if (`${actual}` !== `${expected}`)
    problems.push(`packages/${name}/package.json depends on [${actual}], the law says [${expected}]`);
}

// Memory is lent by the engine alone. (Until it has a package of its own, nobody can be told to leave it to that.)
if (laws.memory.onlyIn.every(exists)) {
  const guides = readdirSync("apps/docs/guides").map((file) => join("apps/docs/guides", file));
  const engine = laws.memory.onlyIn.map((name) => join("packages", name, "src"));
  for (const file of [...sources.filter((file) => /^packages.*\.ts$/.test(file)), ...guides, "README.md"]) {
    if (engine.some((folder) => file.startsWith(folder))) continue;
    for (const { line, word } of memoryWords(readFileSync(file, "utf8"), laws.memory))
      problems.push(`${file}:${line} speaks of memory ("${word}"), which is the matter of ${laws.memory.onlyIn}`);
  }
}

for (const problem of problems) console.error(problem);
const absent = Object.keys(laws.packages).filter((name) => !exists(name));
console.log(
  `laws: ${output.modules.length} modules, ${output.summary.totalDependenciesCruised} imports, ${problems.length} problems` +
    `${absent.length > 0 ? `; not there yet: ${absent}` : ""}`,
);
process.exit(problems.length > 0 ? 1 : 0);
