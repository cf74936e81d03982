/// <reference lib="webworker" />
import { oneLine } from "@wengert/gp-app/model";
import { partsAnswer, posteriorAnswer, samplesAnswer } from "./answers.ts";
import type { Asked, FromWorker, Kind, Problem, Questions, ToWorker } from "./protocol.ts";

declare const self: DedicatedWorkerGlobalScope;

/** An answer, or several of which each is better than the one before. */
type Answer = Questions[Kind]["answer"];

/** Streams that nobody wants any more. */
const forgotten = new Set<number>();

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  switch (data.kind) {
    case "ping":
      send({ kind: "alive" });
      return;
    case "learn":
      void learned(data);
      return;
    case "forget":
      forgotten.add(data.id);
      return;
    case "ask":
      void answer(data.id, data.question);
  }
};

function send(message: FromWorker): void {
  self.postMessage(message);
}

async function learned({ run, task, method, start }: Extract<ToWorker, { kind: "learn" }>): Promise<void> {
  try {
    const { learn } = await import("./learner.ts");
    const end = learn(task, method, start, (entry, state) => send({ kind: "iteration", run, entry, state }));
    send(end === undefined ? { kind: "paused", run, start: start.start } : { kind: "ended", run, end });
  } catch (error) {
    send({ kind: "failed", run, start: start.start, problem: problemOf(error) });
  }
}

async function answer(id: number, question: Asked): Promise<void> {
  try {
    if (question.kind === "surface") {
      const { surfaceAnswers } = await import("./surface.ts");
      await stream(id, surfaceAnswers(question.ask));
      return;
    }
    send({ kind: "answer", id, answer: await answerTo(question), more: false });
  } catch (error) {
    send({ kind: "refused", id, problem: problemOf(error) });
  }
}

/** Sends answers as they come, and hears other questions in between. */
async function stream(id: number, answers: Iterable<Answer | undefined>): Promise<void> {
  for (const one of answers) {
    if (one !== undefined) send({ kind: "answer", id, answer: one, more: true });
    await new Promise((resume) => setTimeout(resume));
    if (forgotten.delete(id)) return;
  }
}

/** What a page begins with is in this file; what is asked for later is loaded then. */
async function answerTo(question: Exclude<Asked, { kind: "surface" }>): Promise<Answer> {
  switch (question.kind) {
    case "posterior":
      return posteriorAnswer(question.ask);
    case "samples":
      return samplesAnswer(question.ask);
    case "parts":
      return partsAnswer(question.ask);
    case "residuals":
      return (await import("./residuals.ts")).residualsAnswer(question.ask);
    case "tape":
      return (await import("./tape.ts")).tapeAnswer(question.ask);
    case "check":
      return (await import("./check.ts")).checkAnswer(question.ask);
  }
}

function problemOf(error: unknown): Problem {
  const name = error instanceof Error ? error.name : "Error";
  if (name === "NotPositiveDefiniteError") {
    return {
      name,
      message:
        "The covariance matrix is singular at these values: two observations are, to working precision, the same to it. " +
        "Add a noise term, or raise its variance; very long lengths do this too.",
    };
  }
  return { name, message: oneLine(error) };
}
