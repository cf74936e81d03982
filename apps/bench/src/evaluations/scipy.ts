import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findPython } from "../peers/python.ts";
import { answer, type Question } from "./answer.ts";
import type { Effort } from "./effort.ts";
import { moreGarbowHillstrom } from "./functions.ts";

/** SciPy's minimizers: L-BFGS-B, the same in a box, trust-ncg, and MINPACK's Levenberg–Marquardt. */
export type Column = "lbfgsb" | "boxed" | "trust-ncg" | "lm";

/** What SciPy needed for all functions, in their order. */
export interface Record {
  /** Its version. */
  readonly scipy: string;
  readonly problems: readonly ({ readonly name: string } & { readonly [C in Column]: Effort })[];
}

const folder = new URL("../../python/", import.meta.url);
const file = new URL("evaluations.json", folder);

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
  write(moreGarbowHillstrom.map(({ name, start }) => ({ name, start })));
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
