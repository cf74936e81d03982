import { parseArgs } from "node:util";
import type { Budget } from "./interleave.ts";
import type { Scale } from "./workload.ts";

/** What the program was asked to do. */
export interface Options {
  /** Names of workloads. */
  readonly only: readonly string[];
  readonly scale: Exclude<Scale, "tiny">;
}

/** How long each scale measures one size of one workload. */
export const budgets: Readonly<Record<Scale, Budget>> = {
  tiny: { sample: 0, firsts: 1, warmUp: 0, total: 0, fewest: 1, most: 1, patience: 60 },
  quick: { sample: 0.005, firsts: 4, warmUp: 0.2, total: 0.4, fewest: 3, most: 25, patience: 0.5 },
  full: { sample: 0.02, firsts: 4, warmUp: 0.3, total: 5, fewest: 5, most: 101, patience: 2 },
};

/**
 * Reads the command line.
 *
 * @param names - of all workloads
 * @returns the options, or a text to print: the help
 * @throws {Error} for options and workloads that do not exist
 */
export function readOptions(args: readonly string[], names: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: "string" }, quick: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) return help(names);
  const only = values.only?.split(",").map((name) => name.trim()) ?? names;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`no workload "${unknown}"; there are ${names.join(", ")}`);
  return { only, scale: values.quick ? "quick" : "full" };
}

function help(names: readonly string[]): string {
  return `Measures Wengert beside what users would pick instead. Options follow two dashes:

  npm run bench -- --only ${names.slice(0, 2).join(",")}   these workloads alone, of ${names.join(", ")}
  npm run bench -- --quick              small sizes, short measurements: a first look
  npm run bench -- --help               this text

Tables go to the terminal, and with all figures to apps/bench/results as JSON, one chart per workload beside them. A
complete run, without options, also writes apps/bench/RESULTS.md.

Peers in Python are found in the interpreter that WENGERT_PYTHON names, in python3, or in /usr/bin/python3. Everything
runs in one thread.
`;
}
