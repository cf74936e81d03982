// No two packages export the same name (re-exports excepted); every exported name has a docstring, and every function of every
// entry an example; file names are lower case; files, folders and packages keep the limits of limits.json. Prints the figures that
// show how readable the house is.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { exportedNames } from "./exported-names.mjs";
import { overLimits } from "./limits.mjs";
import { root } from "./setup.mjs";

process.chdir(root);
const limits = JSON.parse(readFileSync("scripts/limits.json", "utf8"));
const problems = [];
const rows = exportedNames();

const owner = new Map();
const names = new Map();
for (const { name, package: packageName, specifier, own, file, documented, callable, hasExample } of rows) {
  if (file === "unresolved") problems.push(`${specifier} exports ${name}, which does not exist`);
  if (!own) continue;
  const other = owner.get(name);
  // A second entry may hold a variant of a name of the first.
  const variant = other !== undefined && specifier.startsWith(`${other}/`);
  if (other !== undefined && !variant && !limits.twice.includes(name))
    problems.push(`${name} is exported by ${other} and by ${specifier}`);
  if (specifier === packageName || other === undefined) owner.set(name, specifier);
  if (specifier === packageName) names.set(packageName, (names.get(packageName) ?? 0) + 1);
  if (!documented) problems.push(`${name} (${file}) has no docstring`);
  const shown = callable && !limits.withoutExamples.includes(packageName);
  if (shown && !hasExample) problems.push(`${name} (${file}) has no @example`);
}
if (rows.length === 0) problems.push("no exported names were found");

/** Lines of a source text: all of them, and those that hold (only) a comment. */
function count(text) {
  const lines = text.trimEnd().split("\n");
  return { lines: lines.length, comments: lines.filter((line) => /^\s*(\/\/|\/\*|\*)/.test(line)).length };
}

const lines = new Map();
const files = new Map();
for (const folder of ["packages", "apps"].flatMap((kind) => readdirSync(kind).map((name) => join(kind, name)))) {
  // Only these: a listing of the folder itself would follow every link in its node_modules.
  const inside = ["src", "test", "browser", "assembly"]
    .map((kind) => join(folder, kind))
    .filter((kind) => existsSync(kind))
    .flatMap((kind) => readdirSync(kind, { recursive: true }).map((file) => join(kind, file)));
  for (const file of inside.filter((file) => /\.\w+$/.test(file)))
    if (/[A-Z]/.test(basename(file))) problems.push(`${file}: file names are lower case`);
  const counted = inside
    .filter((file) => file.startsWith(join(folder, "src/")) && /\.tsx?$/.test(file) && !file.endsWith(".generated.ts"))
    .map((file) => ({ file, ...count(readFileSync(file, "utf8")) }))
    .sort((a, b) => a.lines - b.lines);
  for (const source of counted) {
    lines.set(source.file, source.lines);
    files.set(dirname(source.file), (files.get(dirname(source.file)) ?? 0) + 1);
  }
  if (counted.length === 0) continue;
  const total = counted.reduce((sum, file) => sum + file.lines, 0);
  const comments = counted.reduce((sum, file) => sum + file.comments, 0);
  const own = rows.filter((row) => row.own && row.file.startsWith(`${folder}/`)).length;
  console.log(
    `${folder.padEnd(18)} ${String(counted.length).padStart(3)} files, median ${counted[counted.length >> 1].lines}, ` +
      `longest ${counted.at(-1).lines} lines; ${Math.round((100 * comments) / total)} % comments; ${own} names`,
  );
}
problems.push(...overLimits({ lines, files, names }, limits));

for (const problem of problems) console.error(problem);
console.log(`exports: ${owner.size} names, ${limits.pending.length} still over a limit, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
