import { type Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../errors.ts";
import { timeUnits } from "../input/dates.ts";
import { delimiters } from "../input/delimiter.ts";
import type { Missing } from "../input/missing.ts";
import type { Decimal } from "../input/numbers.ts";
import { methods } from "../process/fit.ts";

/** Which data, and how to read them. */
export interface DataOptions {
  readonly data?: string;
  readonly x?: readonly string[];
  readonly y?: string;
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  readonly missing: Missing;
  readonly timeUnit?: string;
  readonly json?: boolean;
}

/** How to learn. */
export interface LearnOptions {
  readonly method: string;
  readonly iterations: number;
  readonly starts: number;
  readonly seed: number;
}

/** Where to forecast. */
export interface PlaceOptions {
  readonly horizon?: number;
  /** A file with the columns of x. */
  readonly at?: string;
  /** An npz file that the forecast is written to. */
  readonly forecast?: string;
}

/** Adds the options of `DataOptions`. */
export function withData(command: Command): Command {
  return command
    .option("--data <file>", "CSV file with a header row, or .npy, .npz, .safetensors (default: the CO₂ record)")
    .option("--x <column>", "its column of x, numbers or dates; again for each further input", collected)
    .option("--y <column>", "its column of observations, numbers")
    .addOption(choice("--delimiter <name>", "between cells (default: as the file shows)", Object.keys(delimiters)))
    .addOption(choice("--decimal <name>", "in numbers (default: as the file shows)", ["point", "comma"]))
    .addOption(choice("--missing <action>", "what to do about missing cells", ["refuse", "drop"]).default("refuse"))
    .addOption(choice("--time-unit <name>", "in which dates are counted (default: days)", Object.keys(timeUnits)));
}

/** Adds the options of `LearnOptions`. */
export function withLearning(command: Command): Command {
  return command
    .addOption(choice("--method <name>", "how to minimize", Object.keys(methods)).default("lbfgs"))
    .option("--iterations <count>", "at most so many", positiveInteger, 1000)
    .option("--starts <count>", "learn from so many starts, and keep the best", positiveInteger, 1)
    .option("--seed <integer>", "for the starts beyond the first", integer, 0);
}

/** Adds the options of `PlaceOptions`. */
export function withPlaces(command: Command): Command {
  return command
    .option("--horizon <length>", "how far to forecast, in units of x (default: a sixth of the record)", positiveNumber)
    .option("--at <file>", "forecast at the places in this file, which has the columns of x")
    .option("--forecast <file>", "write the forecast there, too: x, mean and std, as .npz", npzFile);
}

/** An option that may be given again and again. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** @throws {UserError} for columns without data, or data without columns */
export function checkColumns({ data, x, y }: DataOptions): void {
  if (data === undefined) {
    const given = [x === undefined ? [] : ["--x"], y === undefined ? [] : ["--y"]].flat();
    if (given.length > 0) throw new UserError(`${given.join(" and ")} choose columns of --data, which is missing`);
  } else if (x === undefined || y === undefined) {
    throw new UserError(`--data ${data} needs ${x === undefined ? "--x" : "--y"} <column> as well`);
  }
}

function npzFile(text: string): string {
  if (/\.npz$/i.test(text)) return text;
  throw new InvalidArgumentError("It is to end in .npz.");
}

function choice(flags: string, text: string, names: readonly string[]): Option {
  return new Option(flags, text).choices(names);
}

function positiveNumber(text: string): number {
  const value = /^[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It is to be a positive number.");
}

function integer(text: string): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("It is to be an integer.");
}

function positiveInteger(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It is to be a positive integer.");
}
