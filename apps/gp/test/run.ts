import { join } from "node:path";
import { main } from "../src/main.ts";
import { temporaryFile, temporaryFolder } from "./temporary.ts";

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program, and keeps what it writes. */
export async function run(...args: string[]): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const code = await main(args, {
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { code, ...written };
}

/** Arguments that fit a table with the columns x and y, and the folder that they write to. */
export function argumentsFor(table: string, ...more: string[]): [string[], string] {
  const out = join(temporaryFolder(), "out");
  return [["--data", temporaryFile("table.csv", table), "--x", "x", "--y", "y", "--out", out, ...more], out];
}

/** A table of x and y. */
export function tableOf(rows: readonly (readonly [string | number, number])[]): string {
  return `x,y\n${rows.map((row) => row.join(",")).join("\n")}\n`;
}
