// Every snippet of the documentation is type-checked and run: README, CONTRIBUTING, the packages' READMEs, the guides, and
// the examples of docstrings (which may leave out their imports). Comments `// => value` and `// throws Name` are asserted.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportedNames } from "./exported-names.mjs";
import { env, root } from "./setup.mjs";
import { assertComments, missingImports } from "./snippet-code.mjs";
import { exampleSnippets, longLines, markdownSnippets } from "./snippets.mjs";

process.chdir(root);
const problems = [];
const folder = join("apps", "docs", ".snippets");
const read = (file) => readFileSync(file, "utf8");
const inside = (directory, end) =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true })
        .filter((name) => name.endsWith(end))
        .map((name) => join(directory, name))
    : [];

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("packages").map((name) => join("packages", name, "README.md")),
  ...inside("apps/docs/guides", ".md"),
  ...inside("apps/docs/pages", ".md"),
].filter((file) => existsSync(file));
for (const file of pages.filter((name) => name.startsWith(join("apps", "docs"))))
  problems.push(...longLines(file, read(file)));
const sources = readdirSync("packages").flatMap((name) => inside(join("packages", name, "src"), ".ts"));
const exported = exportedNames();

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const modules = {}; // name of the written module → the file it comes from
function write({ file, line, lines }, imports = "") {
  try {
    const text = assertComments(lines.join("\n"));
    const name = `${file.replace(/\.\w+$/, "").replaceAll(/[^\w-]/g, ".")}.${line}`;
    modules[name] = file;
    writeFileSync(join(folder, `${name}.ts`), imports + text);
  } catch (error) {
    problems.push(`${file}:${line}: ${error.message}`);
  }
}
for (const file of pages) for (const snippet of markdownSnippets(file, read(file))) write(snippet);
for (const file of sources) {
  for (const snippet of exampleSnippets(file, read(file)))
    write(snippet, missingImports(snippet.lines.join("\n"), exported));
}
const names = Object.keys(modules);

// Checked against the built packages, as a reader has them.
const ambient = "declare function expectValue(actual: unknown, shown: string): void;\n";
writeFileSync(
  join(folder, "expect.d.ts"),
  `${ambient}declare function expectThrow(body: () => unknown, shown: string): Promise<void>;\n`,
);
const compilerOptions = {
  noEmit: false,
  outDir: "out",
  rootDir: ".",
  declaration: false,
  declarationMap: false,
  isolatedDeclarations: false,
  customConditions: [],
  types: ["node"],
  lib: ["ES2023", "DOM"],
};
writeFileSync(
  join(folder, "tsconfig.json"),
  JSON.stringify({ extends: "../../../tsconfig.base.json", compilerOptions, include: ["*.ts"] }),
);

// What examples write to the temporary folder is removed with the rest.
const temporary = join(root, folder, "temporary");
mkdirSync(temporary);
const surroundings = { ...env, TMPDIR: temporary, TEMP: temporary };

/** Runs a Node program and returns its output, with the snippets' places in it as places in the documentation. */
function node(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: surroundings,
    encoding: "utf8",
  });
  const place = /([\w.-]+)\.ts(?=[(:])/g;
  const output = `${stdout}${stderr}`.trim().replaceAll(place, (whole, name) => modules[name] ?? whole);
  if (status !== 0) problems.push(output);
}
if (names.length > 0) {
  node(join(root, "node_modules", "typescript", "bin", "tsc"), "-p", ".");
  node("--enable-source-maps", join(root, "scripts", "run-snippets.mjs"), join(root, folder, "out"), ...names);
}
for (const problem of problems) console.error(problem);
console.log(`snippets: ${names.length} checked and run, ${problems.length === 0 ? "no problems" : "see above"}`);
process.exit(problems.length > 0 ? 1 : 0);
