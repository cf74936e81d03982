import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { signatures } from "./covariance/library.ts";
import { oneLine, UserError } from "./errors.ts";
import { methods } from "./fit.ts";

/** What the program was asked to do. */
export interface Options {
  readonly data?: string;
  readonly x?: string;
  readonly y?: string;
  readonly covariance?: string;
  readonly method: string;
  readonly iterations: number;
  readonly out: string;
  readonly json?: boolean;
}

const description =
  "Learns the hyperparameters of a Gaussian process by maximal marginal likelihood, and forecasts the ten years that " +
  "follow the data. Without options: the CO₂ record of Mauna Loa, with a covariance of trend, season, irregularities " +
  "and noise.";

const afterwards = `
Covariances
  Kernels: ${signatures}.
  They are added and multiplied. A number times a kernel is its variance; that and all arguments
  but the period are where the fit starts, and positive. For example
    "50^2*rbf(50) + 2^2*rbf(100)*periodic(1, period=1) + 0.1^2*noise"
  or in a JSON file, where parts have names of your choice
    {"kernel": "sum", "parts": {"trend": {"kernel": "rbf", "variance": 2500, "length": 50},
                                "noise": {"kernel": "noise", "variance": 0.01}}}

Examples (in the repository, options follow two dashes)
  npm start -- --data sea.csv --x year --y level --covariance "4*rbf(3) + 0.1*noise"
  npm start -- --json > fit.json`;

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
    .option("--x <column>", "its column of ascending x, numbers (for the forecast: years)")
    .option("--y <column>", "its column of observations, numbers")
    .option("--covariance <what>", "an expression, or the name of a .json file (see below)")
    .addOption(new Option("--method <name>", "how to minimize").choices(Object.keys(methods)).default("lbfgs"))
    .option("--iterations <count>", "at most so many", positiveInteger, 1000)
    .option("--out <folder>", "where to write the figure, an SVG", "out")
    .option("--json", "print one line of JSON; all else goes to stderr")
    .helpOption("--help", "print this text")
    .addHelpText("after", afterwards)
    .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => 100 })
    .exitOverride();
}

function positiveInteger(text: string): number {
  const value = Number(text);
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
