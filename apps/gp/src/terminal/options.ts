import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { oneLine, UserError } from "../errors.ts";
import { timeUnits } from "../input/dates.ts";
import { delimiters } from "../input/delimiter.ts";
import type { Missing } from "../input/missing.ts";
import type { Decimal } from "../input/numbers.ts";
import { methods } from "../process/fit.ts";
import { afterwards, description } from "./help.ts";

/** What the program was asked to do. */
export interface Options {
  readonly data?: string;
  readonly x?: readonly string[];
  readonly y?: string;
  readonly delimiter?: string;
  readonly decimal?: Decimal;
  readonly missing: Missing;
  readonly timeUnit?: string;
  readonly horizon?: number;
  readonly covariance?: string;
  readonly method: string;
  readonly iterations: number;
  readonly out: string;
  readonly json?: boolean;
}

/**
 * Reads the command line.
 *
 * @param print - receives the help, if that is what was asked for
 * @returns the options, or undefined when help was printed and nothing else is to be done
 * @throws {UserError} for options that do not exist, lack a value or contradict each other
 */
export function readOptions(args: readonly string[], print: (text: string) => void): Options | undefined {
  try {
    const options = commandWith(print).parse(args, { from: "user" }).opts<Options>();
    checkColumns(options);
    return options;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UserError(oneLine(error).replace(/^error: /, ""));
  }
}

function commandWith(print: (text: string) => void): Command {
  return new Command("npm start --")
    .usage("[options]")
    .description(description)
    .option("--data <file>", "CSV file with a header row (default: the CO₂ record)")
    .option("--x <column>", "its column of x, numbers or dates; again for each further input", collected)
    .option("--y <column>", "its column of observations, numbers")
    .addOption(choice("--delimiter <name>", "between cells (default: as the file shows)", Object.keys(delimiters)))
    .addOption(choice("--decimal <name>", "in numbers (default: as the file shows)", ["point", "comma"]))
    .addOption(choice("--missing <action>", "what to do about missing cells", ["refuse", "drop"]).default("refuse"))
    .addOption(choice("--time-unit <name>", "in which dates are counted (default: days)", Object.keys(timeUnits)))
    .option("--covariance <what>", "an expression, or the name of a .json file (see below)")
    .option("--horizon <length>", "how far to forecast, in units of x (default: a sixth of the record)", positiveNumber)
    .addOption(choice("--method <name>", "how to minimize", Object.keys(methods)).default("lbfgs"))
    .option("--iterations <count>", "at most so many", positiveInteger, 1000)
    .option("--out <folder>", "where to write what was learned (JSON) and the figure (SVG)", "out")
    .option("--json", "print one line of JSON; all else goes to stderr")
    .helpOption("--help", "print this text")
    .addHelpText("after", afterwards)
    .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => 100 })
    .exitOverride();
}

function choice(flags: string, text: string, names: readonly string[]): Option {
  return new Option(flags, text).choices(names);
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

function positiveNumber(text: string): number {
  const value = /^[\d.]+(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It is to be a positive number.");
}

function positiveInteger(text: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It is to be a positive integer.");
}

function checkColumns({ data, x, y }: Options): void {
  if (data === undefined) {
    const given = [x === undefined ? [] : ["--x"], y === undefined ? [] : ["--y"]].flat();
    if (given.length > 0) throw new UserError(`${given.join(" and ")} choose columns of --data, which is missing`);
  } else if (x === undefined || y === undefined) {
    throw new UserError(`--data ${data} needs ${x === undefined ? "--x" : "--y"} <column> as well`);
  }
}
