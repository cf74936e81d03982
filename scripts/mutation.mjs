// `npm run mutation`: does a test fail when the code is changed? Stryker changes it in many small ways, in a clone of the last commit, so that no
// file here is touched. A sample of the code is tried: windows of a few lines, drawn by a seed.
//   npm run mutation -- rule core      only these groups of mutation.json
//   npm run mutation -- --windows 40 --seed 7
// The score is the share of changes that a test notices. Texts of messages are not changed, nor what runs on import alone.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sampleWindows } from "./sample-windows.mjs";
import { env, root } from "./setup.mjs";

// 10.x of Stryker needs Node 22. It is installed into the clone alone: nobody else needs its 200 packages.
const stryker = ["@stryker-mutator/core@9.6.1", "@stryker-mutator/vitest-runner@9.6.1"];
const threshold = 85;

const { values, positionals } = parseArgs({
  options: {
    windows: { type: "string", default: "25" },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: String(availableParallelism()) },
  },
  allowPositionals: true,
});
const groups = Object.entries(JSON.parse(readFileSync(join(root, "scripts", "mutation.json"), "utf8"))).filter(
  ([name]) => positionals.length === 0 || positionals.includes(name),
);

const clone = mkdtempSync(join(tmpdir(), "wengert-mutation-"));
process.on("exit", () => rmSync(clone, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

function must(command, args, quiet = true) {
  const stdio = quiet ? "pipe" : "inherit";
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: clone, env, stdio, encoding: "utf8" });
  if (status === 0) return;
  console.error(`${command} ${args.join(" ")} failed\n${stdout ?? ""}${stderr ?? ""}`);
  process.exit(1);
}
const pnpm = join(root, "node_modules", ".bin", "pnpm");
must("git", ["clone", "--quiet", "--shared", root, "."]);
must(pnpm, ["install", "--frozen-lockfile", "--prefer-offline"]);
must(pnpm, ["add", "--save-dev", "--workspace-root", "--save-exact", "--prefer-offline", ...stryker]);

/** Sources below a folder, as paths from the root. */
const sourcesOf = (folder) =>
  readdirSync(join(clone, folder), { recursive: true })
    .filter((file) => file.endsWith(".ts") && !/(^|\/)(index|types)\.ts$/.test(file))
    .map((file) => join(folder, file))
    .sort();

let killed = 0;
let survived = 0;
for (const [name, { sources, tests }] of groups) {
  const texts = sources.flatMap(sourcesOf).map((file) => [file, readFileSync(join(clone, file), "utf8")]);
  const mutate = sampleWindows(texts, Number(values.windows), Number(values.seed));
  const include = tests.map((test) => (test.endsWith(".ts") ? test : `${test}/**/*.test.ts`));
  const lost = tests.filter((test) => !existsSync(join(clone, test)));
  if (lost.length > 0) throw new Error(`mutation.json names ${lost.join(", ")}, which does not exist`);
  const conditions = ["@wengert/source", "module", "node", "development|production"];
  const config = { resolve: { conditions }, ssr: { resolve: { conditions } }, test: { include, testTimeout: 60_000 } };
  writeFileSync(join(clone, "vitest.mutation.config.mjs"), `export default ${JSON.stringify(config)};\n`);
  const report = join(clone, "reports", `${name}.json`);
  const options = {
    testRunner: "vitest",
    plugins: ["@stryker-mutator/vitest-runner"],
    vitest: { configFile: "vitest.mutation.config.mjs", related: false },
    mutate,
    inPlace: true,
    coverageAnalysis: "perTest",
    ignoreStatic: true,
    mutator: { excludedMutations: ["StringLiteral"] },
    concurrency: Number(values.concurrency),
    timeoutMS: 30_000,
    dryRunTimeoutMinutes: 60, // on a busy machine
    reporters: ["json"],
    jsonReporter: { fileName: report },
    allowEmpty: true,
    disableTypeChecks: false,
    checkers: [],
  };
  writeFileSync(join(clone, "stryker.config.json"), JSON.stringify(options));
  const start = performance.now();
  must(join(clone, "node_modules", ".bin", "stryker"), ["run"]);
  const mutants = Object.entries(JSON.parse(readFileSync(report, "utf8")).files).flatMap(([file, { mutants }]) =>
    mutants.map((mutant) => ({ file, ...mutant })),
  );
  const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  // A change that never ends is noticed so. On a busy machine a good test may be too slow as well, so their number is told.
  const late = mutants.filter(({ status }) => status === "Timeout").length;
  const missed = mutants.filter(({ status }) => status === "Survived" || status === "NoCoverage");
  for (const { file, location, mutatorName, replacement, status } of missed) {
    const text = (replacement ?? "").replaceAll(/\s+/g, " ").slice(0, 80);
    console.log(`${status}: ${file}:${location.start.line}:${location.start.column} ${mutatorName} → ${text}`);
  }
  killed += noticed;
  survived += missed.length;
  const of = noticed + missed.length;
  console.log(
    `${name}: ${noticed} of ${of} noticed, ${((100 * noticed) / of).toFixed(1)} %, ${late} of them by their time, ${Math.round((performance.now() - start) / 1000)} s`,
  );
}
const score = (100 * killed) / (killed + survived);
console.log(`mutation score: ${score.toFixed(1)} % of ${killed + survived}, at least ${threshold} %`);
process.exit(score >= threshold ? 0 : 1);
