// No two packages export the same name (re-exports excepted), every exported name has a docstring, and no source file
// is longer than 300 lines. Prints the figures that show how readable the house is.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exportedNames } from "./exported-names.mjs";
import { root } from "./setup.mjs";

const longest = 300;
const problems = [];
const rows = exportedNames();

const owner = new Map();
for (const { name, package: packageName, own, file, documented } of rows) {
  if (file === "unresolved") problems.push(`${packageName} exports ${name}, which does not exist`);
  if (!own) continue;
  if (owner.has(name)) problems.push(`${name} is exported by ${owner.get(name)} and by ${packageName}`);
  owner.set(name, packageName);
  if (!documented) problems.push(`${name} (${file}) has no docstring`);
}
if (rows.length === 0) problems.push("no exported names were found");

/** Lines of a source text: all of them, and those that hold (only) a comment. */
function count(text) {
  const lines = text.trimEnd().split("\n");
  return { lines: lines.length, comments: lines.filter((line) => /^\s*(\/\/|\/\*|\*)/.test(line)).length };
}

const folders = ["packages", "apps"].flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(kind, name)));
for (const folder of folders) {
  const files = readdirSync(join(root, folder, "src"), { recursive: true })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".generated.ts"))
    .map((file) => ({ file, ...count(readFileSync(join(root, folder, "src", file), "utf8")) }))
    .sort((a, b) => a.lines - b.lines);
  for (const { file, lines } of files) if (lines > longest) problems.push(`${folder}/src/${file} has ${lines} lines`);
  const total = files.reduce((sum, { lines }) => sum + lines, 0);
  const comments = files.reduce((sum, file) => sum + file.comments, 0);
  const own = rows.filter((row) => row.own && row.file.startsWith(`${folder}/`)).length;
  const median = files[files.length >> 1]?.lines;
  const share = Math.round((100 * comments) / total);
  console.log(
    `${folder.padEnd(18)} ${String(files.length).padStart(3)} files, median ${median}, longest ${files.at(-1)?.lines} lines; ` +
      `${share} % comments; ${own} names`,
  );
}

for (const problem of problems) console.error(problem);
console.log(`exports: ${owner.size} names, ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
