import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { moreGarbowHillstrom, type ResidualFunction } from "@wengert/problems";
import { findPython } from "../peers/python.ts";
import { answer, type Question } from "./answer.ts";
import type { Column, Effort } from "./effort.ts";
import { minimizers } from "./methods.ts";

/** What SciPy needed for one function. */
export interface Measured extends Effort {
  /** The least value that it or one of ours has found by this kind of method. */
  readonly least: number;
  /** The evaluations that it needed to each accuracy; null where it did not get there. */
  readonly reached: readonly (number | null)[];
}

/** What SciPy needed for all functions, in their order. */
export interface Record {
  /** Its version. */
  readonly scipy: string;
  readonly accuracies: readonly number[];
  readonly problems: readonly ({ readonly name: string } & { readonly [C in Column]: Measured })[];
}

const folder = new URL("../../python/", import.meta.url);
const file = new URL("evaluations.json", folder);

/** To which evaluations are counted, in relation to what there is to gain from the start. */
const accuracies: readonly number[] = [1e-3, 1e-5, 1e-7];

/** The least value that ours find, by each kind of method. */
function leastOf(problem: ResidualFunction): { readonly [C in Column]?: number } {
  const least: { [C in Column]?: number } = {};
  for (const { column, approach } of minimizers) {
    for (const { value } of approach(problem)) least[column] = Math.min(least[column] ?? value, value);
  }
  return least;
}

/** What SciPy once needed. */
export function recorded(): Record {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Keeps what SciPy needed, for machines without it. */
export function keep(record: Record): void {
  writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`);
}

/**
 * What SciPy needs now: it asks this process for values and exact derivatives.
 *
 * @returns undefined where no Python has it
 * @throws {Error} with what Python says when it fails
 */
export async function measured(): Promise<Record | undefined> {
  const found = findPython("NumPy/SciPy by hand");
  if (found === undefined) return undefined;
  const child = spawn(found.interpreter, ["-u", fileURLToPath(new URL("evaluations.py", folder))]);
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint = `${complaint}${text}`.slice(-2000);
  });
  const write = (message: unknown): void => void child.stdin.write(`${JSON.stringify(message)}\n`);
  write({
    accuracies,
    functions: moreGarbowHillstrom.map((problem) => ({ ...problem, residual: undefined, least: leastOf(problem) })),
  });
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const message = JSON.parse(line) as Question | Record;
      if ("problems" in message) return message;
      write(answer(message));
    }
  } finally {
    child.kill();
  }
  throw new Error(`Python ended: ${complaint.trim().split("\n").at(-1)}`);
}
