import { computed, type ReadonlySignal } from "@preact/signals";
import type { MinimizeState } from "wengert";
import { covarianceOf, withValues } from "../model/convert.ts";
import type { FromWorker, Iteration, Method, Problem } from "../worker/protocol.ts";
import type { Document, Run } from "./document.ts";
import { Pool } from "./pool.ts";
import { best, endedWith, leaderOf, settled, unfinished, withStart } from "./run.ts";
import { amend, commit, doc, say, series } from "./store.ts";

const pool = new Pool(receive, died);
let number = 0;
let resumedAt = 0;
let secondsBefore = 0;

/** The fit of the document. */
export const run: ReadonlySignal<Run | undefined> = computed(() => doc.value?.run);
/** Whether a fit computes right now. */
export const isRunning: ReadonlySignal<boolean> = computed(() => run.value?.status === "running");

/** Iterations arrive faster than anybody sees; the page takes them in so often, in milliseconds. */
const often = 120;
const arrived: { readonly entry: Iteration; readonly state: MinimizeState }[] = [];
let scheduled = false;

/** Learns, or goes on with a fit that was paused; @param most - each start pauses after so many iterations */
export function learn(most?: number): void {
  const document = doc.peek();
  const data = series.peek();
  if (document === undefined || data === undefined || document.run?.status === "running") return;
  const { tree, method } = document;
  const paused = document.run?.status === "paused" ? document.run : undefined;
  resumedAt = performance.now();
  secondsBefore = paused?.seconds ?? 0;
  number++;
  const next: Run = paused === undefined ? freshRun(document) : { ...paused, status: "running" };
  // A fit is one step to undo, however often it was paused.
  if (paused === undefined) commit({ ...document, run: next });
  else amend({ ...document, run: next });
  // Starts that come later are about where the fit began, wherever it is now.
  const task = { x: data.x, y: data.y, covariance: covarianceOf(paused?.before ?? tree) };
  const starts = unfinished(next).map((start) => ({ start, state: next.starts[start].state, most }));
  pool.begin({ run: number, task, method, starts });
}

function freshRun({ tree, method }: Document): Run {
  const starts = Array.from({ length: method.starts }, () => ({}));
  return { status: "running", before: tree, entries: [], seconds: 0, starts, end: undefined, problem: undefined };
}

/** Computes one iteration of each start. */
export function step(): void {
  learn(1);
}

/** Ends the fit, and keeps the best of its iterations. */
export function stop(): void {
  pause();
  const document = doc.peek();
  if (document?.run === undefined) return;
  const { entries } = document.run;
  if (entries.length === 0) amend({ ...document, run: undefined });
  else {
    const { start, value, values } = best(entries);
    finish(endedWith(document.run, { start, value, values, message: "stopped by you" }));
  }
}

/** Takes the parameters back to where the fit began. */
export function reset(): void {
  pause();
  const document = doc.peek();
  if (document?.run !== undefined) commit({ ...document, tree: document.run.before, run: undefined });
}

/** Pauses a fit after the last iterations that were seen: what is being computed ends, and what has arrived stays. */
export function pause(): void {
  if (!isRunning.peek()) return;
  take();
  number++;
  pool.end();
  change((one) => ({ ...one, status: "paused" }));
}

/** Changes how fits are done; one that is under way ends. */
export function setMethod(method: Method): void {
  pause();
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
  if (message.kind === "ended") change((one) => withStart(one, message.end.start, { end: message.end }));
  if (message.kind === "failed") change((one) => withStart(one, message.start, { problem: message.problem }));
  if (pool.isBusy) return;
  const now = doc.peek()?.run;
  if (now === undefined) return;
  if (unfinished(now).length === 0) finish(settled(now));
  else change((one) => ({ ...one, status: "paused" }));
}

function schedule(f: () => void): void {
  scheduled = true;
  setTimeout(f, often);
}

/** Takes in what has arrived; the page shows the start that is lowest. */
function take(): void {
  scheduled = false;
  const now = doc.peek();
  if (arrived.length === 0 || now?.run === undefined) return;
  const entries = [...now.run.entries, ...arrived.map(({ entry }) => entry)];
  const seconds = secondsBefore + (performance.now() - resumedAt) / 1000;
  let next: Run = { ...now.run, entries, seconds };
  for (const { entry, state } of arrived) next = withStart(next, entry.start, { state });
  arrived.length = 0;
  const leader = leaderOf(next);
  amend({ ...now, tree: leader === undefined ? now.tree : withValues(now.run.before, leader.values), run: next });
}

function finish(ended: Run): void {
  const now = doc.peek();
  if (now === undefined) return;
  const tree = ended.end === undefined ? now.tree : withValues(ended.before, ended.end.values);
  amend({ ...now, tree, run: ended });
}

function died(problem: Problem): void {
  take();
  number++;
  pool.end();
  change((one) => {
    if (one.status !== "running") return one;
    return one.entries.length === 0 ? { ...one, status: "failed", problem } : { ...one, status: "paused" };
  });
  say(problem);
}

function change(f: (run: Run) => Run): void {
  const now = doc.peek();
  if (now?.run !== undefined) amend({ ...now, run: f(now.run) });
}
