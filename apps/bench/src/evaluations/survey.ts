import { moreGarbowHillstrom, sumOfSquares } from "@wengert/problems";
import { tensor } from "wengert";
import { type Comparison, comparisonOf, pairOf, reachedBy } from "./effort.ts";
import { minimizers } from "./methods.ts";
import { measured, type Record, recorded } from "./scipy.ts";

/** What a survey found out. */
export interface Evaluations {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  /** Where SciPy's figures come from. */
  readonly source: string;
  readonly methods: readonly Comparison[];
}

/** SciPy's figures, and where they come from. */
export interface Reference {
  readonly record: Record;
  readonly source: string;
}

/** The survey for the command line and the report. */
export const evaluations: Pick<Evaluations, "name" | "title" | "what"> = {
  name: "evaluations",
  title: "Evaluations of minimizers",
  what:
    `How often minimizers evaluate the ${moreGarbowHillstrom.length} functions of Moré, Garbow & Hillstrom with at most ` +
    "ten variables, from their usual starts, with exact derivatives and the same tolerances as SciPy's; the box cuts off " +
    "about half of the minima. Solved is what ends, by its own word converged, no higher than the other. The two do not stop at " +
    "the same place; so evaluations are also counted until the value is as near to the least one that either finds, in relation " +
    "to what there is to gain from the start (Moré & Wild, 2009).",
};

/**
 * Counts what our minimizers need on all functions.
 *
 * @param reference - by default, SciPy's figures of now, or those that were once recorded
 */
export async function survey(show: (text: string) => void, reference?: Reference): Promise<Evaluations> {
  show(`${evaluations.title}, SciPy`);
  const { record, source } = reference ?? (await referenceOfNow());
  const methods = minimizers.map(({ method, column, theirs, run, approach }) => {
    show(`${evaluations.title}, ${method}`);
    const pairs = moreGarbowHillstrom.map((problem, i) => {
      const scipy = record.problems[i][column];
      const first = sumOfSquares(problem)(tensor([...problem.start])).item();
      const enough = scipy.least + Math.min(...record.accuracies) * (first - scipy.least);
      const own = reachedBy(approach(problem, enough), scipy.least, record.accuracies);
      const reached = record.accuracies.map((accuracy, k) => ({ accuracy, wengert: own[k], scipy: scipy.reached[k] }));
      return pairOf(problem.name, run(problem), scipy, reached);
    });
    return comparisonOf(method, theirs, pairs);
  });
  return { ...evaluations, source, methods };
}

async function referenceOfNow(): Promise<Reference> {
  try {
    const record = await measured();
    if (record !== undefined) return { record, source: `SciPy ${record.scipy}, in this run` };
    return asRecorded("no Python here has it");
  } catch (error) {
    return asRecorded(error instanceof Error ? error.message : String(error));
  }
}

/** @param reason - why it was not asked */
export function asRecorded(reason: string): Reference {
  const record = recorded();
  return { record, source: `SciPy ${record.scipy}, recorded earlier: ${reason}` };
}
