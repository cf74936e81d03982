/// <reference lib="webworker" />
import { oneLine } from "@wengert/gp-app/model";
import { partsAnswer, posteriorAnswer, residualsAnswer, samplesAnswer } from "./answers.ts";
import { learn } from "./learner.ts";
import type { Asked, FromWorker, Kind, Problem, Questions, ToWorker } from "./protocol.ts";

declare const self: DedicatedWorkerGlobalScope;

/** An answer, or several of which each is better than the one before. */
type Answer = Questions[Kind]["answer"];

self.onmessage = ({ data }: MessageEvent<ToWorker>): void => {
  switch (data.kind) {
    case "ping":
      send({ kind: "alive" });
      return;
    case "learn":
      learned(data);
      return;
    case "ask":
      answer(data.id, data.question);
  }
};

function send(message: FromWorker): void {
  self.postMessage(message);
}

function learned({ run, task, method, saved, most }: Extract<ToWorker, { kind: "learn" }>): void {
  try {
    const end = learn(task, method, { saved, most }, (entry, next) => {
      send({ kind: "iteration", run, entry, saved: next });
    });
    send(end === undefined ? { kind: "paused", run } : { kind: "ended", run, end });
  } catch (error) {
    send({ kind: "failed", run, problem: problemOf(error) });
  }
}

function answer(id: number, question: Asked): void {
  try {
    send({ kind: "answer", id, answer: answerTo(question), more: false });
  } catch (error) {
    send({ kind: "refused", id, problem: problemOf(error) });
  }
}

function answerTo(question: Asked): Answer {
  switch (question.kind) {
    case "posterior":
      return posteriorAnswer(question.ask);
    case "samples":
      return samplesAnswer(question.ask);
    case "parts":
      return partsAnswer(question.ask);
    case "residuals":
      return residualsAnswer(question.ask);
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
