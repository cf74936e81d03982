import { computed, type ReadonlySignal } from "@preact/signals";
import { withValues } from "../model/convert.ts";
import { Client } from "../worker/client.ts";
import type { End, FromWorker, Iteration, Method, Problem, Saved } from "../worker/protocol.ts";
import type { Run } from "./document.ts";
import { amend, commit, doc, say, task } from "./store.ts";

/** This worker computes fits and nothing else: a fit is ended by ending the worker, at once. */
const client = new Client(receive, died);
let number = 0;
let resumedAt = 0;
let secondsBefore = 0;

/** The fit of the document. */
export const run: ReadonlySignal<Run | undefined> = computed(() => doc.value?.run);
/** Whether a fit computes right now. */
export const isRunning: ReadonlySignal<boolean> = computed(() => run.value?.status === "running");

/** Iterations arrive faster than anybody sees; the page takes them in so often, in milliseconds. */
const often = 120;
const arrived: { readonly entry: Iteration; readonly saved: Saved }[] = [];
let scheduled = false;

/** Learns, or goes on with a fit that was paused; @param most - pauses after so many iterations */
export function learn(most?: number): void {
  const document = doc.peek();
  const ask = task.peek();
  if (document === undefined || ask === undefined || document.run?.status === "running") return;
  const paused = document.run?.status === "paused" ? document.run : undefined;
  resumedAt = performance.now();
  secondsBefore = paused?.seconds ?? 0;
  number++;
  const fresh: Run = {
    status: "running",
    before: document.tree,
    entries: [],
    seconds: 0,
    saved: undefined,
    end: undefined,
    problem: undefined,
  };
  // A fit is one step to undo, however often it was paused.
  if (paused === undefined) commit({ ...document, run: fresh });
  else amend({ ...document, run: { ...paused, status: "running" } });
  client.learn(number, ask, document.method, paused?.saved, most);
}

/** Pauses after the last iteration that was seen. */
export function pause(): void {
  interrupt();
  change((one) => ({ ...one, status: "paused" }));
}

/** Computes one iteration. */
export function step(): void {
  learn(1);
}

/** Ends the fit, and keeps the best of its iterations. */
export function stop(): void {
  interrupt();
  const document = doc.peek();
  if (document?.run === undefined) return;
  const { entries } = document.run;
  if (entries.length === 0) amend({ ...document, run: undefined });
  else finish({ ...entries.reduce((a, b) => (b.value < a.value ? b : a)), message: "stopped by you" });
}

/** Takes the parameters back to where the fit began. */
export function reset(): void {
  interrupt();
  const document = doc.peek();
  if (document?.run !== undefined) commit({ ...document, tree: document.run.before, run: undefined });
}

/** Ends what is being computed; what has arrived stays. */
export function interrupt(): void {
  if (!isRunning.peek()) return;
  take();
  number++;
  client.restart();
}

/** Changes how fits are done; one that is under way ends. */
export function setMethod(method: Method): void {
  interrupt();
  const document = doc.peek();
  if (document !== undefined) commit({ ...document, method, run: undefined }, "method");
}

function receive(message: Extract<FromWorker, { run: number }>): void {
  if (message.run !== number) return;
  if (message.kind === "iteration") {
    arrived.push(message);
    if (!scheduled) schedule(take);
    return;
  }
  take();
  if (message.kind === "ended") finish(message.end);
  else if (message.kind === "paused") change((one) => ({ ...one, status: "paused" }));
  else change((one) => ({ ...one, status: "failed", problem: message.problem, saved: undefined }));
}

function schedule(f: () => void): void {
  scheduled = true;
  setTimeout(f, often);
}

function take(): void {
  scheduled = false;
  const last = arrived.at(-1);
  const now = doc.peek();
  if (last === undefined || now?.run === undefined) return;
  const entries = [...now.run.entries, ...arrived.map(({ entry }) => entry)];
  arrived.length = 0;
  const seconds = secondsBefore + (performance.now() - resumedAt) / 1000;
  const tree = withValues(now.run.before, last.entry.values);
  amend({ ...now, tree, run: { ...now.run, entries, seconds, saved: last.saved } });
}

function finish(end: End): void {
  const now = doc.peek();
  if (now?.run === undefined) return;
  const tree = withValues(now.run.before, end.values);
  amend({ ...now, tree, run: { ...now.run, status: "ended", saved: undefined, end } });
}

function died(problem: Problem): void {
  take();
  number++;
  change((one) => {
    if (one.status !== "running") return one;
    return one.saved === undefined ? { ...one, status: "failed", problem } : { ...one, status: "paused" };
  });
  say(problem);
}

function change(f: (run: Run) => Run): void {
  const now = doc.peek();
  if (now?.run !== undefined) amend({ ...now, run: f(now.run) });
}
