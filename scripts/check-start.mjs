// `npm start` as a user types it: help, the options that npm would swallow, an error's exit code, a clean stdout.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./setup.mjs";
import { startOptions } from "./start-options.mjs";

const problems = [];
function start(...args) {
  const { status, stdout, stderr } = spawnSync("npm", ["start", "--silent", ...args], { cwd: root, encoding: "utf8" });
  return { status, stdout, stderr };
}
const expect = (what, holds, run) => holds || problems.push(`${what}:\n${JSON.stringify(run, null, 2)}`);

const help = start("--", "--help");
expect("--help succeeds", help.status === 0 && help.stdout.length > 0, help);
const documented = new Set(help.stdout.match(/--[a-z][a-z-]*/g)?.map((option) => option.slice(2)));
expect(
  "start-options.mjs lists the options of --help",
  `${[...documented].sort()}` === `${Object.keys(startOptions).sort()}`,
  [...documented],
);

const swallowed = start("--method=adam");
expect(
  "an option before -- is refused",
  swallowed.status === 1 && swallowed.stderr.includes("npm start -- --method adam"),
  swallowed,
);
expect("nothing is printed to stdout then", swallowed.stdout === "", swallowed);

const missing = start("--", "--data", "no-such-file.csv", "--json");
expect(
  "a missing file exits with 1 and names it",
  missing.status === 1 && missing.stderr.includes("no-such-file.csv"),
  missing,
);

const out = mkdtempSync(join(tmpdir(), "wengert-start-"));
const fit = start("--", "--json", "--out", out);
const last = fit.stdout.trimEnd().split("\n").at(-1);
expect(
  "--json prints one line of JSON",
  fit.status === 0 && fit.stdout.trimEnd() === last && last.startsWith("{"),
  fit,
);
if (fit.status === 0) {
  const { start: before, value, evaluations, seconds } = JSON.parse(last);
  // Relative: K has a condition number of 1e8, so rounding alone moves the value by 1e-7.
  expect("the fit starts where it should", Math.abs(before / 627.974892709291 - 1) < 1e-9, before);
  expect("the fit ends where it should", value <= 185.1724 && evaluations <= 85, { value, evaluations });
  console.log(`npm start: ${before} → ${value} in ${evaluations} evaluations, ${seconds} s`);
}

expect(
  "the fit writes a figure",
  readdirSync(out).some((file) => file.endsWith(".svg")),
  readdirSync(out),
);
rmSync(out, { recursive: true });

for (const problem of problems) console.error(problem);
console.log(`start: ${problems.length} problems`);
process.exit(problems.length > 0 ? 1 : 0);
