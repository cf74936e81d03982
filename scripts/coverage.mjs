// `npm run coverage`: which lines of the published packages the unit tests run, those in threads and processes that tests start
// too. Prints the share of each package; coverage/uncovered.txt lists the lines that no test has run. Too few are a failure.
// It takes about twice as long as the tests, so .ci/run leaves it out.
//   npm run coverage -- --report       only reads what the last run has left
// Not seen: processes that a test kills, what runs in browsers alone, and WebAssembly.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { addProcesses, linesOf, rangesOf } from "./line-coverage.mjs";
import { build, env, install, root } from "./setup.mjs";

/** The least share of lines, in %: of all packages together, and of each. */
const least = { all: 97, each: 95 };

install();
process.chdir(root);
const folder = join(root, "coverage");
const processes = join(folder, "processes");
const args = process.argv.slice(2);
let failed = false;

if (!args.includes("--report")) {
  build("./packages/*");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(processes, { recursive: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const projects = ["--project", "packages*", "--project", "linalg*"];
  const { status } = spawnSync(process.execPath, [vitest, "run", "--coverage", ...projects, ...args], {
    env: { ...env, WENGERT_COVERAGE: processes },
    stdio: "inherit",
  });
  failed = status !== 0;
}

const report = JSON.parse(readFileSync(join(folder, "coverage-final.json"), "utf8"));
const files = new Map(Object.values(report).map((file) => [file.path, linesOf(file)]));
const started = await addProcesses(files, processes);

const packages = new Map();
const uncovered = [];
for (const [path, lines] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const [, name] = relative(root, path).split(sep);
  const missed = [...lines].filter(([, count]) => count === 0).map(([line]) => line);
  const sum = packages.get(name) ?? { lines: 0, missed: 0 };
  packages.set(name, { lines: sum.lines + lines.size, missed: sum.missed + missed.length });
  if (missed.length > 0) uncovered.push(`${relative(root, path)}: ${rangesOf(missed)}`);
}
writeFileSync(join(folder, "uncovered.txt"), `${uncovered.join("\n")}\n`);

const all = { lines: 0, missed: 0 };
function print(name, { lines, missed }, bound) {
  const share = lines === 0 ? 100 : (100 * (lines - missed)) / lines;
  if (share < bound) failed = true;
  const verdict = share < bound ? `, fewer than ${bound} %` : "";
  console.log(`${name.padEnd(10)}${share.toFixed(1).padStart(6)} % of ${`${lines}`.padStart(6)} lines${verdict}`);
}
for (const [name, sum] of packages) {
  all.lines += sum.lines;
  all.missed += sum.missed;
  print(name, sum, least.each);
}
print("all", all, least.all);
console.log(`with ${started} threads and processes; coverage/uncovered.txt lists the others`);
process.exit(failed ? 1 : 0);
