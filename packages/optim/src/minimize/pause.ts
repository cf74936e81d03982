import type { Vector } from "../spaces/vector.ts";
import type { Problem } from "./problem.ts";

/**
 * Thrown by a question that is not answered yet. Whoever asked is run again when `answer` has settled, and gets the answer then. So
 * methods of minimization stay plain functions, whether the objective answers at once or not.
 */
export class Pause extends Error {
  readonly answers: Answers;
  readonly answer: Promise<void>;

  constructor(answers: Answers, answer: Promise<void>) {
    super("an answer is awaited");
    this.answers = answers;
    this.answer = answer;
  }
}

/** The answers to the questions of one step, in the order in which it asks. */
export class Answers {
  #given: { readonly points: readonly Vector[]; readonly answer: () => unknown }[] = [];
  #next = 0;

  /**
   * The answer to the next question.
   *
   * @param points - what it asks about, compared when it is asked again
   * @throws {Pause} if it is asked for the first time
   */
  to<T>(points: readonly Vector[], question: () => Promise<T>): T {
    const given = this.#given[this.#next++];
    if (given === undefined) {
      const note = (answer: () => unknown): void => {
        this.#given.push({ points, answer });
      };
      const asked = question();
      const raise = (error: unknown) => () => {
        throw error;
      };
      const answer = asked.then(
        (value) => note(() => value),
        (error) => note(raise(error)),
      );
      throw new Pause(this, answer);
    }
    const same = given.points.every((x, k) => x.every((xi, i) => Object.is(xi, points[k][i])));
    if (!same) throw new Error("a step of a minimization has asked another question than before");
    return given.answer() as T;
  }

  /** The same step asks again. */
  rewind(): void {
    this.#next = 0;
  }

  /** The step is done: what follows asks other questions. */
  forget(): void {
    this.#given = [];
    this.#next = 0;
  }
}

/**
 * Runs a step of a minimization, again from its beginning after each answer that it has to wait for. A step is a pure function of the
 * state before it, so that it asks the same questions again; the counts of the problem are set back.
 */
export function* answered<T>(problem: Problem | undefined, step: () => T): Generator<Pause, T, unknown> {
  const before = problem?.counts;
  let answers: Answers | undefined;
  try {
    for (;;) {
      try {
        return step();
      } catch (error) {
        if (!(error instanceof Pause)) throw error;
        ({ answers } = error);
        yield error;
        answers.rewind();
        if (before !== undefined) problem?.restore(before);
      }
    }
  } finally {
    answers?.forget();
  }
}
