import { fork } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Message } from "./child.ts";
import { evaluations } from "./evaluations/survey.ts";
import type { Finding } from "./finding.ts";
import { describeMachine, oneThread } from "./machine.ts";
import { type Options, readOptions } from "./options.ts";
import { chartOf } from "./report/chart.ts";
import { markdownOf } from "./report/markdown.ts";
import { machineText, textOf } from "./report/text.ts";
import type { Scale } from "./workload.ts";
import { workloads } from "./workloads/index.ts";

const home = new URL("../", import.meta.url);
const results = new URL("results/", home);

/**
 * The program.
 *
 * @returns the exit code: 1 for options that do not exist, and when a workload fails
 */
export async function main(args: readonly string[]): Promise<number> {
  const names = [...workloads, evaluations].map(({ name }) => name);
  const options = readOptions(args, names);
  if (typeof options === "string") {
    process.stdout.write(options);
    return 0;
  }
  const machine = await describeMachine();
  process.stdout.write(`${machineText(machine)}\n`);
  const findings: Finding[] = [];
  let failed = 0;
  for (const names of processesFor(options)) {
    const done = await runApart(names, options.scale, (finding) => {
      findings.push(finding);
      process.stdout.write(`${textOf(finding)}\n`);
    });
    if (!done) failed++;
  }
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL("results.json", results), `${JSON.stringify({ machine, findings }, undefined, 2)}\n`);
  for (const finding of findings) writeFileSync(new URL(`${finding.name}.svg`, results), chartOf(finding));
  // A page that is kept shows all workloads at all sizes, or is not written.
  const complete = options.scale === "full" && findings.length === names.length;
  if (complete) writeFileSync(new URL("RESULTS.md", home), markdownOf(machine, findings));
  process.stdout.write(`\nwritten: ${fileURLToPath(results)}${complete ? ", RESULTS.md" : ""}\n`);
  return failed === 0 ? 0 : 1;
}

/**
 * Each workload has a process of its own, which begins one for each contender, so that what an engine has learnt from one neither
 * helps nor harms another, and memory is as it would be in a program that does only this. For a first look one process does it all.
 */
function processesFor({ only, scale }: Options): readonly (readonly string[])[] {
  return scale === "quick" ? [only] : only.map((name) => [name]);
}

/** Runs workloads in a process; false when that fails, which it has then reported itself. */
function runApart(names: readonly string[], scale: Scale, found: (finding: Finding) => void): Promise<boolean> {
  const child = fork(fileURLToPath(new URL("./child.js", import.meta.url)), [scale, ...names], {
    env: { ...process.env, ...oneThread },
    execArgv: ["--expose-gc"],
  });
  return new Promise((resolve, reject) => {
    child.on("message", (message: Message) => {
      if ("finding" in message) found(message.finding);
      else process.stderr.write(`${message.show} …\n`);
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code === 0));
  });
}
