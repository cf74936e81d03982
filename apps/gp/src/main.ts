import { WengertError } from "wengert";
import { check } from "./commands/check.ts";
import { compare } from "./commands/compare.ts";
import { fit } from "./commands/fit.ts";
import { predict } from "./commands/predict.ts";
import type { Answer, Context } from "./commands/request.ts";
import { oneLine, UserError } from "./errors.ts";
import { type Learner, learnBest } from "./process/severalstarts.ts";
import { type Request, readArguments } from "./terminal/arguments.ts";
import type { Output } from "./terminal/progress.ts";

/** Where a run writes to. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * The program.
 *
 * @param args - the command line, without the program's name
 * @param signal - ends learning early; what was found until then is reported
 * @param learner - who learns: by default this thread
 * @returns the exit code: 1 when the user has to put something right, which stderr then says in one line
 */
export async function main(
  args: readonly string[],
  { stdout, stderr }: Streams,
  signal: AbortSignal = new AbortController().signal,
  learner: Learner = learnBest,
): Promise<number> {
  try {
    let help = "";
    const request = readArguments(args, (text) => (help += text));
    if (request === undefined) {
      await stdout.write(help);
      return 0;
    }
    const { text, code } = await answer(request, { stderr, signal, learner });
    await stdout.write(`${text}\n`);
    return code;
  } catch (error) {
    // Other errors are mistakes in the program, and show where.
    if (!(error instanceof UserError || error instanceof WengertError)) throw error;
    stderr.write(`${oneLine(error)}\n`);
    return signal.aborted ? 130 : 1;
  }
}

function answer(request: Request, context: Context): Answer | Promise<Answer> {
  switch (request.command) {
    case "fit":
      return fit(request.options, context);
    case "predict":
      return predict(request.options, context);
    case "compare":
      return compare(request.options, context);
    case "check":
      return check(request.options);
  }
}
