// The import laws of the house (laws.json), type-only imports included: who may import whom, no circles, no deep
// imports, no undeclared or surprising dependency.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";
import { root } from "./setup.mjs";

process.chdir(root);
const laws = JSON.parse(readFileSync("scripts/laws.json", "utf8"));
const problems = [];

/** One forbidden direction: modules whose path matches `from` must not reach modules whose path matches `to`. */
const forbid = (name, from, to) => ({ name, severity: "error", from, to });
const anyOf = (names) => `(${names.join("|") || "-"})`;
const house = "^(packages|apps)/([^/]+)/";

const forbidden = [
  forbid("no circles", {}, { circular: true }),
  forbid(
    "no deep imports",
    { path: house },
    { path: "^(packages|apps)/", pathNot: ["^packages/[^/]+/src/index\\.ts$", "^$1/$2/"] },
  ),
  forbid("sources do not import tests", { path: `${house}src/` }, { path: `${house}(test|browser)/` }),
  forbid(
    "nothing imports apps or packages/tests",
    { path: house },
    { path: "^(apps|packages/tests)/", pathNot: "^$1/$2/" },
  ),
  forbid("imports resolve", {}, { couldNotResolve: true }),
  forbid(
    "imports are declared in package.json",
    {},
    { dependencyTypes: ["npm-no-pkg", "npm-unknown"], pathNot: "/node_modules/(vitest|fast-check)/" },
  ),
  forbid(
    "sources use dependencies alone, not what serves development",
    { path: "^packages/[^/]+/src/" },
    { dependencyTypes: ["npm-no-pkg", "npm-dev"], pathNot: "^packages/" },
  ),
  forbid(
    "no Node built-ins in what also runs in browsers",
    { path: "^packages/[^/]+/src/", pathNot: `^packages/${anyOf(laws.nodeBuiltins)}/` },
    { dependencyTypes: ["core"] },
  ),
  ...Object.entries(laws.packages).map(([name, allowed]) =>
    forbid(
      `${name} imports only ${allowed.join(", ") || "nothing"}`,
      { path: `^packages/${name}/` },
      { path: "^packages/", pathNot: `^packages/${anyOf([name, ...allowed])}/` },
    ),
  ),
  ...laws.onlyIn.map(({ from, to, files }) =>
    forbid(
      `in ${from}, ${to.join(", ")} only in ${files.join(", ")}`,
      { path: `^packages/${from}/src/`, pathNot: `/${anyOf(files)}\\.ts$` },
      { path: `^packages/${anyOf(to)}/` },
    ),
  ),
];

const { output } = await cruise(
  ["packages", "apps"],
  {
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|apps)/[^/]+/(dist|assembly|\\.snippets)/" },
  },
  { exportsFields: ["exports"], conditionNames: ["@wengert/source", "types", "import", "node", "default"] },
);
for (const { rule, from, to } of output.summary.violations) problems.push(`${rule.name}: ${from} → ${to}`);

// A tool that reads nothing finds nothing: every source file on disk must be among the modules it saw.
const seen = new Set(output.modules.map((module) => module.source));
const sources = ["packages", "apps"].flatMap((folder) =>
  readdirSync(folder).flatMap((name) =>
    readdirSync(join(folder, name, "src"), { recursive: true }).map((file) => join(folder, name, "src", file)),
  ),
);
const typescript = sources.filter((file) => file.endsWith(".ts"));
for (const file of typescript) if (!seen.has(file)) problems.push(`not cruised: ${file}`);
if (typescript.length < laws.fewestModules) problems.push(`only ${typescript.length} source files were found`);

// package.json says the same as the table, so that an installed package brings what it imports and no more.
for (const [name, allowed] of Object.entries(laws.packages)) {
  const { dependencies = {} } = JSON.parse(readFileSync(join("packages", name, "package.json"), "utf8"));
  const expected = [...allowed.map((other) => `@wengert/${other}`), ...(laws.outside[name] ?? [])].sort();
  const actual = Object.keys(dependencies).sort();
  if (`${actual}` !== `${expected}`)
    problems.push(`packages/${name}/package.json depends on [${actual}], the law says [${expected}]`);
}

for (const problem of problems) console.error(problem);
console.log(
  `laws: ${output.modules.length} modules, ${output.summary.totalDependenciesCruised} imports, ${problems.length} problems`,
);
process.exit(problems.length > 0 ? 1 : 0);
