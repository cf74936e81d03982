import { Command, CommanderError } from "commander";
import { oneLine, UserError } from "../errors.ts";
import { afterwards, description } from "./help.ts";
import {
  checkColumns,
  collected,
  type DataOptions,
  type LearnOptions,
  type PlaceOptions,
  withData,
  withLearning,
  withPlaces,
} from "./options.ts";

export interface FitOptions extends DataOptions, LearnOptions, PlaceOptions {
  readonly covariance?: string;
  readonly out: string;
}

export interface PredictOptions extends DataOptions, PlaceOptions {
  readonly model: string;
}

export interface CompareOptions extends DataOptions, LearnOptions {
  readonly covariance: readonly string[];
}

export interface CheckOptions extends DataOptions {
  readonly covariance?: string;
}

/** What the program was asked to do. */
export type Request =
  | { readonly command: "fit"; readonly options: FitOptions }
  | { readonly command: "predict"; readonly options: PredictOptions }
  | { readonly command: "compare"; readonly options: CompareOptions }
  | { readonly command: "check"; readonly options: CheckOptions };

const covariance = ["--covariance <what>", "an expression, or the name of a .json file (see below)"] as const;
const json = ["--json", "print one line of JSON; all else goes to stderr"] as const;

const commands: Readonly<Record<Request["command"], () => Command>> = {
  fit: () =>
    withPlaces(withLearning(withData(new Command("npm start --").description(description)).option(...covariance)))
      .option("--out <folder>", "where to write the model (JSON) and the figure (SVG)", "out")
      .addHelpText("after", afterwards),
  predict: () =>
    withPlaces(
      withData(
        new Command("npm start -- predict").description("Forecasts with a model that was learned before."),
      ).requiredOption("--model <file>", "what fit has written: <name>.model.json"),
    ),
  compare: () =>
    withLearning(
      withData(
        new Command("npm start -- compare").description("Learns several covariances of the same data, and ranks them."),
      ).requiredOption(covariance[0], "one of them; again for each", collected),
    ),
  check: () =>
    withData(
      new Command("npm start -- check").description(
        "Says what the data and a covariance are like, and checks the gradient of the likelihood, without learning.",
      ),
    ).option(...covariance),
};

/**
 * Reads the command line. Without the name of a command, it is `fit`.
 *
 * @param print - receives the help, if that is what was asked for
 * @returns the request, or undefined when help was printed and nothing else is to be done
 * @throws {UserError} for options that do not exist, lack a value or contradict each other
 */
export function readArguments(args: readonly string[], print: (text: string) => void): Request | undefined {
  const named = Object.hasOwn(commands, args[0] ?? "");
  const command = (named ? args[0] : "fit") as Request["command"];
  try {
    if (!named && args[0]?.startsWith("-") === false) refuseCommand(args[0]);
    const options = commands[command]()
      .usage("[options]")
      .option(...json)
      .helpOption("--help", "print this text")
      .configureOutput({ writeOut: print, writeErr: () => {}, getOutHelpWidth: () => 100 })
      .exitOverride()
      .parse(named ? args.slice(1) : args, { from: "user" })
      .opts<DataOptions>();
    checkColumns(options);
    return { command, options } as Request;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UserError(oneLine(error).replace(/^error: /, ""));
  }
}

/** Throws the error for a command that does not exist, with the one that is spelled most like it. */
function refuseCommand(name: string): void {
  const known = new Command().configureOutput({ writeErr: () => {} }).exitOverride();
  for (const one of Object.keys(commands)) known.command(one);
  try {
    known.parse([name], { from: "user" });
  } catch (error) {
    throw new UserError(`${oneLine(error).replace(/^error: /, "")}; there are ${Object.keys(commands).join(", ")}`);
  }
}
